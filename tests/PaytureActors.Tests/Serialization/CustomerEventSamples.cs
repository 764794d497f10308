using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Tests.Serialization;

/// <summary>One event of a customer of every kind and shape that a journal may hold. Never changed, only added to: the golden files hold them.</summary>
internal static class CustomerEventSamples
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.Zero).AddTicks(4_567_891);
    private static readonly AttemptId Attempt = new(7);
    private static readonly Refusal Refusal = new("DUPLICATE_CARD", ErrorClass.StateConflict, false);

    public static IReadOnlyDictionary<string, CustomerEvent> All { get; } = new Dictionary<string, CustomerEvent>
    {
        ["change-requested.v1"] = new CustomerEvent.ChangeRequested(Attempt, new("Register#0"), CustomerOperation.Register, At.AddSeconds(10), At),
        ["change-requested.v1.add"] = new CustomerEvent.ChangeRequested(Attempt, new("Заявка 1"), CustomerOperation.Add, At.AddSeconds(10), At)
        {
            MaskedPan = "411111******1112",
        },
        ["change-requested.v1.return"] = new CustomerEvent.ChangeRequested(Attempt, new("a"), CustomerOperation.Add, At.AddSeconds(10), At)
        {
            MaskedPan = "411111******1112", ReturnUrl = "https://shop.example/cards",
        },
        ["challenge-ended.v1"] = new CustomerEvent.ChallengeEnded(Attempt, null, At),
        ["challenge-ended.v1.card"] = new CustomerEvent.ChallengeEnded(
            Attempt, new StoredCard("40252318-de07-4853-b43d-4b67f2cd2077", "411111xxxxxx1112", "NotActive"), At),
        ["change-requested.v1.activate"] = new CustomerEvent.ChangeRequested(Attempt, new("a"), CustomerOperation.Activate, At.AddSeconds(10), At)
        {
            CardId = "40252318-de07-4853-b43d-4b67f2cd2077", Amount = Money.Kopecks(100),
        },
        ["applied.v1"] = new CustomerEvent.Applied(Attempt, null, WasSeen: false, At),
        ["applied.v1.card"] = new CustomerEvent.Applied(
            Attempt,
            new StoredCard("40252318-de07-4853-b43d-4b67f2cd2077", "411111xxxxxx1112", "NotActive") { CardHolder = "ANNA KOVAL", NoCvv = true, Expired = true },
            WasSeen: true,
            At),
        ["refused.v1"] = new CustomerEvent.Refused(Attempt, Refusal, At),
        ["not-sent.v1"] = new CustomerEvent.NotSent(Attempt, NotSentReason.Tls, At),
        ["not-applied.v1"] = new CustomerEvent.NotApplied(Attempt, At),
        ["never-learnt.v1"] = new CustomerEvent.NeverLearnt(Attempt, At),
        ["resolved.v1"] = new CustomerEvent.Resolved(Attempt, ManualDecision.NotApplied, "В банке следов нет.", "Anna Koval", At),
        ["challenge-issued.v1"] = new CustomerEvent.ChallengeIssued(Attempt, new string('a', 64), At.AddMinutes(15), At),
        ["outcome-unknown.v1"] = new CustomerEvent.OutcomeUnknown(Attempt, UnknownReason.Timeout, null, At),
        ["outcome-unknown.v1.code"] = new CustomerEvent.OutcomeUnknown(
            Attempt, UnknownReason.Code, new Refusal("INTERNAL_ERROR", ErrorClass.OutcomeUnknown, true), At),
    };
}
