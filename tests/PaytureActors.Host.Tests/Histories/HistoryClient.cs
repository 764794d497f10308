using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Host.Simulation;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Tests.Histories;

/// <summary>What all clients of a run share.</summary>
internal sealed class Notebook
{
    private long _turns;

    public ConcurrentQueue<string> Complaints { get; } = new();

    public long Turn() => Interlocked.Increment(ref _turns);
}

/// <summary>One client of one order: asks, asks again under the same key while nothing is settled, and sometimes gives up.</summary>
internal sealed class HistoryClient(OrderKey order, int number, Installation installation, Notebook notebook, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly List<Entry> _entries = [];

    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Asks one question, and writes down what came of it.</summary>
    /// <param name="question">What.</param>
    /// <param name="patience">How long to go on asking.</param>
    /// <param name="waits">Whether to wait for somebody else's command to end, too.</param>
    public async Task<Outcome> AskAsync(Question question, TimeSpan patience, bool waits)
    {
        var (asked, since, pause) = (notebook.Turn(), time.GetTimestamp(), FirstPause);
        while (true)
        {
            var outcome = await TryAsync(question);
            var isOver = outcome is Outcome.Refused { Reason: Rejection.CommandInProgress } ? !waits : outcome is not null;
            if (isOver || time.GetElapsedTime(since) > patience)
            {
                _entries.Add(new Entry(number, question, asked, outcome is null ? long.MaxValue : notebook.Turn(), outcome ?? new Outcome.Unknown()));
                return outcome ?? new Outcome.Unknown();
            }

            await Task.Delay(pause, time);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Null: nothing is settled.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a client is thrown is a finding.")]
    private async Task<Outcome?> TryAsync(Question question)
    {
        var node = await installation.NodeAsync();
        try
        {
            if (question.Verb is Verb.Look)
                return new Outcome.Seen(await node.Orders[order].GetAsync(node.Dead) is { } view ? Sums.Of(view.Books) : null);
            return OutcomeOf(await CallAsync(node.Orders[order], question, node.Dead));
        }
        catch (Exception) when (node.Dead.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            notebook.Complaints.Enqueue($"{order}, {question}: {failure.GetType().Name}: {failure.Message}");
            return null;
        }
    }

    private Task<OrderReply> CallAsync(IOrder asked, Question question, CancellationToken cancellationToken)
    {
        var options = new CallOptions { Key = new IdempotencyKey(question.Key), Limit = Limit };
        Money? amount = question.Amount is { } kopecks ? Money.Kopecks(kopecks) : null;
        return question.Verb switch
        {
            Verb.Pay => asked.PayAsync(amount!.Value, Card(), options, cancellationToken),
            Verb.Block => asked.BlockAsync(amount!.Value, Card(), options, cancellationToken),
            Verb.Charge => asked.ChargeAsync(amount, options, cancellationToken),
            Verb.Unblock => asked.UnblockAsync(options, cancellationToken),
            _ => asked.RefundAsync(options.Key.Value, amount, options, cancellationToken),
        };
    }

    private Instrument.Card Card() => Instrument.Card.TryCreate(TestCards.Success, "12", "40", "A CLIENT", "123", time.GetUtcNow(), out var card, out _)
        ? card
        : throw new InvalidOperationException("The test card is no card.");

    private static Outcome? OutcomeOf(OrderReply reply) => reply switch
    {
        OrderReply.Approved e => new Outcome.Done(Sums.Of(e.View.Books)),
        OrderReply.Declined e => new Outcome.Nothing(Sums.Of(e.View.Books)),
        OrderReply.NotApplied e => new Outcome.Nothing(Sums.Of(e.View.Books)),
        OrderReply.Rejected e => new Outcome.Refused(e.Reason, e.View is { } view ? Sums.Of(view.Books) : null),
        OrderReply.Pending or OrderReply.Busy => null,
        _ => throw new InvalidOperationException($"Nobody asked for {reply.GetType().Name}."),
    };
}
