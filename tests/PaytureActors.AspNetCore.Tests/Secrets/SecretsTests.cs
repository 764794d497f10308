using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;
using Xunit.Abstractions;

namespace PaytureActors.AspNetCore.Tests.Secrets;

/// <summary>Secrets go through every door and every failure, and are nowhere afterwards: not on disk, not in what is told, not in memory.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "xunit calls DisposeAsync.")]
public sealed class SecretsTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string MerchantPassword = "merchant-canary-84b1";

    private readonly List<Canary> _canaries = [new("the merchant's password", MerchantPassword)];
    private readonly ConcurrentQueue<string> _told = new();
    private readonly Heard _heard = new();
    private EngineServer _engine = null!;
    private int _lies;
    private int _codes = 7_391;

    public async Task InitializeAsync()
    {
        _engine = await EngineServer.StartAsync(
            wire: gateway => new LyingWire(gateway, () => Interlocked.Increment(ref _lies)),
            settings: [
                ("Payture:Merchants:shop:SendBy", "00:00:05"), ("Payture:Merchants:shop:MoneyTimeout", "00:00:02"), ("Payture:Merchants:shop:InquiryTimeout", "00:00:02"),
                ("Payture:Merchants:shop:Margin", "00:00:01"), ("Payture:Merchants:shop:QuietPeriod", "00:00:08")]);
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _heard.Dispose();
    }

    [Fact]
    public async Task No_secret_is_left_anywhere_whatever_happens()
    {
        using var system = Listen();
        await CardsAsync();
        await TokensAsync();
        await CustomersAsync();
        await WrongRequestsAsync();
        await LiesAsync();
        Assert.True(_lies >= LyingWire.Lies.Length, $"Only {_lies} lies were told.");
        await FailuresAsync();
        var actors = _engine.Rest.Services.GetRequiredService<ActorSystem>();
        await EngineServer.EventuallyAsync(IsVaultEmptyAsync);
        AssertNotReachable(actors);

        // What nobody takes any more is logged, and told to whoever listens.
        actors.Stop(await actors.ActorSelection("/user/payture-vault").ResolveOne(TimeSpan.FromSeconds(10)));
        await PostAsync("orders/dead/pay", $$"""{"amount":777,"card":{{CardJson()}} }""", limit: 1);
        Assert.True(_canaries.Count >= 50, $"Only {_canaries.Count} secrets were used.");
        AssertSilent("an answer", _told);
        AssertSilent("a trace or a metric", _heard.Texts);
        AssertSilent("a log or a file", (await _engine.TracesAsync()).Split('\n'));
    }

    [Fact]
    public void The_search_finds_what_is_there()
    {
        var canary = Card();
        var code = new Canary("a code", "7391");
        object[] hidden = [new List<object> { (1, new Lazy<object>(canary.Text)) }, new KeyValuePair<string, byte[]>("x", Encoding.UTF8.GetBytes("a" + canary.Text))];

        var reachable = new Reachable(_ => false);
        Assert.Equal(2, reachable.TextsFrom(hidden).Count(found => canary.IsIn(found.Text)));
        Assert.True(canary.IsIn($"x{Uri.EscapeDataString(canary.Text)}"));
        Assert.True(canary.IsIn(Convert.ToHexString(Encoding.UTF8.GetBytes(canary.Text))));
        Assert.True(code.IsIn("\"7391\"") && !code.IsIn("a17391f") && !code.IsIn("0.7391"));
    }

    private async Task CardsAsync()
    {
        await PostAsync("orders/a1/block", $$"""{"amount":777,"card":{{CardJson()}} }""");
        await PostAsync("orders/a1/charge", "{}");
        await PostAsync("orders/a1/refund", """{"amount":7}""", key: "r1");
        await PostAsync("orders/a2/pay", $$"""{"amount":777,"card":{{CardJson()}} }""", key: "same");
        await PostAsync("orders/a2/pay", $$"""{"amount":777,"card":{{CardJson()}} }""", key: "same");
        await PostAsync("orders/a2/pay", $$"""{"amount":778,"card":{{CardJson()}} }""", key: "same");
        await PostAsync("orders/a3/pay", $$"""{"amount":777,"card":{{CardJson(TestCards.InventedFraud)}} }""");
        foreach (var door in new[] { "orders/a3d", "orders/a4d" })
        {
            var challenge = JsonNode.Parse(await PostAsync($"{door}/pay", $$"""{"amount":777,"card":{{CardJson(TestCards.Challenge)}} }""", isSecret: true))!["challenge"]!["form"]!;
            var md = (string)challenge["md"]!;
            Sings("a PaReq", (string)challenge["paReq"]!);
            var paRes = Sings("a PaRes", _engine.Gateway.PaRes(md, passes: true)).Text;
            if (door == "orders/a3d")
                await PostAsync($"{door}/complete", $$"""{"md":"{{md}}","paRes":"{{paRes}}"}""");
            else
                _told.Enqueue((await _engine.Rest.PostFormAsync("/payture/shop/3ds/a4d", ("MD", md), ("PaRes", paRes))).Text);
        }

        _told.Enqueue((await _engine.Rest.PostFormAsync("/payture/shop/3ds/a1", ("MD", "other"), ("PaRes", Sings("a PaRes that nobody waits for", "eJxVUt1ugjAUvu9T").Text))).Text);
        foreach (var order in new[] { "a1", "a2", "a3", "a3d", "a4d" })
        {
            foreach (var view in new[] { "", "/history" })
                _told.Enqueue((await _engine.Rest.GetAsync($"/merchants/shop/orders/{order}{view}")).Text);
        }
    }

    private async Task TokensAsync()
    {
        var apple = Sings("an Apple token", SimulatedToken.Apple(Money.Kopecks(701)));
        var google = Sings("a Google token", SimulatedToken.Google(Money.Kopecks(702)));
        var declined = Sings("a declined token", SimulatedToken.Apple(Money.Kopecks(703), declinedAs: "FRAUD_ERROR"));
        await PostAsync("orders/t1/pay", $$"""{"amount":701,"applePay":{"token":"{{apple.Text}}"} }""");
        await PostAsync("orders/t2/block", $$"""{"amount":702,"googlePay":{"token":"{{google.Text}}"} }""");
        await PostAsync("orders/t3/pay", $$"""{"amount":703,"applePay":{"token":"{{declined.Text}}"} }""");
        await PostAsync("orders/t4/pay", $$"""{"amount":704,"applePay":{"tokens":"{{Sings("a token in a wrong field", "dG9rZW4tY2FuYXJ5LTE").Text}}"} }""");
    }

    private async Task CustomersAsync()
    {
        var password = Password();
        const string Anna = "customers/anna";
        await SendAsync(HttpMethod.Put, Anna, """{"phoneNumber":"79031234567","email":"anna@shop.example"}""", password.Text);
        await SendAsync(HttpMethod.Get, Anna, null, Password().Text);
        var added = JsonNode.Parse(await SendAsync(HttpMethod.Post, $"{Anna}/cards", $$"""{"card":{{CardJson()}} }""", password.Text));
        await SendAsync(HttpMethod.Get, $"{Anna}/cards", null, password.Text);
        var cardId = (string?)added?["cardId"] ?? "40252318-de07-4853-b43d-4b67f2cd2077";
        await SendAsync(HttpMethod.Post, "orders/w1/pay", $$"""{"amount":777,"wallet":{"login":"anna","cardId":"{{cardId}}","securityCode":"{{Code().Text}}"} }""", password.Text);
        await SendAsync(HttpMethod.Post, "orders/w2/block", $$"""{"amount":777,"wallet":{"login":"anna","card":{{CardJson()}} } }""", password.Text);
        await SendAsync(HttpMethod.Post, "orders/w3/pay", $$"""{"amount":777,"wallet":{"login":"anna","cardId":"{{cardId}}","confirmCode":"{{Sings("a confirm code", "c6117x9q").Text}}"} }""", Password().Text);
        await SendAsync(HttpMethod.Post, "orders/w4/init", $$"""{"family":"eWallet","sessionType":"pay","amount":777,"wallet":{"login":"anna"} }""", password.Text);
        await SendAsync(HttpMethod.Post, $"{Anna}/send-code", $$"""{"cardId":"{{cardId}}","orderId":"w1","amount":777}""", password.Text);
        await SendAsync(HttpMethod.Delete, $"{Anna}/cards/{cardId}", null, password.Text);
        await SendAsync(HttpMethod.Delete, Anna, null, password.Text);
        await SendAsync(HttpMethod.Get, "customers/berta", null, Password().Text + "\u0416");
    }

    private async Task WrongRequestsAsync()
    {
        var number = Card().Text;
        await PostAsync("orders/x1/pay", $$"""{"amount":"{{Card().Text}}","card":{"number":{{number}},"expiryMonth":99} }""");
        await PostAsync("orders/x2/pay", $$"""{"amount":1,"{{Card().Text}}":"{{Code().Text}}","card":{"number":"{{Card().Text}}0"} }""");
        await PostAsync("orders/x3/pay", $$"""{"amount":1,"card":{"number":"{{Card().Text}}" """);
        await PostAsync("orders/x4/pay", $$"""{"amount":1,"customFields":"{{Card().Text}}={{Card().Text}}","card":["{{Code().Text}}"]}""");
        await PostAsync("orders/x5/complete", $$"""{"md":5,"paRes":["{{Sings("a PaRes in a wrong place", "eJxVUt1ugjAUvwrong").Text}}"]}""");
        await PostAsync("orders/x6/pay", $$"""{"amount":1,"card":{{CardJson(expiryYear: "2001")}} }""");
        await PostAsync("orders/x7/block", $$"""{"amount":0,"card":{{CardJson()}} }""");
    }

    private async Task LiesAsync()
    {
        foreach (var lie in LyingWire.Lies)
        {
            await PostAsync($"orders/{lie}-1/pay", $$"""{"amount":777,"card":{{CardJson()}} }""", limit: 1);
            _told.Enqueue((await _engine.Rest.GetAsync($"/merchants/shop/orders/{lie}-1/history")).Text);
        }
    }

    private async Task FailuresAsync()
    {
        _engine.Faults.On("f1", "Pay", new Fault.LostBefore(Loss.Silence)).On("f2", "Pay", new Fault.LostAfterEffect(Loss.Silence))
            .On("f3", "Block", new Fault.ServerError(500, WithEffect: true));
        await PostAsync("orders/f1/pay", $$"""{"amount":777,"card":{{CardJson()}} }""", limit: 1);
        await PostAsync("orders/f2/pay", $$"""{"amount":777,"card":{{CardJson()}} }""", limit: 1);
        await PostAsync("orders/f3/block", $$"""{"amount":777,"card":{{CardJson()}} }""", limit: 1);
        _engine.Faults.RefuseConnection("Pay");
        await PostAsync("orders/f4/pay", $$"""{"amount":777,"card":{{CardJson()}} }""");
    }

    private async Task<string> PostAsync(string path, string json, string? key = null, bool isSecret = false, int? limit = null)
    {
        var answer = await _engine.Rest.PostAsync($"/merchants/shop/{path}", json, key, prefer: limit is { } seconds ? $"wait={seconds}" : null);
        if (!isSecret) // The one answer that brings the form of 3-D Secure to the caller who waits.
            _told.Enqueue(answer.Text);
        return answer.Text;
    }

    private async Task<string> SendAsync(HttpMethod method, string path, string? json, string password)
    {
        using var request = new HttpRequestMessage(method, $"/merchants/shop/{path}");
        request.Headers.TryAddWithoutValidation("Payture-Customer-Password", password);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        var answer = await _engine.Rest.SendAsync(request);
        _told.Enqueue(answer.Text);
        return answer.Text;
    }

    private Task<bool> IsVaultEmptyAsync()
    {
        var reachable = new Reachable(IsForeign);
        _ = reachable.TextsFrom(_engine.Rest.Services.GetRequiredService<ActorSystem>()).Count();
        var waiting = reachable.Met("TicketTable").Select(table => (int)table.GetType().GetProperty("Waiting")!.GetValue(table)!).ToList();
        var forms = reachable.Met("ChallengeForms").Select(form => (bool)form.GetType().GetProperty("IsEmpty")!.GetValue(form)!).ToList();
        return Task.FromResult(waiting is [0] && forms is [true]);
    }

    private void AssertNotReachable(ActorSystem actors)
    {
        var reachable = new Reachable(IsForeign);
        var loggers = _engine.Rest.Services.GetRequiredService<ILoggerFactory>();
        var orders = _engine.Rest.Services.GetRequiredService<IPaytureOrders>();
        var found = reachable.TextsFrom(actors, orders, loggers)
            .SelectMany(text => _canaries.Where(canary => canary.Text != MerchantPassword && canary.IsIn(text.Text)).Select(canary => $"{canary} at {text.Way}"))
            .Distinct().Take(20).ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_canaries.Count} secrets, {_told.Count} answers, {reachable.Count} objects are reachable."));
        Assert.Empty(found);
        Assert.True(reachable.Count > 10_000, "The walk does not get far.");
    }

    // The gateway knows what it was paid with, and the test host's own pipes are no room of ours.
    private static bool IsForeign(Type type) => type.Assembly.GetName().Name is "PaytureActors.TestKit" or "Microsoft.AspNetCore.TestHost" || type.Namespace is "PaytureActors.AspNetCore.Tests.Secrets";

    private void AssertSilent(string where, IEnumerable<string> texts)
    {
        var found = texts.SelectMany(text => _canaries.Where(canary => canary.IsIn(text)).Select(canary => $"{where} has {canary}: {Around(text, canary)}")).Distinct().Take(20).ToList();
        Assert.Empty(found);
    }

    private static string Around(string text, Canary canary) => text.Replace(canary.Text, "<here>", StringComparison.Ordinal)[..Math.Min(400, text.Length - canary.Text.Length)];

    private string CardJson(string? number = null, string expiryYear = "2035") =>
        $$"""{"number":"{{number ?? Card().Text}}","expiryMonth":"12","expiryYear":"{{expiryYear}}","holder":"ANNA KOVAL","securityCode":"{{(number is null ? "123" : Code().Text)}}"}""";

    private Canary Card()
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"41000099{2_300_017 + (_canaries.Count * 7_919):0000000}");
        var sum = digits.Reverse().Select((digit, place) => (digit - '0') * (place % 2 == 0 ? 2 : 1)).Sum(part => part > 9 ? part - 9 : part);
        return Sings("a card number", digits + (char)('0' + ((10 - (sum % 10)) % 10)));
    }

    private Canary Code() => Sings("a security code", (_codes += 13).ToString(CultureInfo.InvariantCulture));

    private Canary Password() => Sings("a customer's password", string.Create(CultureInfo.InvariantCulture, $"customer-canary-{_canaries.Count}"));

    private Canary Sings(string kind, string text)
    {
        var canary = new Canary(kind, text);
        _canaries.Add(canary);
        return canary;
    }

    private Heard Listen()
    {
        _heard.Attach(_engine.Rest.Services.GetRequiredService<ActorSystem>());
        return _heard;
    }

    /// <summary>What traces and metrics of the process and dead letters of the actors say.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly ConcurrentQueue<string> _texts = new();
        private readonly ActivityListener _traces;
        private readonly MeterListener _meters = new();

        public Heard()
        {
            _traces = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => _texts.Enqueue(string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")
                    .Concat(activity.Events.SelectMany(happened => happened.Tags.Select(tag => $"{happened.Name} {tag.Key}={tag.Value}")))
                    .Prepend($"{activity.DisplayName} {activity.StatusDescription}"))),
            };
            ActivitySource.AddActivityListener(_traces);
            _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
            _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
            _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
            _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
            _meters.Start();
        }

        public IEnumerable<string> Texts => _texts;

        public void Attach(ActorSystem system) =>
            system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new DeadLetters(_texts))), typeof(AllDeadLetters));

        public void Dispose()
        {
            _traces.Dispose();
            _meters.Dispose();
        }

        private void Note(System.Diagnostics.Metrics.Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
                _texts.Enqueue($"{instrument.Name} {tag.Key}={tag.Value}");
        }
    }

    private sealed class DeadLetters : ReceiveActor
    {
        public DeadLetters(ConcurrentQueue<string> texts) => Receive<AllDeadLetters>(letter => texts.Enqueue($"{letter} {letter.Message}"));
    }
}
