using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using PaytureActors.Gateway;
using PaytureActors.Host.Serving;
using PaytureActors.TestKit.Gateway;
using Xunit.Abstractions;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>What the service tells a collector of traces holds no secret: neither its own traces nor those of ASP.NET Core and HttpClient.</summary>
public sealed class TracesTests(ITestOutputHelper output)
{
    private const string AspNetCore = "Microsoft.AspNetCore";
    private const string Route = $"/merchants/{OrderPlan.Merchant}/orders";

    [Fact]
    public async Task No_secret_is_in_a_trace()
    {
        using var folder = new TemporaryFolder();
        var canaries = new Canaries(seed: 3, taken: []);
        using var traces = new TraceLog();
        await using var sandbox = HostProcess.Start(folder.Path, $"sandbox --urls http://127.0.0.1:0 --merchant {Installation.Account}:{canaries.Password}");
        var gateway = await sandbox.AddressAsync();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Installation.FreePort()}");
        using var stop = new CancellationTokenSource();
        var service = PaytureService.RunAsync(
            new ServeSettings { Urls = url, Set = [.. Settings(folder.Path, gateway, canaries.Password)] }, stop.Token);
        using (var client = new HttpClient { BaseAddress = new Uri(url), Timeout = HostProcess.Limit })
        {
            await ReadyAsync(client, service);
            var card = canaries.CardJson(TestCards.Success);
            Assert.Equal(200, await PostAsync(client, "1/block", $$"""{"amount":258900,"card":{{card}}}"""));
            Assert.Equal(200, await PostAsync(client, "1/charge", "{}"));
            Assert.Equal(200, await PostAsync(client, "1/refund", """{"amount":50000}"""));
            Assert.Equal(402, await PostAsync(client, "2/pay", $$"""{"amount":258900,"card":{{canaries.CardJson(TestCards.InventedFraud)}}}"""));
            Assert.Equal(422, await PostAsync(client, "3/pay", $$"""{"amount":-1,"card":{{card}},"{{canaries.Holder}}":{{canaries.Code}}}"""));
            await client.GetAsync(new Uri($"{Route}/1/history", UriKind.Relative));
        }

        await stop.CancelAsync();
        await service.WaitAsync(HostProcess.Limit); // Now every trace has ended.

        var text = traces.Text;
        output.WriteLine(text);
        foreach (var heard in new[] { $"{AspNetCore}:", $"{GatewayDiagnostics.Name}: payture Block", $"{GatewayDiagnostics.Name}: payture Refund", $"{Route}/" })
            Assert.Contains(heard, text, StringComparison.Ordinal);
        Assert.Empty(canaries.FindIn("A trace", text));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("tag")]
    [InlineData("event")]
    [InlineData("tag of an event")]
    [InlineData("baggage")]
    [InlineData("status")]
    [InlineData("exception")]
    public void A_secret_anywhere_in_a_trace_is_found(string place)
    {
        var canaries = new Canaries(seed: 4, taken: []);
        using var traces = new TraceLog();
        using var source = new ActivitySource("canary");

        using (var activity = source.StartActivity("work")!)
        {
            _ = place switch
            {
                "name" => Named(activity, canaries.Password),
                "tag" => activity.SetTag("card", canaries.Password),
                "event" => activity.AddEvent(new ActivityEvent(canaries.Password)),
                "tag of an event" => activity.AddEvent(new ActivityEvent("sent", tags: new ActivityTagsCollection { ["body"] = canaries.Password })),
                "baggage" => activity.SetBaggage("card", canaries.Password),
                "exception" => activity.AddException(new InvalidOperationException(canaries.Password)),
                _ => activity.SetStatus(ActivityStatusCode.Error, canaries.Password),
            };
        }

        Assert.Equal(["A trace has the merchant's password."], canaries.FindIn("A trace", traces.Text));
    }

    private static Activity Named(Activity activity, string name)
    {
        activity.DisplayName = name;
        return activity;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings(string folder, Uri gateway, string password)
    {
        const string merchant = $"Payture:Merchants:{OrderPlan.Merchant}:";
        yield return new(merchant + "Host", gateway.ToString());
        yield return new(merchant + "Key", Installation.Account);
        yield return new(merchant + "Password", password);
        yield return new("Payture:Journal:ConnectionString", $"Data Source={Path.Combine(folder, "payture.db")}");
    }

    private static async Task ReadyAsync(HttpClient client, Task service)
    {
        using var limit = new CancellationTokenSource(HostProcess.Limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!service.IsCompleted)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), limit.Token);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await pause.WaitForNextTickAsync(limit.Token);
        }

        await service;
        throw new InvalidOperationException("The service ended before it was ready.");
    }

    private static async Task<int> PostAsync(HttpClient client, string door, string json) =>
        (await client.PostJsonAsync($"{Route}/{door}", json, key: door)).Status;

    /// <summary>Everything that a collector of traces could be told, of every source of this process.</summary>
    private sealed class TraceLog : IDisposable
    {
        private readonly ConcurrentQueue<string> _traces = new();
        private readonly ActivityListener _listener;

        public TraceLog()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = static _ => true,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => _traces.Enqueue(Words(activity)),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public string Text => string.Join('\n', _traces);

        public void Dispose() => _listener.Dispose();

        private static string Words(Activity activity) => $"{activity.Source.Name}: {activity.DisplayName} {activity.OperationName} {activity.StatusDescription} "
            + string.Join(' ', activity.TagObjects.Concat(activity.Events.SelectMany(each => each.Tags.Prepend(new("event", each.Name))))
                .Concat(activity.Links.SelectMany(link => link.Tags ?? []))
                .Concat(activity.Baggage.Select(each => new KeyValuePair<string, object?>(each.Key, each.Value))));
    }
}
