using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Journal;

namespace PaytureActors.Orders;

// Messages as events.
internal static partial class OrderEventWire
{
    public static OrderEvent Read(Wire.RefundAccepted m, PersonalDataCipher? cipher) =>
        new OrderEvent.RefundAccepted(new(m.Key), m.HasAsked ? Money.Kopecks(m.Asked) : null, Time(m.At))
        {
            Details = ReadIf(m.Details, PersonalTexts.Read(m.Personal, cipher)) ?? AskDetails.None,
        };

    public static OrderEvent Read(Wire.AttemptRequested m, PersonalDataCipher? cipher)
    {
        var texts = PersonalTexts.Read(m.Personal, cipher);
        return new OrderEvent.AttemptRequested(
            new(m.Attempt), new(m.Key), (Operation)m.Operation, m.HasAsked ? Money.Kopecks(m.Asked) : null, Money.Kopecks(m.Amount), Time(m.SendBy),
            ReadIf(m.Fence), Time(m.At))
        {
            Details = ReadIf(m.Details, texts),
            LeadsTo = m.HasLeadsTo ? (Operation)m.LeadsTo : null,
            Cheque = ReadIf(m.Cheque, texts),
        };
    }

    public static OrderEvent Read(Wire.ChallengeIssued m, PersonalDataCipher? cipher) => new OrderEvent.ChallengeIssued(
        new(m.Attempt), Read(m.Challenge, PersonalTexts.Read(m.Personal, cipher)), Time(m.At));

    public static OrderEvent Read(Wire.AdoptionAccepted m) => new OrderEvent.AdoptionAccepted(new(m.Key), (ApiFamily)m.Family, Time(m.At));

    public static OrderEvent Read(Wire.Adopted m) => new OrderEvent.Adopted(Read(m.Books), Read(m.Evidence), Time(m.At)) { HoldDue = DueOf(m.Books) };

    public static OrderEvent Read(Wire.ChallengeSeen m) => new OrderEvent.ChallengeSeen(Read(m.Evidence), Time(m.At));

    public static OrderEvent Read(Wire.ChallengePassed m) => new OrderEvent.ChallengePassed(Read(m.Books), Read(m.Evidence), Time(m.At)) { HoldDue = DueOf(m.Books) };

    public static OrderEvent Read(Wire.ChallengeFailed m) => new OrderEvent.ChallengeFailed(Read(m.Books), Read(m.Evidence), Time(m.At)) { HoldDue = DueOf(m.Books) };

    public static OrderEvent Read(Wire.ChallengeExpired m) => new OrderEvent.ChallengeExpired(Read(m.Books), Read(m.Evidence), Time(m.At)) { HoldDue = DueOf(m.Books) };

    public static OrderEvent Read(Wire.Approved m) => new OrderEvent.Approved(new(m.Attempt), Read(m.Books), ReadIf(m.Evidence), Time(m.At)) { HoldDue = DueOf(m.Books) };

    public static OrderEvent Read(Wire.Declined m) => new OrderEvent.Declined(
        m.HasAttempt ? new(m.Attempt) : null, ReadIf(m.Refusal), Read(m.Books), ReadIf(m.Evidence), Time(m.At)) { HoldDue = DueOf(m.Books) };

    public static OrderEvent Read(Wire.NotApplied m) =>
        new OrderEvent.NotApplied(new(m.Attempt), Read(m.Evidence), m.HasRetryAt ? Time(m.RetryAt) : null, Time(m.At));

    public static OrderEvent Read(Wire.NotSent m) =>
        new OrderEvent.NotSent(new(m.Attempt), (NotSentReason)m.Reason, m.HasRetryAt ? Time(m.RetryAt) : null, Time(m.At));

    public static OrderEvent Read(Wire.RefusedForNow m) =>
        new OrderEvent.RefusedForNow(new(m.Attempt), Read(m.Refusal), m.HasRetryAt ? Time(m.RetryAt) : null, Time(m.At));

    public static OrderEvent Read(Wire.Expired m) => new OrderEvent.Expired(new(m.Attempt), Read(m.Books), ReadIf(m.Evidence), Time(m.At)) { HoldDue = DueOf(m.Books) };

    public static OrderEvent Read(Wire.Overtaken m) => new OrderEvent.Overtaken(new(m.Attempt), Read(m.Books), Read(m.Evidence), Time(m.At)) { HoldDue = DueOf(m.Books) };

    public static OrderEvent Read(Wire.Resolved m) => new OrderEvent.Resolved((ManualDecision)m.Decision, m.Reason, m.By, Read(m.Books), Time(m.At)) { HoldDue = DueOf(m.Books) };

    public static OrderEvent Read(Wire.OutcomeUnknown m) => new OrderEvent.OutcomeUnknown(
        new(m.Attempt), (UnknownReason)m.Reason, ReadIf(m.Refusal), m.HasClaimed ? Money.Kopecks(m.Claimed) : null, Time(m.At));

    public static OrderEvent Read(Wire.RefusedByState m) => new OrderEvent.RefusedByState(new(m.Attempt), Read(m.Refusal), Time(m.At));

    public static OrderEvent Read(Wire.PendingSeen m) => new OrderEvent.PendingSeen(new(m.Attempt), Time(m.At));

    public static OrderEvent Read(Wire.AttentionRaised m) =>
        new OrderEvent.AttentionRaised((AttentionReason)m.Reason, m.HasCommand ? new IdempotencyKey(m.Command) : null, Time(m.At));

    public static OrderEvent Read(Wire.LooksOrdered m) => new OrderEvent.LooksOrdered(ValueList.From(m.Due.Select(Time)), Time(m.At));

    public static OrderEvent Read(Wire.Looked m) =>
        new OrderEvent.Looked(Time(m.Asked), m.IsLast, Time(m.At)) { Evidence = ReadIf(m.Evidence) };

    public static OrderEvent Read(Wire.LateEffectFound m) =>
        new OrderEvent.LateEffectFound(Attempts(m.Attempts), Attempts(m.Twins), Read(m.Books), ReadIf(m.Evidence), Time(m.At))
        {
            HoldDue = DueOf(m.Books),
            Family = m.HasFamily ? (ApiFamily)m.Family : null,
        };

    public static OrderEvent Read(Wire.DriftFound m) =>
        new OrderEvent.DriftFound(Attempts(m.MayInclude), Read(m.Books), ReadIf(m.Evidence), Time(m.At)) { HoldDue = DueOf(m.Books) };
}
