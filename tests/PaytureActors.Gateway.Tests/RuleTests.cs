using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Customers;

namespace PaytureActors.Gateway.Tests;

/// <summary>What does not fit is refused by the name of its field, and no message repeats what was typed.</summary>
public sealed class RuleTests
{
    private const string Typed = "canary;%+&";

    public static TheoryData<string, ApiFamily, Func<GatewayRequest, GatewayRequest>> WrongRequests => new()
    {
        { "family", ApiFamily.InPay, r => r with { Operation = Operation.Pay } },
        { "family", ApiFamily.Api, r => r with { Operation = Operation.Init, LeadsTo = Operation.Pay } },
        { "sessionType", ApiFamily.InPay, r => r with { Operation = Operation.Init } },
        { "sessionType", ApiFamily.InPay, r => r with { Operation = Operation.Init, LeadsTo = Operation.Refund } },
        { "sessionType", ApiFamily.Api, r => r with { LeadsTo = Operation.Pay } },
        { "amount", ApiFamily.InPay, r => r with { Operation = Operation.Init, LeadsTo = Operation.Pay, Amount = null } },
        { "amount", ApiFamily.Api, r => r with { Operation = Operation.CompleteChallenge, LeadsTo = Operation.Pay, Amount = Money.Zero } },
        { "customerKey", ApiFamily.EWallet, r => r with { Extras = new() { CustomerKey = "key" } } },
        { "paytureId", ApiFamily.AndroidPay, r => r with { Extras = new() { PaytureId = "id" } } },
        { "paytureId", ApiFamily.Api, r => r with { Extras = new() { PaytureId = "id\t" } } },
        { "customFields", ApiFamily.ApplePay, r => r with { Extras = Custom("Campaign") } },
        { "customFields", ApiFamily.EWallet, r => r with { Extras = Custom("amount") } },
        { "customFields", ApiFamily.EWallet, r => r with { Extras = Custom("vwUserPsw") } },
        { "customFields", ApiFamily.InPay, r => Init(r) with { Extras = Custom("url") } },
        { "customFields", ApiFamily.InPay, r => Init(r) with { Extras = Custom("a", new string('%', 700)) } },
        { "customFields", ApiFamily.Api, r => r with { Extras = Custom("a", new string('%', 1400)) } },
        { "url", ApiFamily.Api, r => r with { Extras = new() { Page = new SessionPage() } } },
        { "url", ApiFamily.InPay, r => With(r, new() { Url = "http://shop.example/" }) },
        { "url", ApiFamily.InPay, r => With(r, new() { Url = "/back" }) },
        { "url", ApiFamily.InPay, r => With(r, new() { Url = "javascript:alert(1)" }) },
        { "url", ApiFamily.InPay, r => With(r, new() { Url = "https://shop.example/ " }) },
        { "url", ApiFamily.InPay, r => With(r, new() { Url = "https://a:b@shop.example/" }) },
        { "ip", ApiFamily.InPay, r => With(r, new() { Ip = "1" }) },
        { "ip", ApiFamily.InPay, r => With(r, new() { Ip = "203.0.113.256" }) },
        { "ip", ApiFamily.InPay, r => With(r, new() { Ip = "fe80::1%eth0" }) },
        { "language", ApiFamily.InPay, r => With(r, new() { Language = "ru" }) },
        { "phone", ApiFamily.InPay, r => With(r, new() { Phone = "+79001234567" }) },
        { "phone", ApiFamily.InPay, r => With(r, new() { Phone = "٧٩٠٠١٢٣٤" }) },
        { "product", ApiFamily.InPay, r => With(r, new() { Product = "" }) },
        { "product", ApiFamily.InPay, r => With(r, new() { Product = "a\nb" }) },
        { "description", ApiFamily.InPay, r => With(r, new() { Description = "half \uD800" }) },
        { "total", ApiFamily.InPay, r => With(r, new() { Total = new string('1', 51) }) },
        { "templateTag", ApiFamily.InPay, r => With(r, new() { TemplateTag = "\uFFFE" }) },
        { "cheque", ApiFamily.Api, r => r with { Operation = Operation.Unblock, Amount = null, Cheque = Cheque(258_900) } },
        { "cheque.positions", ApiFamily.Api, r => r with { Cheque = Cheque(1) } },
        { "orderId", ApiFamily.Api, r => r with { Order = new OrderId("\uD83D") } },
    };

