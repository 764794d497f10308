using System.Collections.Frozen;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>What the door made of a request: something for the books, or an answer at once.</summary>
internal sealed record Reading(WireRequest? Request, Subject? Subject, SimulatedAnswer.Respond? Refused);

/// <summary>Reads the fields of a request and refuses what the gateway refuses before it looks at any payment.</summary>
/// <remarks>What a refusal here repeats of an Api request is recorded (OBS adm); the order of the checks is that record's order.</remarks>
internal sealed partial class RequestDoor(GatewayBooks books, TimeProvider time)
{
    private readonly FrozenDictionary<string, SimulatedMerchant> _byKey = books.Options.Merchants.ToFrozenDictionary(merchant => merchant.Key);
    private readonly FrozenDictionary<string, SimulatedMerchant> _byVwid = books.Options.Merchants.ToFrozenDictionary(merchant => merchant.Vwid);

    public Reading Read(CommandRow row, IReadOnlyDictionary<string, string> given)
    {
        var fields = WireFields.Of(row, given);
        if (row is { Kind: CommandKind.Complete, Family: WireFamily.EWallet })
            return ReadCompletionByMd(row, fields);

        if (Account(row, fields) is not { } merchant)
            return Refuse(row, "ACCESS_DENIED");
        if (row is { Family: WireFamily.EWallet, BlockField: not null } && !fields.HasBlock)
            return Refuse(row, "WRONG_PARAMS");

        if (row.Kind == CommandKind.Customer || (row.Kind == CommandKind.Session && IsForAdding(fields)))
            return ReadCustomer(row, merchant, fields);

        // The Api family alone keeps the order's fields beside its block.
        var isInBlock = row.BlockField is not null && row.Family != WireFamily.Api;
        var orderId = (isInBlock ? fields.InBlock("OrderId") : fields.Top("OrderId")) ?? "";
        if (!WireFields.IsOrderId(orderId))
            return row.Kind == CommandKind.Session ? Refuse(row, "WRONG_PARAMS") : Refuse(row, "WRONG_PARAMS", "");
        var echo = new WireRequest(row, merchant, orderId, new Deed.Read()) { Login = fields.InBlock("VWUserLgn") ?? "" };
        if (row.NeedsPassword && (row.BlockField is null ? fields.Top("Password") : fields.InBlock("Password")) != merchant.Password)
            return Refuse(echo, "ACCESS_DENIED");

        return row.Kind switch
        {
            CommandKind.Read => Good(echo),
            CommandKind.Session => ReadInit(echo, fields),
            CommandKind.Later => ReadLater(echo, fields),
            CommandKind.Complete => ReadCompletion(echo, fields),
            CommandKind.Token => ReadToken(echo, fields),
            CommandKind.Open => row.Family == WireFamily.Api ? ReadCardPayment(echo, fields) : ReadWalletPayment(echo, fields),
            _ => throw new InvalidOperationException($"No rule reads {row.Name}."),
        };
    }

    // GetState of the wallet is documented with Key; two kits send VWID (11.2): both name the same account.
    private SimulatedMerchant? Account(CommandRow row, WireFields fields) => row switch
    {
        { Family: not WireFamily.EWallet } => fields.Top("Key") is { } key ? _byKey.GetValueOrDefault(key) : null,
        { Name: CommandRow.GetState } => (fields.Top("Key") ?? fields.Top("VWID")) is { } either
            ? _byVwid.GetValueOrDefault(either) ?? _byKey.GetValueOrDefault(either)
            : null,
        _ => fields.Top("VWID") is { } vwid ? _byVwid.GetValueOrDefault(vwid) : null,
    };

    private Reading ReadCardPayment(WireRequest echo, WireFields fields)
    {
        if (WireFields.Amount(fields.Top("Amount")) is not { } amount)
            return Refuse(echo, "AMOUNT_ERROR");
        if (!fields.HasBlock)
            return Refuse(echo.Row, "WRONG_PAY_INFO");
        if (WireFields.IsTooLong(fields.Top("CustomFields")) || !TryReceipt(fields.Top("Cheque"), out var receipt))
            return Refuse(echo, "WRONG_PARAMS");

        var (card, refused) = ReadCard(fields, "PAN");
        return card is null
            ? Refuse(echo, refused!)
            : Good(echo with { Deed = new Deed.Open(echo.Row.Operation, amount, card, Way.Direct, receipt) });
    }

    private (PayCard? Card, string? Refused) ReadCard(WireFields fields, string number) => WireFields.Card(
        fields.InBlock(number), fields.InBlock("EMonth"), fields.InBlock("EYear"), fields.InBlock("CardHolder"), fields.InBlock("SecureCode"),
        time.GetUtcNow(), books.Secrets);

