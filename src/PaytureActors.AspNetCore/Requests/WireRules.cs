using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Gateway;
using PaytureActors.Hosting;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>
/// Asks the rules of the wire what is wrong with a request, before anything is written down: they know the fields by the names that they have here.
/// </summary>
internal static class WireRules
{
    private const string Google = "googlePay"; // Samsung's tokens have the same family.

    // Neither makes a difference to what the rules say of a payment: the path's own are checked where they are read.
    private static readonly MerchantAlias AnyMerchant = new("any");
    private static readonly OrderId AnyOrder = new("any");

    public static IEnumerable<FieldError> Check(Operation operation, Payment payment) =>
        Check(operation, payment.Instrument!.Family!.Value, null, payment.Amount, payment.Extras, payment.Cheque, payment.Instrument)
            .Select(error => error.Field.StartsWith(Google, StringComparison.Ordinal)
                ? error with { Field = payment.Payer + error.Field[Google.Length..] }
                : error);

    public static IEnumerable<FieldError> Check(Session session) => Check(
        Operation.Init, session.Family!.Value, session.Type, session.Amount, session.Extras, session.Cheque, session.Wallet);

    public static IEnumerable<FieldError> Check(Instrument.ThreeDSecureResult result) => Check(
        Operation.CompleteChallenge, ApiFamily.Api, Operation.Pay, null, PaymentExtras.None, null, result);

    public static IEnumerable<FieldError> Check(string login, CustomerAsk ask, Instrument? instrument) => CustomerRequestRules.Check(
        new CustomerRequest(AnyMerchant, login, ask.Operation, DateTimeOffset.MaxValue)
        {
            CardId = ask.CardId, Amount = ask.Amount, Order = ask.Order, PhoneNumber = ask.PhoneNumber, Email = ask.Email, Page = ask.Page,
        },
        instrument);

    /// <summary>What a payment's or session's account lacks: an eWallet payment needs the terminal for it.</summary>
    public static IEnumerable<FieldError> CheckAccount(PaytureActorsOptions options, MerchantAlias merchant, ApiFamily? family)
    {
        if (family is ApiFamily.EWallet && options.Merchants.TryGetValue(merchant.ToString(), out var account) && string.IsNullOrWhiteSpace(account.Vwid))
            yield return new("wallet", $"This merchant has no eWallet terminal: configure Payture:Merchants:{merchant}:Vwid, or let something else pay.");
    }

    private static IReadOnlyList<FieldError> Check(
        Operation operation, ApiFamily family, Operation? leadsTo, Money? amount, PaymentExtras extras, Cheque? cheque, Instrument? instrument) =>
        GatewayRequestRules.Check(
            new GatewayRequest(AnyMerchant, AnyOrder, operation, amount, new AttemptId(1), DateTimeOffset.MaxValue)
            {
                Family = family, LeadsTo = leadsTo, Extras = extras, Cheque = cheque,
            },
            instrument);
}
