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
internal sealed partial class OrderClient
{
    private const int MostTries = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LimitAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan PauseBeforeTry = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(10);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly Lifecycle _life;
    private readonly SimulatedGateway _gateway;
    private readonly TimeProvider _time;
    private readonly NodeDoor _door;
    private readonly WalletClient _wallet;
    private readonly ConcurrentDictionary<IdempotencyKey, Step> _asked = new();
    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly ConcurrentQueue<Sighting> _sightings = new();

    public OrderClient(Lifecycle life, Installation installation, SimulatedGateway gateway, TimeProvider time)
    {
        (_life, _gateway, _time, _door) = (life, gateway, time, new NodeDoor(installation, time));
        _wallet = new WalletClient($"{life.Key.Order}@shop.example", _door, gateway, time);
    }

    /// <summary>Which order.</summary>
    public OrderKey Order => _life.Key;

    /// <summary>When it comes, counted from the beginning.</summary>
    public TimeSpan Arrival => _life.Arrival;

    /// <summary>What the client knows.</summary>
    public OrderRecord Known => new() { Key = _life.Key, Answers = [.. _answers], Sightings = [.. _sightings.Distinct()], Complaints = _door.Complaints };

    /// <summary>Lives the order's life.</summary>
    public async Task RunAsync()
    {
        if (_life.Flow.Family is ApiFamily.EWallet && !await HasWalletAsync())
            return;

        for (var i = 0; i < _life.Steps.Count; i++)
        {
            var step = _life.Steps[i];
            if (step.Pause > TimeSpan.Zero)
                await Task.Delay(step.Pause, _time);
            if (step.ByOperator is { } amount)
            {
                await Task.Delay(Moment, _time); // So that an audit can tell what came before it from what came after.
                _gateway.OperatorActs(_life.Key.Order.ToString(), Operation.Refund, amount);
            }

            var reply = await TakeAsync(step, string.Create(CultureInfo.InvariantCulture, $"step {i + 1}"));
            if (i == 0 && !await IsPaidAsync(reply))
                return; // Nothing to go on with.
        }
    }

    /// <summary>Asks once more for everything that was answered.</summary>
    public async Task AskAgainAsync()
    {
        foreach (var answer in _answers.DistinctBy(answer => answer.Key).ToArray())
            await SettleAsync(_asked[answer.Key], new CallOptions { Key = answer.Key, Limit = LimitAgain });
        _wallet.Audit();
    }

    private async Task<bool> HasWalletAsync() =>
        await _wallet.RegisterAsync() && (_life.Flow.Means is not Means.Stored || await _wallet.StoreAsync(Card));

    private async Task<OrderReply?> TakeAsync(Step step, string name)
    {
        OrderReply? reply = null;
        for (var @try = 1; @try <= MostTries && reply is null or OrderReply.NotApplied; @try++)
        {
            if (@try > 1)
                await Task.Delay(PauseBeforeTry, _time);
            var options = step.Manner is Manner.Keyless
                ? new CallOptions { UseDefaultKey = true, Limit = Limit }
                : new CallOptions { Key = new IdempotencyKey(string.Create(CultureInfo.InvariantCulture, $"{name}, try {@try}")), Limit = Limit };
            var asked = step.Manner is Manner.Twice
                ? await Task.WhenAll(SettleAsync(step, options), Task.Run(() => SettleAsync(step, options)))
                : [await SettleAsync(step, options)];
            reply = asked.FirstOrDefault(each => each is OrderReply.ChallengeRequired { Form: not null }) ?? asked[0]; // One of two gets the form.
        }

        return reply;
    }

    private async Task<OrderReply?> SettleAsync(Step step, CallOptions options)
    {
        var (since, pause) = (_time.GetTimestamp(), FirstPause);
        options = options with { Items = step.Items, Cheque = step.Operation is Operation.Pay or Operation.Block ? _life.Receipt : null };
        if (options.Key is { } own)
            _asked[own] = step;
        while (true)
        {
            var reply = await _door.AskAsync<OrderReply>($"{step.Operation} under '{options.Key}'", async node => await CallAsync(node.Orders[_life.Key], step, options, node.Dead));
            if (reply is not null && Sighting.By(reply) is { } sighting)
                _sightings.Enqueue(sighting);
            if (reply is not null and not (OrderReply.Pending or OrderReply.Busy or OrderReply.Rejected { Reason: Rejection.CommandInProgress }))
            {
                if (options.Key is { } key && Told.By(reply) is { } told)
                    _answers.Enqueue(new Answer(key, step.Operation, step.Amount, told));
                return reply;
            }

            if (_time.GetElapsedTime(since) > Patience)
            {
                _door.Complain($"{step.Operation} under '{options.Key}' was not settled within {Patience.TotalDays} days.");
                return null;
            }

            if (reply is null)
                continue; // The node is dead: on with the next one, at once.
            await Task.Delay(pause, _time);
            options = options with { Limit = LimitAgain };
            pause = Longer(pause);
        }
    }

    private Task<OrderReply> CallAsync(IOrder order, Step step, CallOptions options, CancellationToken cancellationToken) => step.Operation switch
    {
        Operation.Pay => order.PayAsync(step.Amount!.Value, Instrument(step.Amount.Value), options, cancellationToken),
        Operation.Block => order.BlockAsync(step.Amount!.Value, Instrument(step.Amount.Value), options, cancellationToken),
        Operation.Init => order.InitAsync(
            _life.Flow.Opening, step.Amount!.Value, Page, _life.Flow.Family is ApiFamily.EWallet ? _wallet.With() : null, options, cancellationToken),
        Operation.CompleteChallenge => order.CompleteAsync(new Instrument.ThreeDSecureResult(_bank.Md, _bank.PaRes), options, cancellationToken),
        Operation.Charge => order.ChargeAsync(step.Amount, options, cancellationToken),
        Operation.Unblock => order.UnblockAsync(options, cancellationToken),
        _ => order.RefundAsync(options.Key!.Value, step.Amount, options, cancellationToken),
    };

    private Instrument Instrument(Money amount)
    {
        var (flow, declinedAs) = (_life.Flow, _life.Flow.Means is Means.Declined ? "AMOUNT_EXCEED" : null);
        return flow.Family switch
        {
            ApiFamily.EWallet => _wallet.With(flow.Means is Means.Stored ? null : Card()),
            ApiFamily.ApplePay => new Instrument.Token(flow.Family, SimulatedToken.Apple(amount, declinedAs)),
            ApiFamily.AndroidPay => new Instrument.Token(flow.Family, SimulatedToken.Google(amount, declinedAs, flow.Means is Means.Challenged)),
            _ => Card(),
        };
    }

    private Instrument.Card Card() => Gateway.Instrument.Card.TryCreate(_life.Card, "12", "40", "A SIMULATION", "123", _time.GetUtcNow(), out var card, out _)
        ? card
        : throw new InvalidOperationException("The simulation's card is no card.");

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
