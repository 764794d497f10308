using System.Collections.Frozen;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.Gateway;

/// <summary>What a request must be, so that the gateway hears exactly what was asked. Doors check it first, to name the field.</summary>
public static class GatewayRequestRules
{
    /// <summary>The most characters that a custom field's name may have (INF).</summary>
    public const int MaxFieldName = 50;

    /// <summary>The most characters that all custom fields may have together, as they stand in a block of their own (INF).</summary>
    public const int MaxCustomFields = 4096;

    /// <summary>
    /// The most characters that custom fields and a page's texts may have together, as they stand in the block of a session or of an
    /// eWallet payment, beside the gateway's own items (INF, half of the former).
    /// </summary>
    public const int MaxSharedBlock = 2048;

    /// <summary>The most characters that a customer key may have (INF).</summary>
    public const int MaxCustomerKey = 50;

    /// <summary>The most characters that a device fingerprint's id may have (INF).</summary>
    public const int MaxPaytureId = 100;

    // In the block of a session or of an eWallet payment custom fields stand beside the gateway's own items, whose names compare without
    // regard to case (REC div).
    private static readonly FrozenSet<string> OwnItems = new[]
    {
        "SessionType", "OrderId", "Amount", "Cheque", "VWUserLgn", "VWUserPsw", "CardId", "CardNumber", "EMonth", "EYear", "CardHolder",
        "SecureCode", "ConfirmCode", "PayToken", "Checksum", "Password", "Key", "VWID", "PAN",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> PageItems = new[]
    {
        "IP", "Url", "Product", "Total", "Phone", "PhoneNumber", "Description", "TemplateTag", "Language",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds what is wrong with a request, its instrument aside; no message repeats a value.</summary>
    public static IReadOnlyList<FieldError> Check(GatewayRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [.. CheckOrderId(request.Order), .. CheckOperation(request), .. CheckExtras(request), .. CheckCheque(request)];
    }

    /// <summary>Finds what is wrong with a request and what pays or proves; no message repeats a value.</summary>
    public static IReadOnlyList<FieldError> Check(GatewayRequest request, Instrument? instrument) =>
        [.. Check(request), .. CheckInstrument(request, instrument)];

    /// <summary>Finds what an account lacks for a family: EWallet needs its VWID.</summary>
    public static IEnumerable<FieldError> CheckAccount(MerchantAlias merchant, MerchantAccount account, ApiFamily family)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (family == ApiFamily.EWallet && string.IsNullOrWhiteSpace(account.Vwid))
            yield return new("merchant", $"This merchant has no eWallet terminal: set Payture:Merchants:{merchant}:Vwid.");
    }

    /// <summary>Finds what is wrong with an OrderId on the wire, beyond its length.</summary>
    public static IEnumerable<FieldError> CheckOrderId(OrderId order)
    {
        if (!OrderId.IsValid(order.ToString()) || !WireText.IsSendable(order.ToString()))
            yield return new("orderId", $"Give an OrderId of 1 to {OrderId.MaxLength} whole Unicode characters, none of them a control character.");
    }

    /// <summary>Finds what is wrong with a customer key.</summary>
    public static IEnumerable<FieldError> CheckCustomerKey(string? customerKey)
    {
        if (customerKey is not null && (customerKey.Length is 0 or > MaxCustomerKey || !WireText.IsSendable(customerKey)))
            yield return new("customerKey", $"Give a customer key of 1 to {MaxCustomerKey} characters, no control characters, or leave it out.");
    }

    /// <summary>Finds what is wrong with custom fields.</summary>
    public static IEnumerable<FieldError> CheckCustomFields(IReadOnlyDictionary<string, string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);

        if (fields.Keys.Any(name => !IsFieldName(name)))
            yield return new("customFields", $"A custom field's name has 1 to {MaxFieldName} of a-z, A-Z, 0-9, '_', '-' and '.'.");
        if (fields.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() != fields.Count)
            yield return new("customFields", "Two custom fields differ only in letter case, and the gateway may take them for one: rename one.");
        if (fields.Values.Any(value => value is null || !WireText.IsSendable(value)))
            yield return new("customFields", "A custom field's value is whole Unicode text without control characters.");
        else if (fields.Sum(field => FormWriter.LengthInBlock(field.Key, field.Value)) > MaxCustomFields)
            yield return new("customFields", $"All custom fields together have at most {MaxCustomFields} characters; %, ;, + and & count three times.");
    }

    private static IEnumerable<FieldError> CheckOperation(GatewayRequest request)
    {
        var operation = request.Operation;
        var leads = operation is Operation.Init or Operation.CompleteChallenge;
        if (leads && request.LeadsTo is not (Operation.Pay or Operation.Block))
            yield return new("sessionType", "Say what it leads to: pay or block.");
        else if (!leads && request.LeadsTo is not null)
            yield return new("sessionType", "Only a session and a challenge lead to something else.");
        else if (CommandTable.Find(request.Family, operation, request.LeadsTo) is null)
            yield return new("family", Instead(request.Family, operation));

        switch (operation)
        {
            case Operation.Unblock when request.Amount is not null:
                yield return new("amount", "Unblock releases the whole hold: leave the amount out.");
                break;
            case Operation.Unblock or Operation.CompleteChallenge when request.Amount is null:
                break;
            default:
                if (request.Amount is not { InKopecks: > 0 })
                    yield return new("amount", "Give the amount in kopecks, more than zero.");
                break;
        }
    }

