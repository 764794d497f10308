using System.Globalization;
using Npgsql;
using PaytureActors.TestKit.Gateway;
using PaytureActors.Tests.Journal;
using Xunit.Abstractions;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>
/// A transaction of the journal takes its place in the order of rows and commits seconds after others that stand behind it, and then the service is
/// killed at once: nobody but the journal knows that the order has a call in flight.
/// </summary>
public sealed class HeldTransactionTests(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private const int HeldSeconds = 3;
    private const int Attempts = 5;
    private const int Intent = 3; // The third event of an order that was held and is to be charged.
    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(40); // Should the call never have left: after a quiet period and a resend.

    [SkippableFact]
    public async Task An_order_whose_intent_was_committed_late_is_woken_after_a_kill()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        using var folder = new TemporaryFolder();
        var database = await server.DatabaseAsync();
        var canaries = new Canaries(seed: 3, taken: []);
        await using var installation = await Installation.CreateAsync(folder.Path, database, canaries.Password, slow: TimeSpan.FromSeconds(10), isPatient: true);
        await installation.StartAsync();
        await HoldIntentsAsync(database);
        using var clients = new LoadGenerator(installation.Service, canaries, seed: 3, clients: 0);

        // As the book waits for such a row, and as if it had gone past it.
        foreach (var (name, isPassed) in new[] { ("held-waited-for", false), ("held-passed", true) })
        {
            var (plan, held) = await HoldAsync(name, clients, installation, database);
            if (isPassed)
                await PostgresServer.ExecuteAsync(database.ConnectionString, "update payture_order_book_offset set value = (select max(ordering) from payture_journal) where id = 1");
            output.WriteLine($"{name}: row {held}, the book had read up to {await AskAsync(database, "select value from payture_order_book_offset where id = 1")}.");

            await installation.StartAsync();
            var ready = TimeProvider.System.GetTimestamp();
            using var limit = new CancellationTokenSource(HostProcess.Limit);
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (TimeProvider.System.GetElapsedTime(ready) < SettledWithin
                && await AskAsync(database, $"select count(*) from payture_journal where persistence_id = 'order|shop/{plan.OrderId}' and manifest = 'approved.v1'") < 2)
            {
                await pause.WaitForNextTickAsync(limit.Token);
            }

            var took = TimeProvider.System.GetElapsedTime(ready);
            output.WriteLine($"{name}: settled {took.TotalSeconds:0.00} s after the service was ready.");
            foreach (var line in (await installation.Service.GetJsonAsync(plan.Route + "/history"))["items"]!.AsArray())
                output.WriteLine($"  {line!["at"]} {line["type"]}");
            Assert.True(took < SettledWithin, $"{name} was settled only after {took}.");
            Assert.Equal([new Effect("Block", 258_900), new Effect("Charge", 258_900)], (await Ledger.ReadAsync(installation.Sandbox)).EffectsOf(plan.OrderId));
        }
    }

    /// <summary>
    /// An order whose intent took its place before payments that were committed while it was held, and the service killed since. The journal writes in two
    /// transactions and ends them in the order of their beginning, so that the only one beside the held one may have taken its rows' places first: then nothing
    /// was shown, and the next order tries again.
    /// </summary>
    private static async Task<(OrderPlan Plan, long Held)> HoldAsync(string name, LoadGenerator clients, Installation installation, Database database)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var plan = new OrderPlan($"{name}-{attempt}", TestCards.SlowCharge, [new Step("Block", 258_900, "block"), new Step("Charge", 258_900, "charge")]);
            while ((await clients.AskAsync(plan, plan.Steps[0], "block")).Status is not 200) // A busy machine may need longer than a client waits.
                Assert.False(installation.HasEnded);
            await ChargeAsync(clients, plan, database, () => installation.KillAsync());

            var held = await AskAsync(database, $"select ordering from payture_journal where persistence_id = 'order|shop/{plan.OrderId}' and sequence_number = {Intent}");
            var beyond = await AskAsync(database, $"select max(ordering) from payture_journal where persistence_id like 'order|shop/beside-{plan.OrderId}-%'");
            if (held < beyond)
                return (plan, held);
            await installation.StartAsync();
        }

        throw new Xunit.Sdk.XunitException($"No payment was committed beside the held row in {Attempts} attempts, so that nothing is shown.");
    }

    /// <summary>Charges the order while payments beside it go on, and kills as soon as its intent can be seen.</summary>
    private static async Task ChargeAsync(LoadGenerator clients, OrderPlan plan, Database database, Func<Task> killAsync)
    {
        using var over = new CancellationTokenSource();
        var beside = Task.Run(async () =>
        {
            // One after the other and none waited for: those that come into the held transaction must not keep the next ones back.
            var payments = new List<Task>();
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            for (; !over.IsCancellationRequested; await pace.WaitForNextTickAsync())
            {
                var pay = new OrderPlan(
                    string.Create(CultureInfo.InvariantCulture, $"beside-{plan.OrderId}-{payments.Count:000}"), TestCards.Success, [new Step("Pay", 100_000 + payments.Count, "pay")]);
                payments.Add(TryAsync(() => clients.AskAsync(pay, pay.Steps[0], "pay")));
            }

            await Task.WhenAll(payments);
        });
        var charge = TryAsync(() => clients.AskAsync(plan, plan.Steps[1], "charge"));

        using var limit = new CancellationTokenSource(HostProcess.Limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await AskAsync(database, $"select count(*) from payture_journal where persistence_id = 'order|shop/{plan.OrderId}' and sequence_number = {Intent}") == 0)
            await pause.WaitForNextTickAsync(limit.Token);
        await killAsync();
        await over.CancelAsync();
        await Task.WhenAll(charge, beside);
    }

    private static async Task TryAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            // The service was killed.
        }
    }

    // The row has its place in the order of the journal before the trigger runs.
    private static Task HoldIntentsAsync(Database database) => PostgresServer.ExecuteAsync(database.ConnectionString,
        $"""
        create function hold() returns trigger language plpgsql as $$
        begin
          if new.persistence_id like 'order|shop/held-%' and new.sequence_number = {Intent} then
            perform pg_sleep({HeldSeconds});
          end if;
          return new;
        end $$;
        create trigger hold before insert on payture_journal for each row execute function hold();
        """);

    private static async Task<long> AskAsync(Database database, string question)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Constants of tests.
        await using var command = new NpgsqlCommand(question, connection);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
