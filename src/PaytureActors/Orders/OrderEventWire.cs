using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Collections;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Orders;

/// <summary>Events as messages and back, field by field.</summary>
internal static class OrderEventWire
{
    public static IMessage Write(OrderEvent @event) => @event switch
    {
        OrderEvent.RefundAccepted e => With(new Wire.RefundAccepted { At = Ticks(e.At), Key = e.Key.ToString() }, m =>
        {
            if (e.Asked is { } asked)
                m.Asked = asked.InKopecks;
        }),
        OrderEvent.AttemptRequested e => With(
            new Wire.AttemptRequested
            {
                At = Ticks(e.At), Attempt = e.Attempt.Number, Key = e.Key.ToString(), Operation = (int)e.Operation, Amount = e.Amount.InKopecks,
                SendBy = Ticks(e.SendBy), Fence = e.Fence is { } fence ? new() { Before = fence.Before.InKopecks, Expected = fence.Expected.InKopecks } : null,
            },
            m =>
            {
                if (e.Asked is { } asked)
                    m.Asked = asked.InKopecks;
            }),
        OrderEvent.Approved e => new Wire.Approved
        {
            At = Ticks(e.At), Attempt = e.Attempt.Number, Books = Write(e.Books), Evidence = Write(e.Evidence),
        },
        OrderEvent.Declined e => With(
            new Wire.Declined { At = Ticks(e.At), Refusal = Write(e.Refusal), Books = Write(e.Books), Evidence = Write(e.Evidence) }, m =>
            {
                if (e.Attempt is { } attempt)
                    m.Attempt = attempt.Number;
            }),
        OrderEvent.NotApplied e => With(
            new Wire.NotApplied { At = Ticks(e.At), Attempt = e.Attempt.Number, Evidence = Write(e.Evidence) }, m =>
            {
                if (e.RetryAt is { } retryAt)
                    m.RetryAt = Ticks(retryAt);
            }),
        OrderEvent.NotSent e => With(
            new Wire.NotSent { At = Ticks(e.At), Attempt = e.Attempt.Number, Reason = (int)e.Reason }, m =>
            {
                if (e.RetryAt is { } retryAt)
                    m.RetryAt = Ticks(retryAt);
            }),
        OrderEvent.RefusedForNow e => With(
            new Wire.RefusedForNow { At = Ticks(e.At), Attempt = e.Attempt.Number, Refusal = Write(e.Refusal) }, m =>
            {
                if (e.RetryAt is { } retryAt)
                    m.RetryAt = Ticks(retryAt);
            }),
        OrderEvent.Expired e => new Wire.Expired
        {
            At = Ticks(e.At), Attempt = e.Attempt.Number, Books = Write(e.Books), Evidence = Write(e.Evidence),
        },
        OrderEvent.Overtaken e => new Wire.Overtaken
        {
            At = Ticks(e.At), Attempt = e.Attempt.Number, Books = Write(e.Books), Evidence = Write(e.Evidence),
        },
        OrderEvent.Resolved e => new Wire.Resolved
        {
            At = Ticks(e.At), Decision = (int)e.Decision, Reason = e.Reason, By = e.By, Books = Write(e.Books),
        },
        OrderEvent.OutcomeUnknown e => With(
            new Wire.OutcomeUnknown { At = Ticks(e.At), Attempt = e.Attempt.Number, Reason = (int)e.Reason, Refusal = Write(e.Refusal) }, m =>
            {
                if (e.Claimed is { } claimed)
                    m.Claimed = claimed.InKopecks;
            }),
        OrderEvent.RefusedByState e => new Wire.RefusedByState { At = Ticks(e.At), Attempt = e.Attempt.Number, Refusal = Write(e.Refusal) },
        OrderEvent.PendingSeen e => new Wire.PendingSeen { At = Ticks(e.At), Attempt = e.Attempt.Number },
        OrderEvent.AttentionRaised e => With(new Wire.AttentionRaised { At = Ticks(e.At), Reason = (int)e.Reason }, m =>
        {
            if (e.Command is { } command)
                m.Command = command.ToString();
        }),
        OrderEvent.LooksOrdered e => With(new Wire.LooksOrdered { At = Ticks(e.At) }, m => m.Due.AddRange(e.Due.Select(Ticks))),
        OrderEvent.Looked e => new Wire.Looked { At = Ticks(e.At), Asked = Ticks(e.Asked), IsLast = e.IsLast },
        OrderEvent.LateEffectFound e => With(
            new Wire.LateEffectFound { At = Ticks(e.At), Books = Write(e.Books), Evidence = Write(e.Evidence) }, m =>
            {
                m.Attempts.AddRange(e.Attempts.Select(attempt => attempt.Number));
                m.Twins.AddRange(e.Twins.Select(attempt => attempt.Number));
            }),
        OrderEvent.DriftFound e => With(
            new Wire.DriftFound { At = Ticks(e.At), Books = Write(e.Books), Evidence = Write(e.Evidence) },
            m => m.MayInclude.AddRange(e.MayInclude.Select(attempt => attempt.Number))),
        _ => throw new UnreachableException($"No message stands for {@event.GetType().Name}."),
    };

    public static OrderEvent Read(Wire.RefundAccepted m) =>
        new OrderEvent.RefundAccepted(new(m.Key), m.HasAsked ? Money.Kopecks(m.Asked) : null, Time(m.At));

    public static OrderEvent Read(Wire.AttemptRequested m) => new OrderEvent.AttemptRequested(
        new(m.Attempt), new(m.Key), (Operation)m.Operation, m.HasAsked ? Money.Kopecks(m.Asked) : null, Money.Kopecks(m.Amount), Time(m.SendBy),
        m.Fence is { } fence ? new(Money.Kopecks(fence.Before), Money.Kopecks(fence.Expected)) : null, Time(m.At));

