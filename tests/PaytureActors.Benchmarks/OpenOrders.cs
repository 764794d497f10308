using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using PaytureActors.Benchmarks.Contenders;
using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks;

/// <summary>
/// A start on a journal with many open orders, of which some are in doubt, and the gateway has applied what they sent: how soon they are settled, and
/// what memory that takes.
/// </summary>
internal sealed class OpenOrders(JournalProvider provider, int open, int doubted, Action<string> say)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public async Task RunAsync()
    {
        await using var databases = new Databases();
        var database = await databases.CreateAsync(provider);
        IReadOnlyList<JournalRow> held, intent = await IntentAsync(await databases.CreateAsync(provider));
        await using (var gateway = await GatewayProcess.StartAsync(databases.Folder))
        {
            var block = Flow.All[0] with { Steps = [Operation.Block] };
            held = [.. (await JournalTemplate.RecordAsync(database, gateway.Address, block)).Rows(block)];
        }

        await Generator.FillAsync(database, held, open - doubted, "held");
        await Generator.FillAsync(database, intent, doubted, "doubt");
        await File.WriteAllLinesAsync(Path.Combine(databases.Folder, "ledger.jsonl"), Enumerable.Range(0, doubted).Select(Effect));
        await using (var gateway = await GatewayProcess.StartAsync(databases.Folder, "--ledger ledger.jsonl"))
        {
            await using (var first = await EngineContender.StartAsync(database, new Uri("http://127.0.0.1:1"))) // Nobody answers: only the book is made.
                await first.ReadyAsync();
            GC.Collect();

            var settled = new ConcurrentQueue<double>();
            var began = TimeProvider.System.GetTimestamp();
            await using var engine = await EngineContender.StartAsync(database, gateway.Address);
            var listener = engine.System.ActorOf(Props.Create(() => new Listener(() => settled.Enqueue(TimeProvider.System.GetElapsedTime(began).TotalSeconds))));
            engine.System.EventStream.Subscribe(listener, typeof(OrderEventRecorded));
            var ready = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (settled.Count < doubted && TimeProvider.System.GetElapsedTime(began) < Limit)
                await beat.WaitForNextTickAsync();
            say(FormattableString.Invariant(
                $"{provider}: {open} open orders, {doubted} of them in doubt. Started after {ready:0.0} s; first settled after {settled.FirstOrDefault():0.0} s, all {settled.Count} after {settled.LastOrDefault():0.0} s; {Spender.ResidentMegabytes():0} MB resident."));
        }
    }

    /// <summary>What the journal has of a Block whose process died while the gateway was at work on it.</summary>
    private static async Task<IReadOnlyList<JournalRow>> IntentAsync(Database database)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var engine = await EngineContender.StartAsync(database, new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"));
        return await JournalTemplate.RecordIntentAsync(database, engine);
    }

    private static string Effect(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"serial":{{number + 1}},"at":"2026-01-01T00:00:00+00:00","merchant":"{{Accounts.Key}}","orderId":"{{Generator.Name("doubt", number)}}","operation":"Block","amount":{{Flow.Kopecks}},"by":"Command"}
        """);

    private sealed class Listener : ReceiveActor
    {
        public Listener(Action settled) => Receive<OrderEventRecorded>(recorded =>
        {
            if (recorded.Event is OrderEvent.Approved)
                settled();
        });
    }
}
