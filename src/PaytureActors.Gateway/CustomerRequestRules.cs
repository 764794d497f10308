using PaytureActors.Domain.Customers;

namespace PaytureActors.Gateway;

/// <summary>What a command about an eWallet customer must be. Doors check it first, to name the field.</summary>
public static class CustomerRequestRules
{
    /// <summary>Finds what is wrong with a command and its instrument; no message repeats a value.</summary>
    public static IReadOnlyList<FieldError> Check(CustomerRequest request, Instrument? instrument)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [.. CheckFields(request), .. CheckInstrument(request, instrument)];
    }

    private static IEnumerable<FieldError> CheckFields(CustomerRequest request)
    {
        var operation = request.Operation;
        if (!Enum.IsDefined(operation))
            yield return new("operation", "Give a command that Payture has for customers.");
        if (!InstrumentRules.IsLogin(request.Login) && (operation is not CustomerOperation.AddSubmit3DS || request.Login.Length > 0))
            yield return new("login", $"Give the customer's login in 1 to {InstrumentRules.MaxLogin} characters, no control characters.");

        foreach (var error in InstrumentRules.CheckCardId(request.CardId, "cardId"))
            yield return error;
        if (request.CardId is null && operation is (CustomerOperation.Activate or CustomerOperation.Remove))
            yield return new("cardId", "Say which stored card.");
        if (request.CardId is not null && operation is not (CustomerOperation.Activate or CustomerOperation.Remove or CustomerOperation.SendCode))
            yield return new("cardId", $"{operation} takes no stored card.");

        if (request.Amount is { InKopecks: <= 0 } || (request.Amount is null && operation == CustomerOperation.Activate))
            yield return new("amount", "Give the amount in kopecks, more than zero.");
        if (request.Amount is not null && operation is not (CustomerOperation.Activate or CustomerOperation.SendCode))
            yield return new("amount", $"{operation} takes no amount.");

        if (request.Order is { } order)
        {
            foreach (var error in GatewayRequestRules.CheckOrderId(order))
                yield return error;
            if (operation != CustomerOperation.SendCode)
                yield return new("orderId", $"{operation} takes no order.");
        }

        if (request.PhoneNumber is { } phone)
        {
            if (!InstrumentRules.IsPhone(phone))
                yield return new("phoneNumber", "Give the phone number as digits with the country code, as in 79001234567.");
            if (operation is not (CustomerOperation.Register or CustomerOperation.Update or CustomerOperation.Add))
                yield return new("phoneNumber", $"{operation} takes no phone number.");
        }

        if (request.Email is { } email)
        {
            if (!InstrumentRules.IsEmail(email))
                yield return new("email", "Give an e-mail address, as in anna@example.com.");
            if (operation is not (CustomerOperation.Register or CustomerOperation.Update))
                yield return new("email", $"{operation} takes no e-mail address.");
        }

        if (request.Page is { } page)
        {
            if (operation != CustomerOperation.InitAdd)
                yield return new("url", $"{operation} has no page.");
            foreach (var error in SessionPageRules.Check(page).Concat(SessionPageRules.CheckSharedBlock(page)))
                yield return error;
        }
    }

    private static IEnumerable<FieldError> CheckInstrument(CustomerRequest request, Instrument? instrument)
    {
        switch (request.Operation, instrument)
        {
            case (CustomerOperation.AddSubmit3DS, Instrument.ThreeDSecureResult result):
                return InstrumentRules.Check(result);
            case (CustomerOperation.AddSubmit3DS, _):
                return [new("paRes", "Give what the customer's browser brought back from the bank.")];

            // The terminal's password takes a customer out; the customer's own may come along and is not sent.
            case (CustomerOperation.Delete, null or Instrument.Wallet):
                return [];

            case (_, Instrument.Wallet wallet) when wallet.Login != request.Login:
                return [new("login", "The login and the instrument's are not the same.")];
            case (CustomerOperation.Add, Instrument.Wallet { Card: null }):
                return [new("card", "Give the card that is to be stored.")];
            case (CustomerOperation.Add, Instrument.Wallet { Token: null } wallet):
                return InstrumentRules.CheckCustomer(wallet, "login");
            case (not CustomerOperation.Add, Instrument.Wallet { Card: null, Token: null } wallet):
                return InstrumentRules.CheckCustomer(wallet, "login");
            case (_, Instrument.Wallet):
                return [new("card", $"{request.Operation} takes no card and no token.")];
            default:
                return [new(InstrumentRules.PasswordField, "Give the customer's password.")];
        }
    }
}