    public static TheoryData<string, Operation, ApiFamily, Instrument?> WrongInstruments => new()
    {
        { "card", Operation.Pay, ApiFamily.Api, null },
        { "card", Operation.Block, ApiFamily.Api, new Instrument.Token(ApiFamily.ApplePay, "dG9r") },
        { "card", Operation.Charge, ApiFamily.Api, GatewayUnderTest.Card() },
        { "card", Operation.Init, ApiFamily.InPay, GatewayUnderTest.Card() },
        { "applePay", Operation.Pay, ApiFamily.ApplePay, new Instrument.Token(ApiFamily.AndroidPay, "dG9r") },
        { "applePay.token", Operation.Pay, ApiFamily.ApplePay, new Instrument.Token(ApiFamily.ApplePay, "") },
        { "googlePay.token", Operation.Pay, ApiFamily.AndroidPay, new Instrument.Token(ApiFamily.AndroidPay, "{\"a\":1}") },
        { "googlePay.securityCode", Operation.Pay, ApiFamily.AndroidPay, new Instrument.Token(ApiFamily.AndroidPay, "dG9r", "12") },
        { "wallet", Operation.Pay, ApiFamily.EWallet, new Instrument.Wallet("anna", "p") },
        { "wallet", Operation.Pay, ApiFamily.EWallet, new Instrument.Wallet("anna", "p") { CardId = Requests.CardId, Card = GatewayUnderTest.Card() } },
        { "wallet", Operation.Init, ApiFamily.EWallet, null },
        { "wallet", Operation.Init, ApiFamily.EWallet, new Instrument.Wallet("anna", "p") { Card = GatewayUnderTest.Card() } },
        { "wallet.login", Operation.Init, ApiFamily.EWallet, new Instrument.Wallet(" ", "p") },
        { "wallet.login", Operation.Init, ApiFamily.EWallet, new Instrument.Wallet(new string('a', 51), "p") },
        { "Payture-Customer-Password", Operation.Init, ApiFamily.EWallet, new Instrument.Wallet("anna", "") },
        { "Payture-Customer-Password", Operation.Init, ApiFamily.EWallet, new Instrument.Wallet("anna", new string('p', 51)) },
        { "wallet.cardId", Operation.Init, ApiFamily.EWallet, new Instrument.Wallet("anna", "p") { CardId = "short" } },
        { "wallet.cardId", Operation.Pay, ApiFamily.EWallet, new Instrument.Wallet("anna", "p") { CardId = "FreePay" } },
        { "wallet.securityCode", Operation.Pay, ApiFamily.EWallet, Stored(code: "1a3") },
        { "wallet.securityCode", Operation.Pay, ApiFamily.EWallet, new Instrument.Wallet("anna", "p") { Card = GatewayUnderTest.Card(), SecurityCode = new Sensitive<string>("123") } },
        { "wallet.confirmCode", Operation.Pay, ApiFamily.EWallet, Stored(confirm: "12;34") },
        { "wallet.token", Operation.Pay, ApiFamily.EWallet, new Instrument.Wallet("anna", "p") { Token = new Instrument.Token(ApiFamily.AndroidPay, " ") } },
        { "paRes", Operation.CompleteChallenge, ApiFamily.Api, null },
        { "paRes", Operation.CompleteChallenge, ApiFamily.EWallet, new Instrument.ThreeDSecureResult("md", " ") },
        { "md", Operation.CompleteChallenge, ApiFamily.EWallet, new Instrument.ThreeDSecureResult("", "cGFS") },
    };

    public static TheoryData<string, CustomerOperation, Func<CustomerRequest, CustomerRequest>, Func<Instrument?, Instrument?>> WrongCustomers => new()
    {
        { "login", CustomerOperation.Register, r => r with { Login = "" }, _ => new Instrument.Wallet("", "p") },
        { "login", CustomerOperation.Check, r => r with { Login = "boris" }, i => i },
        { "Payture-Customer-Password", CustomerOperation.Check, r => r, _ => null },
        { "Payture-Customer-Password", CustomerOperation.Check, r => r, _ => new Instrument.Wallet(Requests.Login, "\t") },
        { "phoneNumber", CustomerOperation.Register, r => r with { PhoneNumber = "8 900" }, i => i },
        { "phoneNumber", CustomerOperation.GetList, r => r with { PhoneNumber = "79001234567" }, i => i },
        { "email", CustomerOperation.Update, r => r with { Email = "anna" }, i => i },
        { "email", CustomerOperation.Update, r => r with { Email = "anna@a b" }, i => i },
        { "email", CustomerOperation.Add, r => r with { Email = "a@b.example" }, i => i },
        { "card", CustomerOperation.Add, r => r, _ => new Instrument.Wallet(Requests.Login, "p") },
        { "card", CustomerOperation.Check, r => r, _ => new Instrument.Wallet(Requests.Login, "p") { Card = GatewayUnderTest.Card() } },
        { "cardId", CustomerOperation.Remove, r => r with { CardId = null }, i => i },
        { "cardId", CustomerOperation.Activate, r => r with { CardId = "1" }, i => i },
        { "cardId", CustomerOperation.Check, r => r with { CardId = Requests.CardId }, i => i },
        { "amount", CustomerOperation.Activate, r => r with { Amount = null }, i => i },
        { "amount", CustomerOperation.Activate, r => r with { Amount = Money.Zero }, i => i },
        { "amount", CustomerOperation.Remove, r => r with { Amount = Money.Kopecks(1) }, i => i },
        { "orderId", CustomerOperation.Check, r => r with { Order = GatewayUnderTest.Order }, i => i },
        { "url", CustomerOperation.Check, r => r with { Page = new SessionPage() }, i => i },
        { "ip", CustomerOperation.InitAdd, r => r with { Page = new SessionPage { Ip = "x" } }, i => i },
        { "paRes", CustomerOperation.AddSubmit3DS, r => r, _ => null },
        { "operation", (CustomerOperation)99, r => r, i => i },
    };

