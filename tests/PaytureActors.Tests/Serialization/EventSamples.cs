using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Tests.Serialization;

/// <summary>One event of every kind and shape that a journal may hold. Never changed, only added to: the golden files hold them.</summary>
internal static class EventSamples
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.Zero).AddTicks(4_567_891);
    private static readonly IdempotencyKey Key = new("Заказ 42/refund-1");
    private static readonly AttemptId Attempt = new(7);
    private static readonly Books Charged = new(OrderPhase.Charged, Kopecks(258_900), Kopecks(150_000), Kopecks(50_000));
    private static readonly Refusal Refusal = new("ISSUER_FAIL", ErrorClass.OutcomeUnknown, true);

    private static readonly Standing Standing = new(GatewayState.Charged, Kopecks(100_000))
    {
        Rrn = "003770024290", MerchantContract = "ShopTerm7",
    };

    private static readonly ChequePosition Book = new("Книга", 1_000, Kopecks(11_145), 2);

    private static readonly Cheque Receipt = new([Book, new("Доставка", 1_500, Kopecks(8_200), 6)], 1, "buyer@shop.example") { Message = "Спасибо" };

    private static readonly Attempt Opening = new(Attempt, Key, Operation.Pay, Kopecks(258_900), At, At.AddSeconds(10), null);

    public static IReadOnlyDictionary<string, OrderEvent> All { get; } = new Dictionary<string, OrderEvent>
    {
        ["refund-accepted.v1"] = new OrderEvent.RefundAccepted(Key, Kopecks(50_000), At),
        ["refund-accepted.v1.everything"] = new OrderEvent.RefundAccepted(Key, null, At),
        ["attempt-requested.v1"] = new OrderEvent.AttemptRequested(Attempt, Key, Operation.Charge, null, Kopecks(258_900), At.AddSeconds(10), null, At),
        ["attempt-requested.v1.fenced"] = new OrderEvent.AttemptRequested(
            Attempt, Key, Operation.Refund, Kopecks(50_000), Kopecks(50_000), At.AddSeconds(10), new(Kopecks(150_000), Kopecks(100_000)), At),
        ["approved.v1"] = new OrderEvent.Approved(Attempt, Charged, null, At),
        ["approved.v1.held"] = new OrderEvent.Approved(Attempt, new(OrderPhase.Blocked, Kopecks(3), default, default), null, At) { HoldDue = At.AddDays(6) },
        ["attention-raised.v1.hold"] = new OrderEvent.AttentionRaised(AttentionReason.HoldEnds, null, At),
        ["attention-raised.v1.restored"] = new OrderEvent.AttentionRaised(AttentionReason.Restored, Key, At),
        ["outcome-unknown.v1.restored"] = new OrderEvent.OutcomeUnknown(Attempt, UnknownReason.Restored, null, null, At),
        ["approved.v1.seen"] = new OrderEvent.Approved(Attempt, Charged, Standing, At),
        ["declined.v1"] = new OrderEvent.Declined(Attempt, new("AMOUNT_EXCEED", ErrorClass.Declined, false), new(OrderPhase.Declined, default, default, default), null, At),
        ["declined.v1.nothing-sent"] = new OrderEvent.Declined(null, null, Charged, Standing, At),
        ["not-applied.v1"] = new OrderEvent.NotApplied(Attempt, Standing.NotFound, null, At),
        ["not-applied.v1.goes-on"] = new OrderEvent.NotApplied(Attempt, new(GatewayState.Authorized, Kopecks(258_900)), At.AddSeconds(1), At),
        ["not-sent.v1"] = new OrderEvent.NotSent(Attempt, NotSentReason.Connect, null, At),
        ["not-sent.v1.goes-on"] = new OrderEvent.NotSent(Attempt, NotSentReason.QueueFull, At.AddSeconds(1), At),
        ["refused-for-now.v1"] = new OrderEvent.RefusedForNow(Attempt, new("FRAUD_INTERNAL_ERROR", ErrorClass.Retryable, true), null, At),
        ["refused-for-now.v1.goes-on"] = new OrderEvent.RefusedForNow(Attempt, Refusal, At.AddMinutes(5), At),
        ["expired.v1"] = new OrderEvent.Expired(Attempt, new(OrderPhase.Expired, default, default, default), new(GatewayState.PreAuthorized3DS, Kopecks(3)), At),
        ["overtaken.v1"] = new OrderEvent.Overtaken(Attempt, new(OrderPhase.Unblocked, Kopecks(3), default, default), new(GatewayState.Voided), At),
        ["resolved.v1"] = new OrderEvent.Resolved(ManualDecision.NotApplied, "Банк подтвердил: возврата не было.", "Анна Коваль", Charged, At),
        ["outcome-unknown.v1"] = new OrderEvent.OutcomeUnknown(Attempt, UnknownReason.Timeout, null, null, At),
        ["outcome-unknown.v1.code"] = new OrderEvent.OutcomeUnknown(Attempt, UnknownReason.Code, Refusal, null, At),
        ["outcome-unknown.v1.amount"] = new OrderEvent.OutcomeUnknown(Attempt, UnknownReason.AmountDiffers, null, Kopecks(1), At),
        ["refused-by-state.v1"] = new OrderEvent.RefusedByState(Attempt, new("DUPLICATE_ORDER_ID", ErrorClass.StateConflict, false), At),
        ["pending-seen.v1"] = new OrderEvent.PendingSeen(Attempt, At),
        ["attention-raised.v1"] = new OrderEvent.AttentionRaised(AttentionReason.ResendsUsedUp, Key, At),
        ["attention-raised.v1.order"] = new OrderEvent.AttentionRaised(AttentionReason.LateEffect, null, At),
        ["looks-ordered.v1"] = new OrderEvent.LooksOrdered([At, At.AddHours(1), At.AddDays(1)], At),
        ["looked.v1"] = new OrderEvent.Looked(At.AddHours(1), true, At),
        ["looked.v1.evidence"] = new OrderEvent.Looked(At.AddHours(1), false, At) { Evidence = Standing },
        ["late-effect-found.v1"] = new OrderEvent.LateEffectFound([new(1), new(3)], [new(2)], Charged, Standing, At),
        ["late-effect-found.v1.unseen"] = new OrderEvent.LateEffectFound([new(1)], [], Charged, null, At),
        ["late-effect-found.v1.family"] = new OrderEvent.LateEffectFound([new(1)], [], Charged, Standing, At) { Family = ApiFamily.EWallet },
        ["refund-accepted.v1.items"] = new OrderEvent.RefundAccepted(Key, Kopecks(11_145), At) { Details = new() { Items = [Book] } },
        ["attempt-requested.v1.opening"] = new OrderEvent.AttemptRequested(
            Attempt, Key, Operation.Init, Kopecks(258_900), Kopecks(258_900), At.AddSeconds(10), null, At)
        {
            Details = new()
            {
                Family = ApiFamily.EWallet, Session = Operation.Block, Cheque = Receipt, ReturnUrl = "https://shop.example/thanks?order=42",
            },
            LeadsTo = Operation.Block,
            Cheque = Receipt,
        },
        ["attempt-requested.v1.plain"] = new OrderEvent.AttemptRequested(
            Attempt, Key, Operation.Pay, Kopecks(1), Kopecks(1), At.AddSeconds(10), null, At) { Details = AskDetails.None },
        ["adoption-accepted.v1"] = new OrderEvent.AdoptionAccepted(Key, ApiFamily.InPay, At),
        ["expired.v1.unseen"] = new OrderEvent.Expired(Attempt, new(OrderPhase.Expired, default, default, default), null, At),
        ["challenge-issued.v1"] = new OrderEvent.ChallengeIssued(
            Attempt, new(ChallengeKind.ThreeDSecure, Opening, At, At.AddMinutes(15)) { Url = "https://acs.bank.example/auth", MdHash = "0a1b2c" }, At),
        ["challenge-issued.v1.page"] = new OrderEvent.ChallengeIssued(
            Attempt,
            new(ChallengeKind.Page, Opening with { Operation = Operation.Init, LeadsTo = Operation.Pay, Cheque = Receipt }, At, At.AddHours(1))
            {
                Url = "https://sandbox3.payture.com/apim/Pay?SessionId=5e5510", SessionId = "5e5510",
                Seen = GatewayState.Rejected, PendingSince = At.AddMinutes(1),
            },
            At),
        ["challenge-seen.v1"] = new OrderEvent.ChallengeSeen(new(GatewayState.Rejected), At),
        ["challenge-passed.v1"] = new OrderEvent.ChallengePassed(Charged, Standing with
        {
            FinalTerminal = "ShopTerm9", MaskedPan = "492950******7788", AddInfo = [new("Bank", "Банк"), new("Country", "RU")],
        }, At),
        ["challenge-failed.v1"] = new OrderEvent.ChallengeFailed(new(OrderPhase.Declined, default, default, default), new(GatewayState.Rejected), At),
        ["challenge-expired.v1"] = new OrderEvent.ChallengeExpired(
            new(OrderPhase.Expired, default, default, default), new(GatewayState.TimedOut), At),
        ["adopted.v1"] = new OrderEvent.Adopted(Charged, Standing, At),
        ["drift-found.v1"] = new OrderEvent.DriftFound([new(4)], Charged, new(GatewayState.Unrecognized) { Said = "Новое" }, At),
    };

    private static Money Kopecks(long kopecks) => Money.Kopecks(kopecks);
}
