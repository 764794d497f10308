using System.Collections.Concurrent;
using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Simulation;

/// <summary>
/// Asks for one order's steps as a careful merchant does: under a key for each, again under the same key for as long as nothing is
/// settled, under a new key and the same OrderId where nothing was applied. Keeps what it was told and shown.
/// </summary>
internal sealed class OrderClient(Lifecycle life, Installation installation, SimulatedGateway gateway, TimeProvider time)
{
    private const int MostTries = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LimitAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan PauseBeforeTry = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(10);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly ConcurrentQueue<Sighting> _sightings = new();
    private readonly ConcurrentQueue<string> _complaints = new();

    /// <summary>Which order.</summary>
    public OrderKey Order => life.Key;

    /// <summary>What the client knows.</summary>
    public OrderRecord Known => new() { Key = life.Key, Answers = [.. _answers], Sightings = [.. _sightings.Distinct()], Complaints = [.. _complaints] };

    /// <summary>Lives the order's life.</summary>
    public async Task RunAsync()
    {
        for (var i = 0; i < life.Steps.Count; i++)
        {
            var step = life.Steps[i];
            if (step.Pause > TimeSpan.Zero)
                await Task.Delay(step.Pause, time);
            if (step.ByOperator is { } amount)
            {
                await Task.Delay(Moment, time); // So that an audit can tell what came before it from what came after.
                gateway.OperatorActs(life.Key.Order.ToString(), Operation.Refund, amount);
            }

            var reply = await TakeAsync(step, i);
            if (i == 0 && reply is not OrderReply.Approved)
                return; // Nothing to go on with.
        }
    }

    /// <summary>Asks once more for everything that was answered.</summary>
    public async Task AskAgainAsync()
    {
        foreach (var answer in _answers.DistinctBy(answer => answer.Key).ToArray())
            await SettleAsync(answer.Operation, answer.Amount, new CallOptions { Key = answer.Key, Limit = LimitAgain });
    }

    private async Task<OrderReply?> TakeAsync(Step step, int number)
    {
        OrderReply? reply = null;
        for (var @try = 1; @try <= MostTries && reply is null or OrderReply.NotApplied; @try++)
        {
            if (@try > 1)
                await Task.Delay(PauseBeforeTry, time);
            var options = step.Manner is Manner.Keyless
                ? new CallOptions { UseDefaultKey = true, Limit = Limit }
                : new CallOptions { Key = new IdempotencyKey(string.Create(CultureInfo.InvariantCulture, $"step {number + 1}, try {@try}")), Limit = Limit };
            var asked = step.Manner is Manner.Twice
                ? await Task.WhenAll(SettleAsync(step, options), Task.Run(() => SettleAsync(step, options)))
                : [await SettleAsync(step, options)];
            reply = asked[0];
        }

        return reply;
    }

    private Task<OrderReply?> SettleAsync(Step step, CallOptions options) => SettleAsync(step.Operation, step.Amount, options);

    private async Task<OrderReply?> SettleAsync(Operation operation, Money? amount, CallOptions options)
    {
        var (since, pause) = (time.GetTimestamp(), FirstPause);
        while (true)
        {
            var reply = await AskAsync(operation, amount, options);
            if (reply is not null and not (OrderReply.Pending or OrderReply.Busy or OrderReply.Rejected { Reason: Rejection.CommandInProgress }))
            {
                if (options.Key is { } key && Told.By(reply) is { } told)
                    _answers.Enqueue(new Answer(key, operation, amount, told));
                return reply;
            }

            if (time.GetElapsedTime(since) > Patience)
            {
                _complaints.Enqueue($"{operation} under '{options.Key}' was not settled within {Patience.TotalDays} days.");
                return null;
            }

            if (reply is null)
                continue; // The node is dead: on with the next one, at once.
            await Task.Delay(pause, time);
            options = options with { Limit = LimitAgain };
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Null: the node died meanwhile, or failed in a way that is complained of.</summary>
    private async Task<OrderReply?> AskAsync(Operation operation, Money? amount, CallOptions options)
    {
        var node = await installation.NodeAsync();
        try
        {
            var reply = await CallAsync(node.Orders[life.Key], operation, amount, options, node.Dead);
            if (Sighting.By(reply) is { } sighting)
                _sightings.Enqueue(sighting);
            return reply;
        }
        catch (Exception) when (node.Dead.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _complaints.Enqueue($"{operation} under '{options.Key}' threw {failure.GetType().Name}: {failure.Message}");
            await Task.Delay(FirstPause, time);
            return null;
        }
    }

    private Task<OrderReply> CallAsync(IOrder order, Operation operation, Money? amount, CallOptions options, CancellationToken cancellationToken) => operation switch
    {
        Operation.Pay => order.PayAsync(amount!.Value, Card(), options, cancellationToken),
        Operation.Block => order.BlockAsync(amount!.Value, Card(), options, cancellationToken),
        Operation.Charge => order.ChargeAsync(amount, options, cancellationToken),
        Operation.Unblock => order.UnblockAsync(options, cancellationToken),
        _ => order.RefundAsync(options.Key!.Value, amount, options, cancellationToken),
    };

    private Instrument.Card Card() => Instrument.Card.TryCreate(life.Card, "12", "40", "A SIMULATION", "123", time.GetUtcNow(), out var card, out _)
        ? card
        : throw new InvalidOperationException("The simulation's card is no card.");
}
