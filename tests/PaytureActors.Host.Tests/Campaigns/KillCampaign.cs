using System.Globalization;
using Xunit.Abstractions;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>How a campaign runs. Two environment variables decide what anybody may want to vary.</summary>
internal sealed record CampaignSettings(int Kills, int Seed)
{
    public const int Clients = 24;

    /// <summary>PAYTURE_KILLS, by default 2 so that a build stays quick, and PAYTURE_SEED.</summary>
    public static CampaignSettings FromEnvironment() => new(Read("PAYTURE_KILLS", 2), Read("PAYTURE_SEED", 20260301));

    private static int Read(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : otherwise;
}

/// <summary>Kills the service at random moments under load, starts it again at once, and in the end audits every order.</summary>
internal sealed class KillCampaign(CampaignSettings settings, ITestOutputHelper output)
{
    private static readonly TimeSpan SlowCards = TimeSpan.FromSeconds(5); // Longer than the service waits for an answer.
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RestWithin = Installation.Horizon + Installation.QuietPeriod + TimeSpan.FromSeconds(30);

    private readonly Random _chance = new(settings.Seed);
    private readonly List<TimeSpan> _starts = [];
    private readonly List<TimeSpan> _served = [];
    private readonly List<TimeSpan> _settled = [];
    private readonly List<TimeSpan> _shown = [];
    private readonly List<Violation> _violations = [];

    /// <returns>The promises that were broken; none if all is well.</returns>
    public async Task<IReadOnlyList<Violation>> RunAsync(string folder, Database database)
    {
        output.WriteLine($"PAYTURE_KILLS={settings.Kills} PAYTURE_SEED={settings.Seed} on {database.Provider}");
        var canaries = new Canaries(settings.Seed, database.Files());
        await using var installation = await Installation.CreateAsync(folder, database, canaries.Password, SlowCards);
        output.WriteLine($"The first start took {(await installation.StartAsync()).TotalSeconds:0.00} s.");
        using var load = new LoadGenerator(installation.Service, canaries, settings.Seed, CampaignSettings.Clients);
        try
        {
            await LoadAsync(installation, load);
            output.WriteLine($"At rest after {(await RestAsync(installation, load)).TotalSeconds:0.0} s.");
            _violations.AddRange(await new CampaignAudit(installation, load).RunAsync());
            await installation.KillAsync(); // What a search finds is what a thief would find.
            _violations.AddRange(canaries.FindIn(database.Files())
                .Concat(installation.Logs.SelectMany(log => canaries.FindIn(log.Name, log.Text)))
                .Select(leak => new Violation("-", "I6", leak)));
            if (!Canaries.Sees(database.Files(), load.Orders.First().Plan.OrderId))
                _violations.Add(new Violation("-", "I6", "The search for secrets does not even see an order in the database's files."));
        }
        finally
        {
            Print(load, canaries, await Ledger.ReadAsync(installation.Sandbox));
        }

        return _violations;
    }

    private async Task LoadAsync(Installation installation, LoadGenerator load)
    {
        load.Start();
        await load.PayAsync();
        for (var kill = 1; kill <= settings.Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.2 + (_chance.NextDouble() * 1.8)), TimeProvider.System);
            await KillAndStartAsync(installation, load);
            if (kill == 1)
                await StartSecondAsync(installation);
        }

