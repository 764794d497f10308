using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>The wallet's part of the door: customers, their cards, and payments on the merchant's side.</summary>
internal sealed partial class RequestDoor
{
    private const string FreePay = "FreePay";

    private const int LongestName = 50; // VWUserLgn and VWUserPsw have 1..50 characters.

    private static bool IsForAdding(WireFields fields) => fields.InBlock("SessionType") == "Add";

    private Reading ReadCustomer(CommandRow row, SimulatedMerchant merchant, WireFields fields)
    {
        var login = fields.InBlock("VWUserLgn");
        if (login is not { Length: >= 1 and <= LongestName } || !WireFields.IsOrderId(login))
            return Refuse(row, "WRONG_PARAMS");
        var echo = new WireRequest(row, merchant, "", new Deed.Check()) { Login = login, CustomerPassword = fields.InBlock("VWUserPsw") };
        if (row.NeedsPassword && fields.InBlock("Password") != merchant.Password)
            return Refuse(echo, "ACCESS_DENIED");
        if (!row.NeedsPassword && echo.CustomerPassword is not { Length: >= 1 and <= LongestName })
            return Refuse(echo, "WRONG_PARAMS");

        var phone = fields.Said("PhoneNumber");
        if (phone is not null && !phone.All(char.IsAsciiDigit))
            return Refuse(echo, "WRONG_PHONE");

        return row.Name switch
        {
            "Register" => Good(echo, new Deed.Register(phone ?? "", fields.Said("Email") ?? "")),
            "Update" => Good(echo, new Deed.Update(phone, fields.Said("Email"))),
            "Delete" => Good(echo, new Deed.Delete()),
            CommandRow.Check => Good(echo, new Deed.Check()),
            CommandRow.GetList => Good(echo, new Deed.List()),
            "Add" => ReadCard(fields, "CardNumber") is ({ } card, _)
                ? Good(echo, new Deed.AddCard(card, phone))
                : Refuse(echo, ReadCard(fields, "CardNumber").Refused!),
            "Activate" => WithCard(cardId => new Deed.Activate(cardId, WireFields.Amount(fields.InBlock("Amount")))),
            "Remove" => WithCard(cardId => new Deed.Remove(cardId)),
            "SendCode" => Good(echo, new Deed.SendCode(fields.Said("CardId"), fields.Said("OrderId"), WireFields.Amount(fields.InBlock("Amount")))),
            "Init" => Good(echo, new Deed.OpenSession(Terms(null, Money.Zero, fields))),
            _ => throw new InvalidOperationException($"No rule reads {row.Name}."),
        };

        Reading WithCard(Func<string, Deed> deed) => fields.Said("CardId") is { } cardId ? Good(echo, deed(cardId)) : Refuse(echo, "WRONG_PARAMS");
    }

    // A registered card, FreePay with a card, or FreePay with a wallet's token (D:ewallet/pay/merchant-side).
    private Reading ReadWalletPayment(WireRequest echo, WireFields fields)
    {
        if (CustomerRefused(echo.Merchant, fields) is { } stranger)
            return Refuse(echo, stranger);
        Operation? type = null;
        if (fields.Said("SessionType") is { } named)
        {
            if (named is not ("Pay" or "Block"))
                return Refuse(echo, "WRONG_PARAMS");
            type = named == "Pay" ? Operation.Pay : Operation.Block;
        }

        if (fields.Said("CardId") is not { } cardId || !TryReceipt(fields.Said("Cheque"), out var receipt))
            return Refuse(echo, "WRONG_PARAMS");
        if (ConfirmationRefused(echo, fields) is { } unconfirmed)
            return Refuse(echo, unconfirmed);
        if (fields.Said("PayToken") is { } text)
        {
            var (token, broken) = ReadToken(echo.Row.Name, text, fields.InBlock("Amount"), fields.InBlock("Checksum"));
            return token is var (amountOfToken, walletCard) && cardId == FreePay
                ? Pay(amountOfToken, walletCard with { CardId = FreePay, Login = echo.Login })
                : Refuse(echo, broken ?? "WRONG_PARAMS");
        }

        if (WireFields.Amount(fields.InBlock("Amount")) is not { } amount)
            return Refuse(echo, "AMOUNT_ERROR");
        var (card, refused) = cardId == FreePay
            ? ReadCard(fields, "CardNumber")
            : books.Customer(echo.Merchant, echo.Login).CardToPay(cardId, fields.Said("SecureCode") is not null, time.GetUtcNow());
        return card is null ? Refuse(echo, refused!) : Pay(amount, card with { CardId = cardId, Login = echo.Login });

        Reading Pay(Money sum, PayCard with) => Good(echo with { Deed = new Deed.Open(type, sum, with, Way.MerchantSide, receipt) });
    }

    private string? CustomerRefused(SimulatedMerchant merchant, WireFields fields) =>
        fields.InBlock("VWUserLgn") is { Length: >= 1 and <= LongestName } login && WireFields.IsOrderId(login)
            ? books.Customer(merchant, login).Refuse(fields.InBlock("VWUserPsw"), time.GetUtcNow())
            : "WRONG_PARAMS";

    private string? ConfirmationRefused(WireRequest echo, WireFields fields)
    {
        if (fields.Said("ConfirmCode") is not { } code)
            return books.Options.RequiresConfirmCode ? "WRONG_CONFIRM_CODE" : null;
        return books.Customer(echo.Merchant, echo.Login).TakeCode(code, echo.OrderId, time.GetUtcNow()) ? null : "WRONG_CONFIRM_CODE";
    }

    private Reading Good(WireRequest echo, Deed deed) => new(echo with { Deed = deed }, books.Customer(echo.Merchant, echo.Login), null);
}
