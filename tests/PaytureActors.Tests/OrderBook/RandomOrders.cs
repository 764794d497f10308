using System.Diagnostics.CodeAnalysis;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Tests.OrderBook;

/// <summary>Event streams that the rules themselves lead to, under commands and answers by chance.</summary>
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Chance for tests.")]
internal sealed class RandomOrders(int seed)
{
    public static readonly MerchantPolicy Policy = new() { Horizon = TimeSpan.FromMinutes(10), MaxResends = 2, LateBlock = LateEffectPolicy.Undo };

    private static readonly string[] Codes = ["ILLEGAL_ORDER_STATE", "REFUND_NOT_ALOWED", "CODE_A", "CODE_B"];
    private readonly Random _chance = new(seed);

    /// <summary>The events of one order, and its state after each.</summary>
    public IReadOnlyList<(OrderEvent Event, OrderState State)> Next(int commands = 40)
    {
        var (state, now) = (OrderState.Initial, new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(_chance.Next(100_000)));
        var history = new List<(OrderEvent, OrderState)>();
        for (var i = 0; i < commands; i++)
        {
            now += TimeSpan.FromTicks(_chance.NextInt64(TimeSpan.FromMinutes(3).Ticks));
            if (OrderDecider.Decide(Command(state, now), state, Policy, now) is not Decision.Accepted accepted)
                continue;
            foreach (var @event in accepted.Events)
            {
                state = OrderDecider.Evolve(state, @event);
                history.Add((@event, state));
            }
        }

        return history;
    }

    private OrderCommand Command(OrderState state, DateTimeOffset now) => _chance.Next(10) switch
    {
        < 3 => Ask(state),
        8 when _chance.Next(3) == 0 => new OrderCommand.TakeHint(now, null),
        < 6 when state.InFlight is { } attempt => new OrderCommand.Settle(attempt.Id, Outcome()),
        9 when _chance.Next(3) == 0 => new OrderCommand.Resolve((ManualDecision)_chance.Next(1, 4), "seen", "A. Person"),
        9 => new OrderCommand.Continue(),
        _ => new OrderCommand.TakeStanding(Standing(state), new Asked(now, TimeSpan.FromMinutes(_chance.Next(4)), false)),
    };

    private OrderCommand.Ask Ask(OrderState state) =>
        new((Operation)_chance.Next(1, 9), new IdempotencyKey($"k{_chance.Next(20)}"), _chance.Next(3) == 0 ? null : Amount())
        {
            Details = new AskDetails
            {
                Family = (ApiFamily)_chance.Next(1, 6), Session = (Operation)_chance.Next(1, 3), ReturnUrl = "https://shop.example/thanks",
            },
            MdHash = state.Challenge?.MdHash,
        };

    private GatewayOutcome Outcome() => _chance.Next(10) switch
    {
        8 => new GatewayOutcome.ChallengeRequired("https://acs.example", "00ff"),
        9 => new GatewayOutcome.SessionOpened("5e55", "https://gateway.example/Pay?SessionId=5e55"),
        < 3 => new GatewayOutcome.Approved(null, null),
        3 => new GatewayOutcome.NotSent(NotSentReason.Connect),
        4 => new GatewayOutcome.Approved(Amount(), Amount()),
        5 => new GatewayOutcome.Refused(new Refusal(Codes[_chance.Next(Codes.Length)], (ErrorClass)_chance.Next(7), _chance.Next(2) == 0)),
        _ => new GatewayOutcome.Unknown(UnknownReason.Timeout),
    };

    private Standing Standing(OrderState state) => _chance.Next(4) switch
    {
        0 => new Standing(GatewayState.Pending),
        1 => new Standing((GatewayState)_chance.Next(18), Amount())
        {
            Said = "Word", Rrn = "1234", MerchantContract = "T", FinalTerminal = "F", MaskedPan = "400000******0002", AddInfo = [new("Bank", "\"B\"")],
        },
        2 => state.Books.Phase switch
        {
            OrderPhase.Blocked => new Standing(GatewayState.Authorized, state.Books.Held),
            OrderPhase.Charged => new Standing(GatewayState.Charged, state.Books.Left),
            _ => Domain.Standing.NotFound,
        },
        _ => (state.InFlight ?? (state.Doubts is [.., var doubt] ? doubt : null)) switch
        {
            { Effect: Operation.Block } attempt => new Standing(GatewayState.Authorized, attempt.Amount),
            { Operation: Operation.Unblock } => new Standing(GatewayState.Voided),
            { Operation: Operation.Refund, Fence.Expected: var left } => new Standing(left == Money.Zero ? GatewayState.Refunded : GatewayState.Charged, left),
            { } attempt => new Standing(GatewayState.Charged, attempt.Amount),
            null => Domain.Standing.NotFound,
        },
    };

    private Money Amount() => Money.Kopecks(_chance.Next(1, 5));
}
