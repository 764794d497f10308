using System.Globalization;
using PaytureActors.Tests.Journal;
using Xunit.Abstractions;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>
/// Kills the service at random moments under load and starts it again at once, does the same to the database if that is a server, takes the gateway
/// away for a while, and audits every order.
/// </summary>
/// <param name="settings">How often, and where.</param>
/// <param name="folder">Where everything is kept.</param>
/// <param name="database">Where the service keeps its orders.</param>
/// <param name="server">The database's server, which may be killed; null for a file.</param>
/// <param name="output">What came of it is told here, and in the folder's campaign.log while it runs.</param>
internal sealed class KillCampaign(CampaignSettings settings, string folder, Database database, PostgresServer? server, ITestOutputHelper output)
{
    private const int AuditEvery = 25;
    private static readonly TimeSpan SlowCards = TimeSpan.FromSeconds(5); // Longer than the service waits for an answer.
    private static readonly TimeSpan ResumedWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShownWithin = TimeSpan.FromSeconds(20); // The book is for people; no order waits for it once it was woken.
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(30);

    private readonly Random _chance = new(settings.Seed);
    private readonly List<Violation> _violations = [];
    private readonly Totals _totals = Totals.Open(folder);
    private int _told;
    private int _kept;

    /// <returns>The promises that this run found broken; none if all is well.</returns>
    public async Task<IReadOnlyList<Violation>> RunAsync()
    {
        Say($"Run {_totals.Runs} on {database.Provider}: {settings}");
        var canaries = new Canaries(settings.Seed + _totals.Runs, database.Files(), _totals.SecurityCode);
        _totals.SecurityCode = canaries.Code;
        _totals.Save();
        using var journal = new JournalReader(database);
        await using var installation = await Installation.CreateAsync(folder, database, canaries.Password, SlowCards);
        Say($"The first start took {Seconds((await installation.StartAsync()).TotalSeconds)}.");
        using var load = new LoadGenerator(installation.Service, canaries, settings.Seed, CampaignSettings.Clients, _totals.Runs);
        var audit = new CampaignAudit(installation, load, journal);
        try
        {
            load.Start();
            await load.PayAsync();
            await HarmAsync(installation, load, journal, audit);
            if (settings.Outage > TimeSpan.Zero)
                await TakeGatewayAwayAsync(installation, load);
            await load.StopAsync();

            // The pause before a resend doubles, so that the last one may be as long as the outage was.
            var rested = await AuditAsync(load, journal, audit, settings.Outage + StuckAfter, isLast: true);
            if (settings.Outage > TimeSpan.Zero)
                _totals.SettledAfterOutage.Add(rested.TotalSeconds);
            await installation.KillAsync(); // What a search finds is what a thief would find.
            _violations.AddRange(canaries.FindIn(database.Files())
                .Concat(installation.Logs.SelectMany(log => canaries.FindIn(log.Name, log.Text)))
                .Select(leak => new Violation("-", "I6", leak)));
            if (!Canaries.Sees(database.Files(), load.Orders.First().Plan.OrderId))
                _violations.Add(new Violation("-", "I6", "The search for secrets does not even see an order in the database's files."));
        }
        finally
        {
            Keep(audit);
            Say($"{load.Orders.Count} orders and {load.Requests} requests in this run. Answers: "
                + string.Join(", ", load.Answers.Select(answer => $"{answer.Value} × {answer.Key}")));
            foreach (var line in Summary())
                Say(line);
        }

        return _violations;
    }

    private async Task HarmAsync(Installation installation, LoadGenerator load, JournalReader journal, CampaignAudit audit)
    {
        var databaseKills = server is null ? 0 : settings.DatabaseKills;
        var rounds = Math.Max(1, Math.Max(settings.Kills, databaseKills));
        for (var round = 1; round <= rounds; round++)
        {
            if (IsDue(settings.Kills))
            {
                await PauseAsync();
                await KillAndStartAsync(installation, load);
            }

            if (round == 1)
                await StartSecondAsync(installation);
            if (IsDue(databaseKills))
            {
                await PauseAsync();
                await KillDatabaseAsync(installation, load);
            }

            if (round % AuditEvery == 0 && round < rounds)
                await AuditAsync(load, journal, audit, StuckAfter);

            bool IsDue(int times) => round * times / rounds > (round - 1) * times / rounds; // Spread evenly over the rounds.
        }

        // Often soon after the start, when much is new; sometimes after hundreds of orders.
        Task PauseAsync() => Task.Delay(TimeSpan.FromSeconds(0.2 + (10 * Math.Pow(_chance.NextDouble(), 2))), TimeProvider.System);
    }

