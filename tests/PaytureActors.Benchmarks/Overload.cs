using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using PaytureActors.Benchmarks.Contenders;
using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Domain;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks;

/// <summary>Three times as many payments as the service can take: what it answers, what it still does, what it loses, and how soon it is well again.</summary>
internal sealed class Overload(JournalProvider provider, TimeSpan duration, Action<string> say)
{
    private const double Times = 3;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Well = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync()
    {
        var flow = Flow.All.Single(each => each.Name == "pay");
        await using var databases = new Databases();
        await using var gateway = await GatewayProcess.StartAsync(databases.Folder);
        var database = await databases.CreateAsync(provider);
        await using var rest = await RestContender.StartAsync(database, gateway.Address, databases.Folder);
        var peak = await new Load(rest, flow, [gateway.Spender]).ClosedAsync(256, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        say(FormattableString.Invariant($"{provider}: at its peak {peak.Whole:0} payments/s."));

        var answers = new ConcurrentQueue<(string OrderId, HttpStatusCode? Status, bool SaysWhen)>();
        var running = new ConcurrentDictionary<Task, byte>();
        var began = TimeProvider.System.GetTimestamp();
        using (var beat = new PeriodicTimer(Beat))
        {
            var launched = 0;
            while (TimeProvider.System.GetElapsedTime(began) is var passed && passed < duration)
            {
                for (var due = (int)(passed.TotalSeconds * peak.Whole * Times); launched < due; launched++)
                {
                    var orderId = Generator.Name("flood", launched);
                    var asked = Task.Run(() => AskAsync(rest, orderId, answers));
                    running[asked] = 0;
                    _ = asked.ContinueWith(ended => running.TryRemove(ended, out _), TaskScheduler.Default);
                }

                await beat.WaitForNextTickAsync();
            }
        }

        var (heard, seconds) = (answers.ToArray(), TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        var ended = TimeProvider.System.GetTimestamp();
        var recovered = await RecoveredAsync(rest, ended);
        await Task.WhenAll(running.Keys);

        var done = heard.Count(answer => answer.Status is HttpStatusCode.OK);
        say(FormattableString.Invariant($"For {seconds:0} s {peak.Whole * Times:0} payments/s were asked for: {done / seconds:0} /s were done, {done / seconds / peak.Whole:0.00} of the peak; well again after {recovered.TotalSeconds:0.0} s."));
        foreach (var kind in answers.GroupBy(answer => (answer.Status, answer.SaysWhen)).OrderByDescending(kind => kind.Count()))
            say(FormattableString.Invariant($"  {kind.Count()} × {(kind.Key.Status is { } status ? $"{(int)status}" : "no answer")}{(kind.Key.SaysWhen ? " with Retry-After" : "")}"));

        var moved = await MovedAsync(gateway.Address);
        say(FormattableString.Invariant($"  {answers.Count(answer => answer.Status is HttpStatusCode.OK && moved.GetValueOrDefault(answer.OrderId) != 1)} payments that were answered as done are not at the gateway exactly once."));
    }

    private static async Task AskAsync(RestContender rest, string orderId, ConcurrentQueue<(string, HttpStatusCode?, bool)> answers)
    {
        try
        {
            var (status, saysWhen) = await rest.AskAsync(orderId, Operation.Pay);
            answers.Enqueue((orderId, status, saysWhen));
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            answers.Enqueue((orderId, null, false));
        }
    }

    private static async Task<TimeSpan> RecoveredAsync(RestContender rest, long since)
    {
        for (var number = 0; ; number++)
        {
            var asked = TimeProvider.System.GetTimestamp();
            try
            {
                if (await rest.AskAsync(Generator.Name("well", number), Operation.Pay) is (HttpStatusCode.OK, _) && TimeProvider.System.GetElapsedTime(asked) < Well)
                    return TimeProvider.System.GetElapsedTime(since);
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }
    }

    private static async Task<Dictionary<string, int>> MovedAsync(Uri gateway)
    {
        using var client = new HttpClient { BaseAddress = gateway };
        using var ledger = JsonDocument.Parse(await client.GetStringAsync(new Uri("/ledger", UriKind.Relative)));
        return ledger.RootElement.GetProperty("effects").EnumerateArray()
            .GroupBy(effect => effect.GetProperty("orderId").GetString()!)
            .ToDictionary(order => order.Key, order => order.Count());
    }
}