    // D:pay-services/api/payture-api: a Google token needs the Amount; of the others the token's counts, and Amount only with Checksum.
    private Reading ReadToken(WireRequest echo, WireFields fields)
    {
        var operation = echo.Row.Operation ?? fields.Top("Method") switch
        {
            "PAY" => Operation.Pay,
            "BLOCK" => Operation.Block,
            _ => null,
        };
        if (operation is null || fields.Top("PayToken") is not { } text || !TryReceipt(fields.Top("Cheque"), out var receipt))
            return Refuse(echo, "WRONG_PARAMS");
        var (token, refused) = ReadToken(echo.Row.Name, text, fields.Top("Amount"), fields.Top("Checksum"));
        return token is var (amount, card)
            ? Good(echo with { Deed = new Deed.Open(operation, amount, card, Way.Direct, receipt) })
            : Refuse(echo, refused!);
    }

    private static ((Money Amount, PayCard Card)? Token, string? Refused) ReadToken(string command, string text, string? amountText, string? checksum)
    {
        // That a broken token, or one of the other wallet, is WRONG_PARAMS is inferred.
        if (SimulatedToken.Read(text) is not var (wallet, amount, conduct)
            || (command == "ApplePay" && wallet != "apple") || (command == "AndroidPay" && wallet == "apple"))
            return (null, "WRONG_PARAMS");
        var asked = WireFields.Amount(amountText);
        var mustEqual = wallet == "google" || (amountText is not null && string.Equals(checksum, "True", StringComparison.OrdinalIgnoreCase));
        return mustEqual && asked != amount
            ? (null, "AMOUNT_ERROR")
            : ((amount, new PayCard(conduct, "", "")), null);
    }

    private Reading ReadLater(WireRequest echo, WireFields fields)
    {
        var isInBlock = echo.Row.BlockField is not null;
        var text = isInBlock ? fields.InBlock("Amount") : fields.Top("Amount");
        var amount = WireFields.Amount(text);
        if (text is not null && amount is null)
            return Refuse(echo, "AMOUNT_ERROR");
        if (!TryReceipt(isInBlock ? fields.InBlock("Cheque") : fields.Top("Cheque"), out var receipt))
            return Refuse(echo, "WRONG_PARAMS");
        return Good(echo with { Deed = new Deed.Later(echo.Row.Operation!.Value, amount, receipt) });
    }

    private Reading ReadCompletion(WireRequest echo, WireFields fields) => fields.Top("PaRes") is { Length: > 0 } paRes
        ? Good(echo with { Deed = new Deed.Complete(echo.Row.Operation, null, paRes) })
        : Refuse(echo, "WRONG_PARAMS");

    // No credentials, no OrderId: the MD alone says what is completed. An MD that nobody knows is WRONG_PARAMS (INF).
    private Reading ReadCompletionByMd(CommandRow row, WireFields fields)
    {
        if (fields.Top("MD") is not { } md || fields.Top("PaRes") is not { Length: > 0 } paRes || books.Challenged(md) is not { } subject)
            return Refuse(row, "WRONG_PARAMS");
        if (subject is SimulatedCustomer != (row.Name == "AddSubmit3DS"))
            return Refuse(row, "WRONG_PARAMS");
        var (orderId, login) = subject is SimulatedOrder order
            ? (order.Name, order.Audit(time.GetUtcNow()).File.Card.Login ?? "")
            : ("", subject.Name);
        return new Reading(new WireRequest(row, subject.Merchant, orderId, new Deed.Complete(null, md, paRes)) { Login = login }, subject, null);
    }

    private Reading ReadInit(WireRequest echo, WireFields fields)
    {
        Operation? type = fields.InBlock("SessionType") switch
        {
            "Pay" => Operation.Pay,
            "Block" => Operation.Block,
            _ => null,
        };
        if (type is null || !TryReceipt(fields.Said("Cheque"), out var receipt))
            return Refuse(echo.Row, "WRONG_PARAMS");
        if (WireFields.Amount(fields.InBlock("Amount")) is not { } amount)
            return Refuse(echo.Row, "AMOUNT_ERROR");
        if (echo.Row.Family == WireFamily.EWallet && CustomerRefused(echo.Merchant, fields) is { } code)
            return Refuse(echo.Row, code);
        return Good(echo with { Deed = new Deed.OpenSession(Terms(type, amount, fields) with { Receipt = receipt }) });
    }

    private static SessionTerms Terms(Operation? type, Money amount, WireFields fields) => new(type, amount, fields.Said("Url"))
    {
        Product = fields.Said("Product"),
        Total = fields.Said("Total"),
        Description = fields.Said("Description"),
        Login = fields.Said("VWUserLgn"),
        CardId = fields.Said("CardId") is { } cardId and not FreePay ? cardId : null,
        IsRussian = string.Equals(fields.Said("Language"), "RU", StringComparison.OrdinalIgnoreCase),
    };

    private static bool TryReceipt(string? cheque, out SimulatedReceipt? receipt)
    {
        receipt = null;
        return string.IsNullOrEmpty(cheque) || SimulatedReceipt.TryRead(cheque, out receipt);
    }

    private Reading Good(WireRequest request) => new(request, books.Order(request.Merchant, request.OrderId), null);

    private static Reading Refuse(WireRequest echo, string code) => new(null, null, Answers.Refused(echo, code));

    private static Reading Refuse(CommandRow row, string code, string? orderId = null) => new(null, null, Answers.Refused(row, code, orderId, null, null));
}