    private static string Instead(ApiFamily family, Operation operation) => (family, operation) switch
    {
        (ApiFamily.InPay, Operation.Pay or Operation.Block) => "With InPay the customer pays on Payture's page: open a session (init).",
        (ApiFamily.InPay, Operation.CompleteChallenge) => "With InPay the page does 3-D Secure by itself.",
        (_, Operation.Init) => "A session is opened with inPay or eWallet.",
        _ => $"{family} has no command that does {operation}.",
    };

    private static IEnumerable<FieldError> CheckExtras(GatewayRequest request)
    {
        var extras = request.Extras;
        foreach (var error in CheckCustomFields(extras.CustomFields).Concat(CheckCustomerKey(extras.CustomerKey)))
            yield return error;
        if (extras.PaytureId is { } id && (id.Length is 0 or > MaxPaytureId || !WireText.IsSendable(id)))
            yield return new("paytureId", $"Give a PaytureId of 1 to {MaxPaytureId} characters, no control characters, or leave it out.");

        var opens = request.Operation is Operation.Pay or Operation.Block;
        var isInit = request.Operation == Operation.Init;
        var overApi = request.Family == ApiFamily.Api;
        if (extras.CustomFields.Count > 0)
        {
            if (!(isInit || (opens && request.Family is (ApiFamily.Api or ApiFamily.EWallet))))
                yield return new("customFields", "Only Pay and Block with a card or an eWallet customer, and Init, take custom fields.");
            else if (!overApi && extras.CustomFields.Keys.Any(name => OwnItems.Contains(name) || (isInit && PageItems.Contains(name))))
                yield return new("customFields", "A custom field has the name of one of the gateway's own: rename it, or give it in that field.");
        }

        if (!(opens && overApi))
        {
            if (extras.CustomerKey is not null)
                yield return new("customerKey", "Only Pay and Block with a card take a customer key.");
            if (extras.PaytureId is not null)
                yield return new("paytureId", "Only Pay and Block with a card take a PaytureId.");
        }

        if (extras.Page is { } page)
        {
            if (!isInit)
                yield return new("url", "Only a session has a page.");
            foreach (var error in SessionPageRules.Check(page))
                yield return error;
        }

        foreach (var error in overApi ? [] : SessionPageRules.CheckSharedBlock(extras.Page, extras.CustomFields))
            yield return error;
    }

    private static IEnumerable<FieldError> CheckCheque(GatewayRequest request)
    {
        if (request.Cheque is not { } cheque)
            return [];

        // A refund's receipt is of what remains, so its sum is not the refund's amount.
        var errors = request switch
        {
            { Operation: Operation.Refund } or { Amount: null } => ChequeRules.Errors(cheque),
            { Amount: { } amount } => ChequeRules.ErrorsFor(cheque, amount),
        };
        return request.Operation is Operation.Unblock or Operation.CompleteChallenge or Operation.Adopt
            ? [new("cheque", $"{request.Operation} takes no receipt.")]
            : errors.Select(error => new FieldError(error.Field, error.Message));
    }

    private static IEnumerable<FieldError> CheckInstrument(GatewayRequest request, Instrument? instrument)
    {
        var opens = request.Operation is Operation.Pay or Operation.Block;
        return (request.Operation, request.Family, instrument) switch
        {
            (Operation.CompleteChallenge, _, Instrument.ThreeDSecureResult result) => InstrumentRules.Check(result),
            (Operation.CompleteChallenge, _, _) => [new("paRes", "Give what the customer's browser brought back from the bank.")],

            (Operation.Init, ApiFamily.EWallet, Instrument.Wallet wallet) => CheckSession(wallet),
            (Operation.Init, ApiFamily.EWallet, _) => [new("wallet", "Say whose session it is: give the eWallet customer.")],

            (_, ApiFamily.Api, Instrument.Card) when opens => [],
            (_, ApiFamily.Api, _) when opens => [new("card", "Give the card that pays.")],

            (_, ApiFamily.EWallet, Instrument.Wallet wallet) when opens =>
                InstrumentRules.CheckCustomer(wallet, "wallet.login").Concat(InstrumentRules.CheckPaying(wallet)),
            (_, ApiFamily.EWallet, _) when opens => [new("wallet", "Give the eWallet customer and what pays.")],

            (_, ApiFamily.ApplePay or ApiFamily.AndroidPay, Instrument.Token token) when opens && token.Family == request.Family =>
                InstrumentRules.Check(token, FieldOf(request.Family)),
            (_, ApiFamily.ApplePay or ApiFamily.AndroidPay, _) when opens => [new(FieldOf(request.Family), "Give the wallet's token.")],

            (_, _, null) => [],
            _ => [new(FieldOf(instrument), $"{request.Family} {request.Operation} takes no card, token, customer or 3-D Secure result.")],
        };
    }

    private static IEnumerable<FieldError> CheckSession(Instrument.Wallet wallet)
    {
        if (wallet is not { Card: null, Token: null, SecurityCode.IsEmpty: true, ConfirmCode.IsEmpty: true })
            yield return new("wallet", "The customer pays on the page: leave out everything but the customer and a stored card's cardId.");
        foreach (var error in InstrumentRules.CheckCustomer(wallet, "wallet.login").Concat(InstrumentRules.CheckCardId(wallet.CardId, "wallet.cardId")))
            yield return error;
    }

    private static string FieldOf(ApiFamily family) => family == ApiFamily.ApplePay ? "applePay" : "googlePay";

    private static string FieldOf(Instrument instrument) => instrument switch
    {
        Instrument.Card => "card",
        Instrument.Token token => FieldOf(token.Family ?? ApiFamily.AndroidPay),
        Instrument.Wallet => "wallet",
        _ => "paRes",
    };

    private static bool IsFieldName(string name) =>
        name.Length is >= 1 and <= MaxFieldName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
