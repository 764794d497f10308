using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

/// <summary>The longest that our own doors let pass must be no surprise to the gateway: by then the intent is written.</summary>
public sealed class LongestRequestTests : IAsyncDisposable
{
    private static readonly MerchantAlias Shop = new("shop");

    // As many positions as a receipt may have, each with the longest text: some 400 000 characters of Base64.
    private static readonly Cheque Longest = new(
        ValueList.From(Enumerable.Range(0, ChequeRules.MaxPositions)
            .Select(number => new ChequePosition($"{number} ".PadRight(ChequeRules.MaxText, 'ю'), ChequePosition.OnePiece, Money.Kopecks(1), 1))),
        0, "anna@example.com");

    private readonly Wire _wire = new();
    private readonly SimulatedGatewayHandler _handler;
    private readonly ServiceProvider _services;

    public LongestRequestTests()
    {
        _handler = new SimulatedGatewayHandler(_wire.Gateway);
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_wire.Time)
            .AddPaytureGateway(options =>
            {
                options.Merchants[Shop] = new MerchantAccount
                {
                    Host = new Uri("https://sandbox.invalid"),
                    Key = "Merchant",
                    Vwid = "VWMerchantside",
                    Password = new Sensitive<string>("123"),
                };
                options.PrimaryHandler = _ => _handler;
            })
            .BuildServiceProvider();
        _wire.SayTo("vwapi/Register", ("DATA", "VWUserLgn=anna;VWUserPsw=secret"));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _handler.Dispose();
    }

    [Theory]
    [InlineData(ApiFamily.Api)]
    [InlineData(ApiFamily.InPay)]
    [InlineData(ApiFamily.EWallet)]
    public async Task The_longest_receipt_arrives_with_whatever_opens_a_payment_or_a_session(ApiFamily family)
    {
        if (family != ApiFamily.Api)
        {
            await Call(family, Operation.Init, "session", family == ApiFamily.EWallet ? new Instrument.Wallet("anna", "secret") : null);
            Assert.Equal(PageOutcome.Succeeded, _wire.Gateway.CustomerPays("session").Outcome);
            Assert.Equal(Longest.Total, _wire.Gateway.Receipt("session")!.Total);
        }

        if (family != ApiFamily.InPay)
        {
            await Call(family, Operation.Pay, "direct", family == ApiFamily.EWallet ? new Instrument.Wallet("anna", "secret") { Card = Card() } : Card());
            Assert.Equal(Longest.Total, _wire.Gateway.Receipt("direct")!.Total);
        }
    }

    [Theory]
    [InlineData(ApiFamily.Api)]
    [InlineData(ApiFamily.EWallet)]
    public async Task The_longest_receipt_of_what_remains_arrives_with_a_refund(ApiFamily family)
    {
        var instrument = family == ApiFamily.EWallet ? (Instrument)new Instrument.Wallet("anna", "secret") { Card = Card() } : Card();
        await Call(family, Operation.Pay, "direct", instrument, amount: 2000, withCheque: false);

        await Call(family, Operation.Refund, "direct", null, amount: 1000);

        Assert.Equal(Money.Kopecks(1000), _wire.Gateway.Payment("direct")!.Left);
        Assert.Equal(Longest.Total, _wire.Gateway.Receipt("direct")!.Total);
    }

    [Fact]
    public async Task The_longest_wallet_token_arrives_in_the_block_of_an_eWallet_payment()
    {
        // A token may be followed by what it takes to be as long as any: the simulated ones end in blanks of their JSON.
        var json = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(SimulatedToken.Apple(Money.Kopecks(1000)))).PadRight(48 * 1024);
        var token = new Instrument.Token(ApiFamily.ApplePay, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(json)));

        await Call(ApiFamily.EWallet, Operation.Pay, "token", new Instrument.Wallet("anna", "secret") { Token = token });

        Assert.Equal(LedgerState.Charged, _wire.Gateway.Payment("token")!.State);
    }

    [Fact]
    public async Task The_longest_texts_beside_a_receipt_arrive_too()
    {
        var (login, password) = (new string('x', 50), new string('%', 50));
        _wire.SayTo("vwapi/Register", ("DATA", $"VWUserLgn={login};VWUserPsw={Uri.EscapeDataString(password)}"));
        var url = "https://shop.example/" + new string('a', 900);
        var extras = new PaymentExtras
        {
            Page = new SessionPage { Url = url, Product = new string('%', 300) },
            CustomFields = new Dictionary<string, string> { ["note"] = new string('b', 150) },
        };

        await Call(ApiFamily.EWallet, Operation.Init, new string('%', OrderId.MaxLength), new Instrument.Wallet(login, password), extras: extras);
    }

    [Fact]
    public void Nothing_but_documents_is_longer_than_a_block_may_be()
    {
        var note = new string('x', 4096);
        Assert.Contains("WRONG_PARAMS", _wire.SayTo("vwapi/Pay", ("DATA", $"VWUserLgn=anna;VWUserPsw=secret;CardId=FreePay;OrderId=1;Amount=1;Note={note}")), StringComparison.Ordinal);
        Assert.Contains("WRONG_PAY_INFO", _wire.Say("Pay", ("OrderId", "1"), ("Amount", "1"), ("PayInfo", Wire.Card() + ";Note=" + note)), StringComparison.Ordinal);
    }

    private Instrument.Card Card()
    {
        Assert.True(Instrument.Card.TryCreate(TestCards.Success, "12", "30", "ANNA KOVAL", "123", _wire.Time.GetUtcNow(), out var card, out _));
        return card;
    }

    private async Task Call(
        ApiFamily family, Operation operation, string order, Instrument? instrument, long amount = 1000, bool withCheque = true, PaymentExtras? extras = null)
    {
        var request = new GatewayRequest(
            Shop, new OrderId(order), operation, Money.Kopecks(amount), new AttemptId(1), _wire.Time.GetUtcNow().AddSeconds(10))
        {
            Family = family,
            LeadsTo = operation == Operation.Init ? Operation.Pay : null,
            Cheque = withCheque ? Longest : null,
            Extras = extras ?? PaymentExtras.None,
        };
        var answer = await _services.GetRequiredService<IPaytureGateway>().CallAsync(request, instrument, CancellationToken.None);
        Assert.True(answer.Outcome is GatewayOutcome.Approved or GatewayOutcome.SessionOpened, $"{answer.Outcome}");
    }
}
