using System.Diagnostics;
using Google.Protobuf;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Customers;

/// <summary>Events of customers as messages and back, field by field.</summary>
internal static class CustomerEventWire
{
    public static IMessage Write(CustomerEvent @event) => @event switch
    {
        CustomerEvent.ChangeRequested e => With(
            new Wire.ChangeRequested
            {
                At = Ticks(e.At), Attempt = e.Attempt.Number, Key = e.Key.ToString(), Operation = (int)e.Operation, SendBy = Ticks(e.SendBy),
            },
            m =>
            {
                if (e.CardId is { } card)
                    m.CardId = card;
                if (e.Amount is { } amount)
                    m.Amount = amount.InKopecks;
                if (e.MaskedPan is { } pan)
                    m.MaskedPan = pan;
                if (e.ReturnUrl is { } url)
                    m.ReturnUrl = url;
            }),
        CustomerEvent.Applied e => new Wire.Applied
        {
            At = Ticks(e.At), Attempt = e.Attempt.Number, Card = Write(e.Card), WasSeen = e.WasSeen,
        },
        CustomerEvent.Refused e => new Wire.Refused { At = Ticks(e.At), Attempt = e.Attempt.Number, Refusal = Write(e.Refusal) },
        CustomerEvent.NotSent e => new Wire.NotSent { At = Ticks(e.At), Attempt = e.Attempt.Number, Reason = (int)e.Reason },
        CustomerEvent.NotApplied e => new Wire.NotApplied { At = Ticks(e.At), Attempt = e.Attempt.Number },
        CustomerEvent.NeverLearnt e => new Wire.NeverLearnt { At = Ticks(e.At), Attempt = e.Attempt.Number },
        CustomerEvent.Resolved e => new Wire.Resolved
        {
            At = Ticks(e.At), Attempt = e.Attempt.Number, Decision = (int)e.Decision, Reason = e.Reason, By = e.By,
        },
        CustomerEvent.ChallengeIssued e => new Wire.ChallengeIssued
        {
            At = Ticks(e.At), Attempt = e.Attempt.Number, MdHash = e.MdHash, Deadline = Ticks(e.Deadline),
        },
        CustomerEvent.ChallengeEnded e => new Wire.ChallengeEnded { At = Ticks(e.At), Attempt = e.Attempt.Number, Card = Write(e.Card) },
        CustomerEvent.OutcomeUnknown e => new Wire.OutcomeUnknown
        {
            At = Ticks(e.At), Attempt = e.Attempt.Number, Reason = (int)e.Reason, Refusal = Write(e.Refusal),
        },
        _ => throw new UnreachableException($"No message stands for {@event.GetType().Name}."),
    };

    public static CustomerEvent Read(Wire.ChangeRequested m) => new CustomerEvent.ChangeRequested(
        new(m.Attempt), new(m.Key), (CustomerOperation)m.Operation, Time(m.SendBy), Time(m.At))
    {
        CardId = m.HasCardId ? m.CardId : null,
        Amount = m.HasAmount ? Money.Kopecks(m.Amount) : null,
        MaskedPan = m.HasMaskedPan ? m.MaskedPan : null,
        ReturnUrl = m.HasReturnUrl ? m.ReturnUrl : null,
    };

    public static CustomerEvent Read(Wire.Applied m) =>
        new CustomerEvent.Applied(new(m.Attempt), m.Card is { } card ? Read(card) : null, m.WasSeen, Time(m.At));

    public static CustomerEvent Read(Wire.Refused m) => new CustomerEvent.Refused(new(m.Attempt), Read(m.Refusal), Time(m.At));

    public static CustomerEvent Read(Wire.NotSent m) => new CustomerEvent.NotSent(new(m.Attempt), (NotSentReason)m.Reason, Time(m.At));

    public static CustomerEvent Read(Wire.NotApplied m) => new CustomerEvent.NotApplied(new(m.Attempt), Time(m.At));

    public static CustomerEvent Read(Wire.NeverLearnt m) => new CustomerEvent.NeverLearnt(new(m.Attempt), Time(m.At));

    public static CustomerEvent Read(Wire.Resolved m) =>
        new CustomerEvent.Resolved(new(m.Attempt), (ManualDecision)m.Decision, m.Reason, m.By, Time(m.At));

    public static CustomerEvent Read(Wire.ChallengeIssued m) =>
        new CustomerEvent.ChallengeIssued(new(m.Attempt), m.MdHash, Time(m.Deadline), Time(m.At));

    public static CustomerEvent Read(Wire.ChallengeEnded m) =>
        new CustomerEvent.ChallengeEnded(new(m.Attempt), m.Card is { } card ? Read(card) : null, Time(m.At));

    public static CustomerEvent Read(Wire.OutcomeUnknown m) => new CustomerEvent.OutcomeUnknown(
        new(m.Attempt), (UnknownReason)m.Reason, m.Refusal is { } refusal ? Read(refusal) : null, Time(m.At));

    private static Wire.Refusal? Write(Refusal? refusal) =>
        refusal is null ? null : new() { Code = refusal.Code, Class = (int)refusal.Class, IsInferred = refusal.IsInferred };

    private static Refusal Read(Wire.Refusal m) => new(m.Code, (ErrorClass)m.Class, m.IsInferred);

    private static Wire.StoredCard? Write(StoredCard? card) => card is null
        ? null
        : With(
            new Wire.StoredCard { CardId = card.CardId, CardName = card.CardName, Status = card.Status, NoCvv = card.NoCvv, Expired = card.Expired },
            m =>
            {
                if (card.CardHolder is { } holder)
                    m.CardHolder = holder;
            });

    private static StoredCard Read(Wire.StoredCard m) => new(m.CardId, m.CardName, m.Status)
    {
        CardHolder = m.HasCardHolder ? m.CardHolder : null,
        NoCvv = m.NoCvv,
        Expired = m.Expired,
    };

    private static long Ticks(DateTimeOffset time) => time.UtcTicks;

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static T With<T>(T message, Action<T> set)
    {
        set(message);
        return message;
    }
}