    private async Task KillAndStartAsync(Installation installation, LoadGenerator load)
    {
        load.Gate.Hold(_ => true);
        await installation.KillAsync();
        await UntilAsync(() => Task.FromResult(load.Gate.Waiting == load.Clients), HostProcess.Limit, "all clients wait");
        var ledger = await Ledger.ReadAsync(installation.Sandbox);
        var doubts = DoubtsOf(load, ledger);

        var launched = TimeProvider.System.GetTimestamp();
        _totals.Ready.Add((await installation.StartAsync()).TotalSeconds);
        _totals.Kills++;
        await ResumeAsync(installation, load, ledger, doubts, launched, _totals.Resumed, _totals.Served);
        if (_totals.Kills % 10 == 0)
            Say($"{_totals.Kills} kills, {load.Orders.Count} orders in this run.");
    }

    private async Task KillDatabaseAsync(Installation installation, LoadGenerator load)
    {
        load.Gate.Hold(_ => true);
        await server!.KillHardAsync();
        await server.StartAsync();
        var back = TimeProvider.System.GetTimestamp();
        _totals.DatabaseKills++;
        var ledger = await Ledger.ReadAsync(installation.Sandbox);
        await ResumeAsync(installation, load, ledger, DoubtsOf(load, ledger), back, _totals.ResumedWithDatabase, _totals.ServedWithDatabase);
        if (installation.HasEnded)
            _violations.Add(new Violation("-", "database", $"The service ended when its database was killed for the {_totals.DatabaseKills}th time."));
    }

    private async Task TakeGatewayAwayAsync(Installation installation, LoadGenerator load)
    {
        Say($"The gateway is gone for {settings.Outage}.");
        await installation.KillSandboxAsync();
        await Task.Delay(settings.Outage, TimeProvider.System); // Clients go on asking.
        await installation.StartSandboxAsync();
        _totals.Outages++;
        await load.PayAsync();
    }

    /// <summary>In doubt: sent, not answered, and yet the gateway has it. What the journal kept of that, only the journal knows.</summary>
    private static HashSet<string> DoubtsOf(LoadGenerator load, Ledger ledger) =>
        [.. load.Orders.Where(order => order.Open is { } open && ledger.Has(order.Plan.OrderId, open.Step)).Select(order => order.Plan.OrderId)];

    private async Task ResumeAsync(
        Installation installation, LoadGenerator load, Ledger ledger, HashSet<string> doubts, long since, List<double> resumed, List<double> served)
    {
        var ready = TimeProvider.System.GetTimestamp();
        load.Gate.Hold(doubts.Contains);
        var watched = WatchAsync(installation, ledger, doubts, ready, resumed);
        await load.PayAsync();
        served.Add(TimeProvider.System.GetElapsedTime(since).TotalSeconds);
        await watched;
        load.Gate.Hold(_ => false);
    }

    // Only the book is read while they are watched: nothing here may wake an order. When each was settled, its journal says afterwards.
    private async Task WatchAsync(Installation installation, Ledger ledger, HashSet<string> doubts, long ready, List<double> resumed)
    {
        var readyAt = TimeProvider.System.GetUtcNow();
        var open = doubts.ToHashSet();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (open.Count > 0 && TimeProvider.System.GetElapsedTime(ready) < ShownWithin)
        {
            var book = await installation.BookAsync(items => open.All(id => items.Any(item => (string)item["orderId"]! == id)));
            var took = TimeProvider.System.GetElapsedTime(ready).TotalSeconds;
            foreach (var item in book.Where(item => item["attempt"] is null && ledger.Agrees((string)item["orderId"]!, item)))
            {
                if (open.Remove((string)item["orderId"]!))
                    _totals.Shown.Add(took);
            }

            await pause.WaitForNextTickAsync();
        }

        foreach (var orderId in open)
            _violations.Add(new Violation(orderId, "book", $"It was not shown as settled {ShownWithin} after the service was ready."));
        // A machine that needs longer than that to start the process has too much else to do to be a yardstick.
        var limit = TimeSpan.FromSeconds(Math.Max(ResumedWithin.TotalSeconds, _totals.Ready.LastOrDefault()));
        foreach (var orderId in doubts)
        {
            var items = (await installation.Service.GetJsonAsync($"/merchants/{OrderPlan.Merchant}/orders/{orderId}/history"))["items"]!.AsArray();
            var settled = items.LastOrDefault(item => (string)item!["type"]! is "approved") is { } approved ? (DateTimeOffset)approved["at"]! : (DateTimeOffset?)null;
            var took = settled - readyAt;
            if (took is null || took > limit)
                _violations.Add(new Violation(orderId, "resume", $"Its doubt was settled {took?.ToString() ?? "never"} after the service was ready."));
            if (took is { } known)
                resumed.Add(Math.Max(0, known.TotalSeconds));
        }
    }

