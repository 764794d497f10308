using System.Net;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Customers;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

/// <summary>
/// Whatever a customer types, in any field, reaches the simulated gateway's own reading unchanged, or is refused at the door by the
/// field's name. The encoder and the reading were written apart from each other.
/// </summary>
public sealed class CustomerInputTests : IDisposable
{
    private const string CardId = "f224dd93-ac8c-3025-65dd-963c5b3fc0cc";
    private static readonly MerchantAlias Shop = new("shop");
    private static readonly DateTimeOffset Now = new(2026, 5, 20, 12, 0, 0, TimeSpan.Zero);

    // What hurts: separators, escapes, blanks, half characters, controls, other alphabets, what looks escaped already.
    private static readonly Gen<string> Nasty = Gen.OneOf(
        Gen.Const("%"), Gen.Const(";"), Gen.Const("+"), Gen.Const("&"), Gen.Const("="), Gen.Const(" "), Gen.Const("%41"), Gen.Const("%3B"), Gen.Const("; "),
        Gen.Const(";Amount=1"), Gen.Const("&Amount=1"), Gen.Const("\u00A0"), Gen.Const("\u2003"), Gen.Const("\uFEFF"), Gen.Const("\t"), Gen.Const("\r\n"),
        Gen.Const("\0"), Gen.Const("\u0085"), Gen.Const("\uD83D\uDE00"), Gen.Const("\uD800"), Gen.Const("\uFFFE"), Gen.Const("Ж"), Gen.Const("\""),
        Gen.Const("<"), Gen.Const("\\"), Gen.Char.AlphaNumeric.Select(c => c.ToString()), Gen.Char.Select(c => c.ToString()));

    private static readonly Gen<string> Text = Gen.Frequency(
        (8, Nasty.Array[0, 8].Select(string.Concat)),
        (1, Gen.Char['0', '9'].Array[0, 20].Select(digits => new string(digits))),
        (1, Gen.Select(Nasty, Gen.Int[1, 900]).Select((piece, times) => string.Concat(Enumerable.Repeat(piece, times)))));

    private readonly Ear _ear = new();
    private readonly ServiceProvider _services;
    private readonly IPaytureGateway _gateway;