        await load.StopAsync();
    }

    private async Task KillAndStartAsync(Installation installation, LoadGenerator load)
    {
        load.Gate.Hold(_ => true);
        await installation.KillAsync();
        await UntilAsync(() => Task.FromResult(load.Gate.Waiting == load.Clients), HostProcess.Limit, "all clients wait");

        // In doubt: sent, not answered, and yet the gateway has it. What the journal kept of that, only the journal knows.
        var ledger = await Ledger.ReadAsync(installation.Sandbox);
        var doubts = load.Orders.Where(order => order.Open is { } open && ledger.Has(order.Plan.OrderId, open.Step))
            .Select(order => order.Plan.OrderId).ToHashSet();

        var launched = TimeProvider.System.GetTimestamp();
        _starts.Add(await installation.StartAsync());
        var ready = TimeProvider.System.GetTimestamp();
        load.Gate.Hold(doubts.Contains);
        var watched = WatchAsync(installation, ledger, doubts, ready);
        await load.PayAsync();
        _served.Add(TimeProvider.System.GetElapsedTime(launched));
        await watched;
        load.Gate.Hold(_ => false);
    }

    // Only the book is read while they are watched: nothing here may wake an order. When each was settled, its journal says afterwards.
    private async Task WatchAsync(Installation installation, Ledger ledger, HashSet<string> doubts, long ready)
    {
        var readyAt = TimeProvider.System.GetUtcNow();
        var (open, before) = (doubts.ToHashSet(), _shown.Count);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (open.Count > 0 && TimeProvider.System.GetElapsedTime(ready) < 4 * SettleWithin)
        {
            var book = await installation.BookAsync(items => open.All(id => items.Any(item => (string)item["orderId"]! == id)));
            var took = TimeProvider.System.GetElapsedTime(ready);
            foreach (var item in book.Where(item => item["attempt"] is null && ledger.Agrees((string)item["orderId"]!, item)))
            {
                if (open.Remove((string)item["orderId"]!))
                    _shown.Add(took);
            }

            await pause.WaitForNextTickAsync();
        }

        Complain(open.Count, $"{open.Count} orders were not shown as settled {4 * SettleWithin} after the service was ready");
        Complain(_shown.Skip(before).Count(took => took > SettleWithin), $"An order was shown as settled later than {SettleWithin} after the service was ready");
        foreach (var orderId in doubts)
        {
            var items = (await installation.Service.GetJsonAsync($"/merchants/{OrderPlan.Merchant}/orders/{orderId}/history"))["items"]!.AsArray();
            var settled = items.LastOrDefault(item => (string)item!["type"]! is "approved") is { } approved ? (DateTimeOffset)approved["at"]! : (DateTimeOffset?)null;
            var took = settled - readyAt;
            if (took is null || took > SettleWithin)
                _violations.Add(new Violation(orderId, "restart", $"Its doubt was settled {took?.ToString() ?? "never"} after the service was ready."));
            else
                _settled.Add(took > TimeSpan.Zero ? took.Value : TimeSpan.Zero);
        }

        void Complain(int count, string text)
        {
            if (count > 0)
                _violations.Add(new Violation("-", "book", $"Start {_starts.Count}: {text} ({count})."));
        }
    }

    private async Task StartSecondAsync(Installation installation)
    {
        var (code, errors) = await installation.StartSecondAsync();
        output.WriteLine($"A second service on the same database ended with {code}: {errors.Trim()}");
        if (code != 1 || !errors.Contains("process", StringComparison.OrdinalIgnoreCase))
            _violations.Add(new Violation("-", "lock", $"A second service ended with {code} and said: {errors}"));
    }

    private static Task<TimeSpan> RestAsync(Installation installation, LoadGenerator load)
    {
        long? restingSince = null; // The book is a little behind: it must say so for a while.
        return UntilAsync(
            async () =>
            {
                var book = await installation.BookAsync();
                var known = book.Select(item => (string)item["orderId"]!).ToHashSet();
                var rests = book.All(item => item["attempt"] is null)
                    && load.Orders.All(order => order.Facts.Count == 0 || known.Contains(order.Plan.OrderId));
                restingSince = rests ? restingSince ?? TimeProvider.System.GetTimestamp() : null;
                return restingSince is { } since && TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(2);
            },
            RestWithin,
            "nothing is in progress",
            isHard: false);
    }

    private void Print(LoadGenerator load, Canaries canaries, Ledger ledger)
    {
        var orders = load.Orders;
        output.WriteLine($"{settings.Kills} kills, {orders.Count} orders, {load.Requests} requests, {orders.Sum(order => order.Facts.Count)} acknowledged facts, "
            + $"{ledger.Count} movements of money, {canaries.Cards} cards.");
        output.WriteLine("Answers: " + string.Join(", ", load.Answers.Select(answer => $"{answer.Value} × {answer.Key}")));
        output.WriteLine($"{_settled.Count} doubts were settled after a restart without a request, the slowest {Seconds(_settled.DefaultIfEmpty().Max())} after readiness; "
            + $"the order book showed it after {Median(_shown)} (median), {Seconds(_shown.DefaultIfEmpty().Max())} (max).");
        output.WriteLine($"From start to ready: median {Median(_starts)}, max {Seconds(_starts.DefaultIfEmpty().Max())}; "
            + $"to the first payment: median {Median(_served)}, max {Seconds(_served.DefaultIfEmpty().Max())}.");
        output.WriteLine($"{_violations.Count(violation => violation.Promise is not "story")} violations.");
        foreach (var violation in _violations)
            output.WriteLine($"{violation.Promise} {violation.OrderId}: {violation.Text}");
    }

    private static string Median(List<TimeSpan> times) => Seconds(times.Order().ElementAtOrDefault(times.Count / 2));

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    private static async Task<TimeSpan> UntilAsync(Func<Task<bool>> isSo, TimeSpan limit, string what, bool isHard = true)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
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