    private async Task StartSecondAsync(Installation installation)
    {
        var (code, errors) = await installation.StartSecondAsync();
        Say($"A second service on the same database ended with {code}: {errors.Trim()}");
        if (code != 1 || !errors.Contains("process", StringComparison.OrdinalIgnoreCase))
            _violations.Add(new Violation("-", "lock", $"A second service ended with {code} and said: {errors}"));
    }

    /// <summary>Holds the clients, waits for the engine to come to rest, and audits.</summary>
    /// <returns>How long it took until nothing was in progress.</returns>
    private async Task<TimeSpan> AuditAsync(LoadGenerator load, JournalReader journal, CampaignAudit audit, TimeSpan stuckAfter, bool isLast = false)
    {
        var start = TimeProvider.System.GetTimestamp();
        if (!isLast)
        {
            load.Gate.Hold(_ => true);
            await UntilAsync(() => Task.FromResult(load.Gate.Waiting == load.Clients), HostProcess.Limit, "all clients wait");
        }

        var stuck = new List<string>();
        var rested = await UntilAsync(async () => (stuck = await FindBusyAsync()).Count == 0, stuckAfter, isHard: false);
        _totals.Stuck += stuck.Count;
        _violations.AddRange(stuck.Select(orderId => new Violation(orderId, "stuck", $"A command of it is still in progress after {stuckAfter}.")));
        var found = await audit.RunAsync(isLast);
        _violations.AddRange(found);
        _totals.Audits++;
        Keep(audit);
        Say(string.Create(CultureInfo.InvariantCulture,
            $"At rest after {rested.TotalSeconds:0.0} s, audited after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s: {audit.Orders} orders, {found.Count} violations."));
        load.Gate.Hold(_ => false);
        return rested;

        async Task<List<string>> FindBusyAsync() =>
            [.. (await journal.ReadAsync(everything: false)).Where(orderId => journal.StateOf(orderId).InProgress is not null)];
    }

    private void Keep(CampaignAudit audit)
    {
        (_totals.Orders, _totals.Movements) = (Math.Max(_totals.Orders, audit.Orders), Math.Max(_totals.Movements, audit.Movements));
        _totals.Facts += audit.Facts - _told;
        _told = audit.Facts;
        _totals.Violations.AddRange(_violations.Skip(_kept).Select(violation => $"{violation.Promise} {violation.OrderId}: {violation.Text}"));
        _kept = _violations.Count;
        _totals.Save();
    }

    private IEnumerable<string> Summary()
    {
        var wrong = _totals.Violations.Count(text => !text.StartsWith("story", StringComparison.Ordinal));
        yield return $"All {_totals.Runs} runs: {_totals.Kills} kills of the service, {_totals.DatabaseKills} of the database, {_totals.Outages} outages of the gateway, "
            + $"{_totals.Orders} orders, {_totals.Facts} acknowledged facts, {_totals.Movements} movements of money, {_totals.Audits} audits.";
        yield return $"Doubts settled without a request after a kill, from ready: {Spread(_totals.Resumed)}; shown in the order book: {Spread(_totals.Shown)}.";
        yield return $"{_totals.Resumed.Concat(_totals.ResumedWithDatabase).Count(took => took > ResumedWithin.TotalSeconds)} doubts took longer than {ResumedWithin}.";
        yield return $"From start to ready: {Spread(_totals.Ready)}; to the first payment: {Spread(_totals.Served)}.";
        yield return $"From the database's return to doubts settled: {Spread(_totals.ResumedWithDatabase)}; to the first payment: {Spread(_totals.ServedWithDatabase)}.";
        yield return $"From the gateway's return to nothing in progress: {Spread(_totals.SettledAfterOutage)}.";
        yield return $"{wrong} violations, {_totals.Stuck} stuck orders.";
        foreach (var violation in _violations)
            yield return $"{violation.Promise} {violation.OrderId}: {violation.Text}";
    }

    private static string Spread(List<double> times) => times.Count == 0
        ? "none"
        : $"p50 {Seconds(times.Order().ElementAt(times.Count / 2))}, max {Seconds(times.Max())} of {times.Count}";

    private static string Seconds(double time) => string.Create(CultureInfo.InvariantCulture, $"{time:0.00} s");

    private void Say(string text)
    {
        output.WriteLine(text);
        File.AppendAllText(Path.Combine(folder, "campaign.log"), $"{TimeProvider.System.GetLocalNow():HH:mm:ss} {text}\n");
    }

    private static async Task<TimeSpan> UntilAsync(Func<Task<bool>> isSo, TimeSpan limit, string what = "", bool isHard = true)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var pause = new PeriodicTimer(isHard ? TimeSpan.FromMilliseconds(50) : TimeSpan.FromSeconds(1));
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(start) > limit)
            {
                if (isHard)
                    throw new TimeoutException($"It did not come to pass within {limit}: {what}.");
                break;
            }

            await pause.WaitForNextTickAsync();
        }

        return TimeProvider.System.GetElapsedTime(start);
    }
}