    public static OrderEvent Read(Wire.Approved m) => new OrderEvent.Approved(new(m.Attempt), Read(m.Books), ReadIf(m.Evidence), Time(m.At));

    public static OrderEvent Read(Wire.Declined m) => new OrderEvent.Declined(
        m.HasAttempt ? new(m.Attempt) : null, ReadIf(m.Refusal), Read(m.Books), ReadIf(m.Evidence), Time(m.At));

    public static OrderEvent Read(Wire.NotApplied m) =>
        new OrderEvent.NotApplied(new(m.Attempt), Read(m.Evidence), m.HasRetryAt ? Time(m.RetryAt) : null, Time(m.At));

    public static OrderEvent Read(Wire.NotSent m) =>
        new OrderEvent.NotSent(new(m.Attempt), (NotSentReason)m.Reason, m.HasRetryAt ? Time(m.RetryAt) : null, Time(m.At));

    public static OrderEvent Read(Wire.RefusedForNow m) =>
        new OrderEvent.RefusedForNow(new(m.Attempt), Read(m.Refusal), m.HasRetryAt ? Time(m.RetryAt) : null, Time(m.At));

    public static OrderEvent Read(Wire.Expired m) => new OrderEvent.Expired(new(m.Attempt), Read(m.Books), Read(m.Evidence), Time(m.At));

    public static OrderEvent Read(Wire.Overtaken m) => new OrderEvent.Overtaken(new(m.Attempt), Read(m.Books), Read(m.Evidence), Time(m.At));

    public static OrderEvent Read(Wire.Resolved m) => new OrderEvent.Resolved((ManualDecision)m.Decision, m.Reason, m.By, Read(m.Books), Time(m.At));

    public static OrderEvent Read(Wire.OutcomeUnknown m) => new OrderEvent.OutcomeUnknown(
        new(m.Attempt), (UnknownReason)m.Reason, ReadIf(m.Refusal), m.HasClaimed ? Money.Kopecks(m.Claimed) : null, Time(m.At));

    public static OrderEvent Read(Wire.RefusedByState m) => new OrderEvent.RefusedByState(new(m.Attempt), Read(m.Refusal), Time(m.At));

    public static OrderEvent Read(Wire.PendingSeen m) => new OrderEvent.PendingSeen(new(m.Attempt), Time(m.At));

    public static OrderEvent Read(Wire.AttentionRaised m) =>
        new OrderEvent.AttentionRaised((AttentionReason)m.Reason, m.HasCommand ? new IdempotencyKey(m.Command) : null, Time(m.At));

    public static OrderEvent Read(Wire.LooksOrdered m) => new OrderEvent.LooksOrdered(ValueList.From(m.Due.Select(Time)), Time(m.At));

    public static OrderEvent Read(Wire.Looked m) => new OrderEvent.Looked(Time(m.Asked), m.IsLast, Time(m.At));

    public static OrderEvent Read(Wire.LateEffectFound m) =>
        new OrderEvent.LateEffectFound(Attempts(m.Attempts), Attempts(m.Twins), Read(m.Books), ReadIf(m.Evidence), Time(m.At));

    public static OrderEvent Read(Wire.DriftFound m) =>
        new OrderEvent.DriftFound(Attempts(m.MayInclude), Read(m.Books), ReadIf(m.Evidence), Time(m.At));

    private static Wire.Books Write(Books books) => new()
    {
        Phase = (int)books.Phase, Held = books.Held.InKopecks, Captured = books.Captured.InKopecks, Refunded = books.Refunded.InKopecks,
    };

    private static Books Read(Wire.Books m) =>
        new((OrderPhase)m.Phase, Money.Kopecks(m.Held), Money.Kopecks(m.Captured), Money.Kopecks(m.Refunded));

    private static Wire.Refusal? Write(Refusal? refusal) =>
        refusal is null ? null : new() { Code = refusal.Code, Class = (int)refusal.Class, IsInferred = refusal.IsInferred };

    private static Refusal Read(Wire.Refusal m) => new(m.Code, (ErrorClass)m.Class, m.IsInferred);

    private static Refusal? ReadIf(Wire.Refusal? m) => m is null ? null : Read(m);

    private static Wire.Standing? Write(Standing? standing) => standing is null ? null : With(new Wire.Standing { State = (int)standing.State }, m =>
    {
        if (standing.Amount is { } amount)
            m.Amount = amount.InKopecks;
        if (standing.Said is { } said)
            m.Said = said;
        if (standing.Rrn is { } rrn)
            m.Rrn = rrn;
        if (standing.MerchantContract is { } contract)
            m.MerchantContract = contract;
    });

    private static Standing Read(Wire.Standing m) => new((GatewayState)m.State, m.HasAmount ? Money.Kopecks(m.Amount) : null)
    {
        Said = m.HasSaid ? m.Said : null,
        Rrn = m.HasRrn ? m.Rrn : null,
        MerchantContract = m.HasMerchantContract ? m.MerchantContract : null,
    };

    private static Standing? ReadIf(Wire.Standing? m) => m is null ? null : Read(m);

    private static ValueList<AttemptId> Attempts(RepeatedField<int> numbers) => ValueList.From(numbers.Select(number => new AttemptId(number)));

    private static long Ticks(DateTimeOffset time) => time.UtcTicks;

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static T With<T>(T message, Action<T> set)
    {
        set(message);
        return message;
    }
}