    public CustomerInputTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new Fixed());
        services.AddPaytureGateway(options =>
        {
            options.Merchants[Shop] = new MerchantAccount
            {
                Host = new Uri("http://127.0.0.1"), Key = "Merchant", Vwid = "VWMerchantside", Password = new Sensitive<string>("1;2=3%"),
            };
            options.PrimaryHandler = _ => _ear;
        });
        _services = services.BuildServiceProvider();
        _gateway = _services.GetRequiredService<IPaytureGateway>();
    }

    [Fact]
    public void It_arrives_as_it_was_typed_or_is_refused_by_the_fields_name()
    {
        var fields = Fields().ToArray();
        var arrived = new int[fields.Length];
        var refused = new int[fields.Length];

        // A field that knows how a good value looks gets one half of the time, with something in or behind it.
        var inputs = Gen.Select(Gen.Int[0, fields.Length - 1], Text, Gen.Int[0, 5]).Select((at, text, how) => (At: at, Text: (fields[at].Sample, how) switch
        {
            ({ } sample, 0 or 1) => sample,
            ({ } sample, 2) => sample + text,
            _ => text,
        }));
        inputs.Sample(
            input =>
            {
                if (Arrives(fields[input.At], input.Text))
                    arrived[input.At]++;
                else
                    refused[input.At]++;
            },
            iter: 40_000,
            seed: "0N0XIzNsQ0O2",
            threads: 1);

        for (var i = 0; i < fields.Length; i++)
            Assert.True(arrived[i] > 50 && refused[i] > 20, $"{fields[i].Name}: {arrived[i]} arrived and {refused[i]} were refused, too few to tell anything.");
    }

    public void Dispose()
    {
        _services.Dispose();
        _ear.Dispose();
    }

    private bool Arrives(Field field, string text)
    {
        if (field.Make(text) is not { } sent)
            return false; // Its own type refused it, and the door names the field for that.

        var errors = sent.Request is { } request
            ? GatewayRequestRules.Check(request, sent.Instrument)
            : CustomerRequestRules.Check(sent.Customer!, sent.Instrument);
        _ear.Heard = null;
        Task Send() => sent.Request is { } order
            ? _gateway.CallAsync(order, sent.Instrument, CancellationToken.None)
            : _gateway.CallCustomerAsync(sent.Customer!, sent.Instrument, CancellationToken.None);
        if (errors.Count > 0)
        {
            Assert.All(errors, error => Assert.Equal(field.Name, error.Field));
            Assert.ThrowsAnyAsync<ArgumentException>(Send).GetAwaiter().GetResult();
            Assert.Null(_ear.Heard);
            return false;
        }

        Send().GetAwaiter().GetResult();
        Assert.Equal(field.Expected?.Invoke(text) ?? text, field.Wire(_ear.Heard!));
        Assert.Equal(sent.Request?.Operation is Operation.CompleteChallenge || sent.Customer is not null ? null : "258900", _ear.Heard!.Amount);
        return true;
    }

    private static IEnumerable<Field> Fields()
    {
        // Cards at the merchant.
        yield return new("orderId", Top("OrderId"), text => OrderId.IsValid(text) ? new(Pay() with { Order = new OrderId(text) }, CardOf()) : null, "order-42");
        yield return new("customFields", heard => heard.Custom("Note"), text => new(Pay() with { Extras = Custom(text) }, CardOf()));
        yield return new("customerKey", Top("CustomerKey"), text => new(Pay() with { Extras = new() { CustomerKey = text } }, CardOf()), "c-1");
        yield return new("paytureId", Top("PaytureId"), text => new(Pay() with { Extras = new() { PaytureId = text } }, CardOf()), "d-1");
        yield return new(
            "card.holder", heard => heard.Block("CardHolder") ?? "", text => CardOf(text) is { } card ? new(Pay(), card) : null, "ANNA KOVAL");
        yield return new(
            "cheque.positions[0].text", ReceiptText, text => new(Pay() with { Cheque = ChequeOf(text, "anna@example.com") }, CardOf()), "Билет");
        yield return new("cheque.contact", ReceiptContact, text => new(Pay() with { Cheque = ChequeOf("Билет", text) }, CardOf()), "anna@example.com");

        // Pages of both families.
        foreach (var family in new[] { ApiFamily.InPay, ApiFamily.EWallet })
        {
            var wallet = family == ApiFamily.EWallet ? WalletOf() : null;
            yield return new("orderId", Block("OrderId"), text => OrderId.IsValid(text) ? new(Init(family) with { Order = new OrderId(text) }, wallet) : null, "o");
            yield return new("customFields", Block("Note"), text => new(Init(family) with { Extras = Custom(text) }, wallet));
            yield return OnPage("url", "Url", "https://shop.example/back?o={orderid}&s={success}", text => new() { Url = text });
            yield return OnPage("ip", "IP", "203.0.113.9", text => new() { Ip = text });
            yield return OnPage("product", "Product", "Ticket", text => new() { Product = text });
            yield return OnPage("total", "Total", "124.8", text => new() { Total = text });
            yield return OnPage("phone", family == ApiFamily.InPay ? "Phone" : "PhoneNumber", "79001234567", text => new() { Phone = text });
            yield return OnPage("description", "Description", "Two tickets", text => new() { Description = text });
            yield return OnPage("templateTag", "TemplateTag", "wide", text => new() { TemplateTag = text });
            yield return OnPage("language", "Language", "EN", text => new() { Language = text });

            Field OnPage(string name, string item, string sample, Func<string, SessionPage> page) =>
                new(name, Block(item), text => new(Init(family) with { Extras = new() { Page = page(text) } }, wallet), sample);
        }

        // eWallet customers who pay.
        var pay = Pay() with { Family = ApiFamily.EWallet };
        yield return new("wallet.login", Block("VWUserLgn"), text => new(pay, new Instrument.Wallet(text, "p") { CardId = CardId }), "anna");
        yield return new("Payture-Customer-Password", Block("VWUserPsw"), text => new(pay, new Instrument.Wallet("anna", text) { CardId = CardId }), "p+w");
        yield return new("wallet.cardId", Block("CardId"), text => new(pay, WalletOf(text)), CardId);
        yield return new(
            "wallet.securityCode", Block("SecureCode"), text => new(pay, new Instrument.Wallet("anna", "p") { CardId = CardId, SecurityCode = new(text) }), "007");
        yield return new(
            "wallet.confirmCode", Block("ConfirmCode"), text => new(pay, new Instrument.Wallet("anna", "p") { CardId = CardId, ConfirmCode = new(text) }), "A1B2C3");
        yield return new("customFields", Block("Note"), text => new(pay with { Extras = Custom(text) }, WalletOf(CardId)));
        yield return new(
            "wallet.token", Block("PayToken"),
            text => new(pay, new Instrument.Wallet("anna", "p") { Token = new Instrument.Token(ApiFamily.ApplePay, text) }), "dG9rZW4+/w==");

        // Tokens.
        var apple = Pay() with { Family = ApiFamily.ApplePay };
        var google = Pay() with { Family = ApiFamily.AndroidPay };
        yield return new("applePay.token", Top("PayToken"), text => new(apple, new Instrument.Token(ApiFamily.ApplePay, text)), "dG9rZW4+/w==");
        yield return new("googlePay.token", Top("PayToken"), text => new(google, new Instrument.Token(ApiFamily.AndroidPay, text)), "dG9rZW4+/w==");
        yield return new("googlePay.securityCode", Top("SecureCode"), text => new(google, new Instrument.Token(ApiFamily.AndroidPay, "dG9r", text)), "0123");

        // What comes back from the bank; blanks around it are not of it.
        yield return new(
            "paRes", Top("PaRes"), text => new(Complete(ApiFamily.Api), new Instrument.ThreeDSecureResult("md", text)), "eJxV+a/b==\r\ncc") { Expected = text => text.Trim() };
        yield return new(
            "md", Top("MD"), text => new(Complete(ApiFamily.EWallet), new Instrument.ThreeDSecureResult(text, "eJ")), "8b1c-42") { Expected = text => text.Trim() };

        // eWallet customers.
        var register = new CustomerRequest(Shop, "anna", CustomerOperation.Register, Now.AddSeconds(10));
        yield return new("login", Block("VWUserLgn"), text => new(register with { Login = text }, new Instrument.Wallet(text, "p")), "anna@example.com");
        yield return new("Payture-Customer-Password", Block("VWUserPsw"), text => new(register, new Instrument.Wallet("anna", text)), "p");
        yield return new("phoneNumber", Block("PhoneNumber"), text => new(register with { PhoneNumber = text }, WalletOf()), "79001234567");
        yield return new("email", Block("Email"), text => new(register with { Email = text }, WalletOf()), "a+b%20@example.com");
        yield return new("login", Block("VWUserLgn"), text => new(register with { Login = text, Operation = CustomerOperation.Delete }, null), "anna");
        yield return new("cardId", Block("CardId"), text => new(register with { Operation = CustomerOperation.Remove, CardId = text }, WalletOf()), CardId);
        yield return new(
            "orderId", Block("OrderId"),
            text => OrderId.IsValid(text) ? new(register with { Operation = CustomerOperation.SendCode, Order = new OrderId(text) }, WalletOf()) : null, "o");
    }

    private static Func<Heard, string?> Top(string name) => heard => heard.Fields.GetValueOrDefault(name);

    private static Func<Heard, string?> Block(string name) => heard => heard.Block(name);

    private static string? ReceiptText(Heard heard) => Receipt(heard).Positions.Single().Text;

    private static string? ReceiptContact(Heard heard) => Receipt(heard).Contact;

    private static SimulatedReceipt Receipt(Heard heard)
    {
        Assert.True(SimulatedReceipt.TryRead(heard.Fields["Cheque"], out var receipt));
        Assert.Equal(Money.Kopecks(258_900), receipt.Total);
        return receipt;
    }

    private static GatewayRequest Pay() =>
        new(Shop, new OrderId("order-42"), Operation.Pay, Money.Kopecks(258_900), new AttemptId(1), Now.AddSeconds(10));

    private static GatewayRequest Init(ApiFamily family) => Pay() with { Operation = Operation.Init, Family = family, LeadsTo = Operation.Block };

    private static GatewayRequest Complete(ApiFamily family) =>
        Pay() with { Operation = Operation.CompleteChallenge, Family = family, LeadsTo = Operation.Pay, Amount = null };

    private static PaymentExtras Custom(string text) => new() { CustomFields = new Dictionary<string, string> { ["Note"] = text } };

    private static Cheque ChequeOf(string text, string contact) => new([new ChequePosition(text, 1000, Money.Kopecks(258_900), 6)], 0, contact);

    private static Instrument.Wallet WalletOf(string? cardId = null) => new("anna", "p") { CardId = cardId };

    private static Instrument.Card? CardOf(string holder = "ANNA KOVAL")
    {
        var isCard = Instrument.Card.TryCreate(TestCards.Success, "03", "31", holder, "007", Now, out var card, out var errors);
        Assert.All(errors, error => Assert.Equal("card.holder", error.Field));
        return isCard ? card : null;
    }

    /// <summary>A field that somebody types into, what is sent with it, and where it must arrive.</summary>
    private sealed record Field(string Name, Func<Heard, string?> Wire, Func<string, Sent?> Make, string? Sample = null)
    {
        public Func<string, string>? Expected { get; init; }
    }

    private sealed record Sent(GatewayRequest? Request, CustomerRequest? Customer, Instrument? Instrument)
    {
        public Sent(GatewayRequest request, Instrument? instrument) : this(request, null, instrument) { }

        public Sent(CustomerRequest customer, Instrument? instrument) : this(null, customer, instrument) { }
    }

    /// <summary>A request as the simulated gateway reads it.</summary>
    private sealed record Heard(TestKit.Gateway.CommandRow Row, Dictionary<string, string> Fields)
    {
        private readonly WireFields _wire = WireFields.Of(Row, Fields);

        public string? Amount => Row.BlockField is null || Row.Family == WireFamily.Api ? Fields.GetValueOrDefault("Amount") : Block("Amount");

        public string? Block(string name)
        {
            Assert.True(_wire.HasBlock, "The block is missing, or longer than the gateway reads.");
            return _wire.InBlock(name);
        }

        public string? Custom(string name)
        {
            Assert.False(WireFields.IsTooLong(Fields["CustomFields"]));
            return WireFields.ReadBlock(Fields["CustomFields"]).GetValueOrDefault(name);
        }
    }

    private sealed class Ear : HttpMessageHandler
    {
        public Heard? Heard { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var fields = SimulatedGatewayHandler.ReadForm(await request.Content!.ReadAsStringAsync(cancellationToken));
            Heard = new Heard(TestKit.Gateway.CommandRow.At(request.RequestUri!.AbsolutePath)!, fields);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<Nothing/>") };
        }
    }

    private sealed class Fixed : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
