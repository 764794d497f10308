using System.Globalization;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>Writes the notifications of what happened, with the fields that have been seen on each kind (D:notifications, necro).</summary>
/// <remarks>Which kinds come together for one event is inferred: the engine's, plus the one of the page or the wallet.</remarks>
internal static class Notices
{
    // Nobody tells the time zone: Moscow's is assumed (INF).
    private static readonly TimeSpan Moscow = TimeSpan.FromHours(3);

    private const string Usual = "dd.MM.yyyy HH:mm:ss";
    private const string OfCustomerRefunds = "MM/dd/yyyy HH:mm:ss"; // necro: that kind alone turns day and month round.

    public static IEnumerable<SimulatedNotification> Done(
        Subject order, OrderFile file, Operation operation, LedgerAnswer.Approved answer, DateTimeOffset at)
    {
        (string, string) amount = answer.NewAmount is { } left ? ("NewAmount", Text(left)) : ("Amount", Text(answer.Amount!.Value));
        return Of(order, file, operation, "Success", "NONE", amount, at);
    }

    public static IEnumerable<SimulatedNotification> Failed(
        Subject order, OrderFile file, Operation operation, string errCode, DateTimeOffset at) =>
        Of(order, file, operation, "Fail", errCode, ("Amount", Text(file.Payment!.Reported)), at);

    public static IEnumerable<SimulatedNotification> Pending(Subject order, OrderFile file, Operation operation, DateTimeOffset at)
    {
        // The list of pending kinds has none for Pay (D:transaction-statuses/pending).
        var amount = ("Amount", Text(file.Payment!.Pending!.Amount ?? file.Payment.Reported));
        if (operation != Operation.Pay)
            yield return Engine(order, file, $"Engine{operation}Pending", "False", "NONE", amount, at);
        if (operation == Operation.Refund && file.OpenedBy?.Family == WireFamily.EWallet)
            yield return Customer(order, file, "CustomerRefundPending", "False", "NONE", amount, at, OfCustomerRefunds);
    }

    public static SimulatedNotification CardAdded(Subject customer, SimulatedCard card, string phone, string email, string? sessionId, DateTimeOffset at) =>
        AboutCard(customer, "CustomerAddSuccess", "True", "NONE", card, phone, email, sessionId, at);

    public static SimulatedNotification CardNotAdded(
        Subject customer, SimulatedCard card, string phone, string email, string? sessionId, string errCode, DateTimeOffset at) =>
        AboutCard(customer, "CustomerAddFail", "False", errCode, card, phone, email, sessionId, at);

    public static SimulatedNotification CodeSent(
        Subject customer, string phone, string code, string? orderId, Money? amount, DateTimeOffset at) =>
        new(customer.Merchant, "CustomerSendCode", customer.Name, at, () =>
        [
            new("Notification", "CustomerSendCode"), new("Success", "True"), new("ErrCode", "NONE"), new("VWUserLgn", customer.Name),
            new("PhoneNumber", phone), new("ConfirmCode", code), new("OrderId", orderId ?? ""),
            new("Amount", amount is { } sum ? Text(sum) : "0"), new("DateTime", Ticks(at)), new("MerchantContract", customer.Merchant.Contract),
        ]);

    private static IEnumerable<SimulatedNotification> Of(
        Subject order, OrderFile file, Operation operation, string ending, string errCode, (string, string) amount, DateTimeOffset at)
    {
        var success = ending == "Success" ? "True" : "False";
        yield return Engine(order, file, $"Engine{operation}{ending}", success, errCode, amount, at);
        var opens = operation is Operation.Pay or Operation.Block;
        if (file.OpenedBy?.Family == WireFamily.InPay && opens)
            yield return Engine(order, file, "MerchantPay", success, errCode, amount, at);
        if (file.OpenedBy?.Family == WireFamily.EWallet && opens)
            yield return Customer(order, file, $"CustomerPay{ending}", success, errCode, amount, at, Usual);
        if (file.OpenedBy?.Family == WireFamily.EWallet && operation == Operation.Refund)
            yield return Customer(order, file, $"CustomerRefund{ending}", success, errCode, amount, at, ending == "Success" ? OfCustomerRefunds : Usual);
    }

    private static SimulatedNotification Engine(
        Subject order, OrderFile file, string kind, string success, string errCode, (string Name, string Value) amount, DateTimeOffset at) =>
        new(order.Merchant, kind, order.Name, at, () =>
        [
            new("Is3DS", file.Is3DS ? "True" : "False"), new("ForwardedTo", file.FinalTerminal ?? "NotForwarded"), new("Notification", kind),
            new("MerchantContract", order.Merchant.Contract), new("Success", success), new("TransactionDate", Date(at, Usual)),
            new("ErrCode", errCode), new("OrderId", order.Name), new(amount.Name, amount.Value), new("MerchantId", "1"),
        ]);

    private static SimulatedNotification Customer(
        Subject order, OrderFile file, string kind, string success, string errCode, (string Name, string Value) amount, DateTimeOffset at, string layout)
    {
        var session = file.Session;
        return new SimulatedNotification(order.Merchant, kind, order.Name, at, () =>
        [
            new("Notification", kind), new("Success", success), new("ErrCode", errCode), new("OrderId", order.Name),
            new(amount.Name, amount.Value), new("VWUserLgn", file.Card.Login ?? session?.Terms.Login ?? ""), new("CardId", file.Card.CardId ?? "FreePay"),
            new("CardNumber", file.Card.Name), new("CardName", file.Card.Name), new("CardHolder", file.Card.Holder),
            new("SessionId", session?.Id ?? ""), new("TransactionDate", Date(at, layout)), new("DateTime", Ticks(at)),
            new("Is3DS", file.Is3DS ? "True" : "False"), new("MerchantContract", order.Merchant.Contract), new("IsAFAuthorize", "False"),
            new("IsSecureCodeByPhone", "False"), new("IsAlfa", "False"), new("ExternalMerchantOrderId", ""),
        ]);
    }

    private static SimulatedNotification AboutCard(
        Subject customer, string kind, string success, string errCode, SimulatedCard card, string phone, string email, string? sessionId, DateTimeOffset at) =>
        new(customer.Merchant, kind, customer.Name, at, () =>
        [
            new("Notification", kind), new("Success", success), new("ErrCode", errCode), new("VWUserLgn", customer.Name),
            new("PhoneNumber", phone), new("Email", email), new("CardId", card.Id), new("CardNumber", card.Name), new("CardName", card.Name),
            new("CardHolder", card.Holder), new("SessionId", sessionId ?? ""), new("DateTime", Ticks(at)),
            new("MerchantContract", customer.Merchant.Contract), new("IsAlfa", "False"),
        ]);

    private static string Date(DateTimeOffset at, string layout) => at.ToOffset(Moscow).ToString(layout, CultureInfo.InvariantCulture);

    private static string Ticks(DateTimeOffset at) => at.ToOffset(Moscow).Ticks.ToString(CultureInfo.InvariantCulture);

    private static string Text(Money amount) => amount.InKopecks.ToString(CultureInfo.InvariantCulture);
}
