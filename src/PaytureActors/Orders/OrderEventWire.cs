using System.Diagnostics;
using Google.Protobuf;
using PaytureActors.Domain.Orders;
using PaytureActors.Journal;

namespace PaytureActors.Orders;

/// <summary>Events as messages and back, field by field.</summary>
internal static partial class OrderEventWire
{
    /// <param name="event">What to write.</param>
    /// <param name="cipher">Seals what tells of a person; without one it is written as it is.</param>
    public static IMessage Write(OrderEvent @event, PersonalDataCipher? cipher) => @event switch
    {
        OrderEvent.RefundAccepted e => Write(e, cipher),
        OrderEvent.AttemptRequested e => Write(e, cipher),
        OrderEvent.ChallengeIssued e => Write(e, cipher),
        OrderEvent.AdoptionAccepted e => new Wire.AdoptionAccepted { At = Ticks(e.At), Key = e.Key.ToString(), Family = (int)e.Family },
        OrderEvent.Approved e => new Wire.Approved
        {
            At = Ticks(e.At), Attempt = e.Attempt.Number, Books = Write(e.Books, e.HoldDue), Evidence = Write(e.Evidence),
        },
        OrderEvent.Declined e => With(
            new Wire.Declined { At = Ticks(e.At), Refusal = Write(e.Refusal), Books = Write(e.Books, e.HoldDue), Evidence = Write(e.Evidence) }, m =>
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
            At = Ticks(e.At), Attempt = e.Attempt.Number, Books = Write(e.Books, e.HoldDue), Evidence = Write(e.Evidence),
        },
        OrderEvent.Adopted e => new Wire.Adopted { At = Ticks(e.At), Books = Write(e.Books, e.HoldDue), Evidence = Write(e.Evidence) },
        OrderEvent.ChallengeSeen e => new Wire.ChallengeSeen { At = Ticks(e.At), Evidence = Write(e.Evidence) },
        OrderEvent.ChallengePassed e => new Wire.ChallengePassed { At = Ticks(e.At), Books = Write(e.Books, e.HoldDue), Evidence = Write(e.Evidence) },
        OrderEvent.ChallengeFailed e => new Wire.ChallengeFailed { At = Ticks(e.At), Books = Write(e.Books, e.HoldDue), Evidence = Write(e.Evidence) },
        OrderEvent.ChallengeExpired e => new Wire.ChallengeExpired { At = Ticks(e.At), Books = Write(e.Books, e.HoldDue), Evidence = Write(e.Evidence) },
        OrderEvent.Overtaken e => new Wire.Overtaken
        {
            At = Ticks(e.At), Attempt = e.Attempt.Number, Books = Write(e.Books, e.HoldDue), Evidence = Write(e.Evidence),
        },
        OrderEvent.Resolved e => new Wire.Resolved
        {
            At = Ticks(e.At), Decision = (int)e.Decision, Reason = e.Reason, By = e.By, Books = Write(e.Books, e.HoldDue),
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
        OrderEvent.Looked e => new Wire.Looked { At = Ticks(e.At), Asked = Ticks(e.Asked), IsLast = e.IsLast, Evidence = Write(e.Evidence) },
        OrderEvent.LateEffectFound e => With(
            new Wire.LateEffectFound { At = Ticks(e.At), Books = Write(e.Books, e.HoldDue), Evidence = Write(e.Evidence) }, m =>
            {
                m.Attempts.AddRange(e.Attempts.Select(attempt => attempt.Number));
                m.Twins.AddRange(e.Twins.Select(attempt => attempt.Number));
                if (e.Family is { } family)
                    m.Family = (int)family;
            }),
        OrderEvent.DriftFound e => With(
            new Wire.DriftFound { At = Ticks(e.At), Books = Write(e.Books, e.HoldDue), Evidence = Write(e.Evidence) },
            m => m.MayInclude.AddRange(e.MayInclude.Select(attempt => attempt.Number))),
        _ => throw new UnreachableException($"No message stands for {@event.GetType().Name}."),
    };

    // These three have texts of persons: they are collected on the way, and lie together at the end.

    private static Wire.RefundAccepted Write(OrderEvent.RefundAccepted e, PersonalDataCipher? cipher)
    {
        var texts = new PersonalTexts();
        var message = new Wire.RefundAccepted { At = Ticks(e.At), Key = e.Key.ToString(), Details = Write(e.Details, texts) };
        if (e.Asked is { } asked)
            message.Asked = asked.InKopecks;
        message.Personal = texts.Write(cipher);
        return message;
    }

    private static Wire.AttemptRequested Write(OrderEvent.AttemptRequested e, PersonalDataCipher? cipher)
    {
        var texts = new PersonalTexts();
        var message = new Wire.AttemptRequested
        {
            At = Ticks(e.At), Attempt = e.Attempt.Number, Key = e.Key.ToString(), Operation = (int)e.Operation, Amount = e.Amount.InKopecks,
            SendBy = Ticks(e.SendBy), Fence = Write(e.Fence), Cheque = Write(e.Cheque, texts),
        };
        if (e.Asked is { } asked)
            message.Asked = asked.InKopecks;
        if (e.LeadsTo is { } leadsTo)
            message.LeadsTo = (int)leadsTo;
        if (e.Details is { } details)
            message.Details = Write(details, texts) ?? new Wire.Details { Family = (int)details.Family }; // It was asked, and nothing beside.
        message.Personal = texts.Write(cipher);
        return message;
    }

    private static Wire.ChallengeIssued Write(OrderEvent.ChallengeIssued e, PersonalDataCipher? cipher)
    {
        var texts = new PersonalTexts();
        var message = new Wire.ChallengeIssued { At = Ticks(e.At), Attempt = e.Attempt.Number, Challenge = Write(e.Challenge, texts) };
        message.Personal = texts.Write(cipher);
        return message;
    }
}