    [Theory]
    [MemberData(nameof(WrongRequests), DisableDiscoveryEnumeration = true)]
    public void A_request_that_does_not_fit_is_refused_by_its_field(string field, ApiFamily family, Func<GatewayRequest, GatewayRequest> wrong) =>
        Assert.Equal([field], GatewayRequestRules.Check(wrong(Requests.Of(Operation.Pay, family))).Select(error => error.Field).Distinct());

    [Theory]
    [MemberData(nameof(WrongInstruments), DisableDiscoveryEnumeration = true)]
    public void An_instrument_that_does_not_fit_is_refused_by_its_field(string field, Operation operation, ApiFamily family, Instrument? instrument)
    {
        Assert.Equal([field], GatewayRequestRules.Check(Requests.Of(operation, family), instrument).Select(error => error.Field));
        Assert.Throws<ArgumentException>(() => WireForm.Encode(Requests.Of(operation, family), instrument));
    }

    [Theory]
    [MemberData(nameof(WrongCustomers), DisableDiscoveryEnumeration = true)]
    public void A_command_about_a_customer_that_does_not_fit_is_refused_by_its_field(
        string field, CustomerOperation operation, Func<CustomerRequest, CustomerRequest> wrong, Func<Instrument?, Instrument?> instrument) =>
        Assert.Equal(
            [field],
            CustomerRequestRules.Check(wrong(Requests.Of(operation)), instrument(Requests.InstrumentOf(operation))).Select(error => error.Field).Distinct());

    [Fact]
    public void Whatever_fits_is_taken()
    {
        var page = new SessionPage { Url = "http://127.0.0.1:5080/back?{orderid}", Ip = "2001:db8::9", Language = "RU", Total = "2589", Phone = "79001234567" };
        Assert.Empty(GatewayRequestRules.Check(With(Requests.Of(Operation.Pay, ApiFamily.InPay), page)));
        Assert.Empty(GatewayRequestRules.Check(Requests.Of(Operation.Pay) with { Cheque = Cheque(258_900) }, GatewayUnderTest.Card()));
        Assert.Empty(GatewayRequestRules.Check(Requests.Of(Operation.Refund) with { Cheque = Cheque(1) })); // Of what remains.
        Assert.Empty(CustomerRequestRules.Check(Requests.Of(CustomerOperation.Delete), new Instrument.Wallet(Requests.Login, "p")));
    }

    [Fact]
    public void No_message_repeats_what_was_typed()
    {
        var page = new SessionPage { Url = Typed, Ip = Typed, Language = Typed, Phone = Typed, Product = Typed + "\n", Total = Typed + "\n" };
        var request = With(Requests.Of(Operation.Pay, ApiFamily.EWallet), page) with { Extras = new() { Page = page, CustomerKey = Typed, PaytureId = Typed } };
        var wallet = new Instrument.Wallet(Typed + "\n", Typed + "\n") { CardId = Typed, SecurityCode = new Sensitive<string>(Typed) };

        var errors = GatewayRequestRules.Check(request, wallet);

        Assert.True(errors.Count >= 10, string.Join(' ', errors));
        Assert.DoesNotContain("canary", string.Join(' ', errors), StringComparison.Ordinal);
    }

    private static PaymentExtras Custom(string name, string value = "x") => new() { CustomFields = new Dictionary<string, string> { [name] = value } };

    private static GatewayRequest Init(GatewayRequest request) => request with { Operation = Operation.Init, LeadsTo = Operation.Pay };

    private static GatewayRequest With(GatewayRequest request, SessionPage page) => Init(request) with { Extras = new() { Page = page } };

    private static Cheque Cheque(long kopecks) =>
        new([new ChequePosition("Ticket", 1000, Money.Kopecks(kopecks), 6)], 0, "anna@example.com");

    private static Instrument.Wallet Stored(string? code = null, string? confirm = null) => new("anna", "p")
    {
        CardId = Requests.CardId,
        SecurityCode = code is null ? Sensitive<string>.Empty : new Sensitive<string>(code),
        ConfirmCode = confirm is null ? Sensitive<string>.Empty : new Sensitive<string>(confirm),
    };
}
