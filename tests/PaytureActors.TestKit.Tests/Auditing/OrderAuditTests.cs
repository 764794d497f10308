using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.TestKit.Tests.Auditing.SettledOrder;

namespace PaytureActors.TestKit.Tests.Auditing;

public sealed class OrderAuditTests
{
    private static readonly Standing Evidence = new(GatewayState.Charged, Rub(100));

    [Fact]
    public void An_order_on_which_all_agree_breaks_no_promise() => Assert.Empty(OrderAudit.Of(Good, Policy));

    [Fact]
    public void An_order_that_nobody_opened_breaks_no_promise() => Assert.Empty(OrderAudit.Of(new OrderRecord { Key = Key }, Policy));

    [Fact]
    public void A_refund_that_moved_money_twice_is_found() => AssertBroken(
        Good with { Effects = [Block, Charge, Refund, Refund], Payment = Payment with { Refunded = Rub(100), Reported = Rub(100) } },
        Promise.OneEffect, Promise.SameBooks);

    [Fact]
    public void A_refund_that_moved_money_twice_is_found_even_if_the_journal_names_the_second()
    {
        var twice = Refunded with { Refunded = Rub(100) };
        OrderEvent[] events =
        [
            .. Events[..6],
            new OrderEvent.NotApplied(new AttemptId(3), new Standing(GatewayState.Charged, Rub(200)), At(100), At(100)),
            Request(4, RefundKey, Operation.Refund, 50, new Fence(Rub(200), Rub(150))),
            Approved(4, Refunded),
            new OrderEvent.LateEffectFound([new AttemptId(3)], [], twice, Evidence, At(200)),
        ];

        AssertBroken(
            With(events) with { Effects = [Block, Charge, Refund, Refund], Payment = Payment with { Refunded = Rub(100), Reported = Rub(100) } },
            Promise.OneEffect);
    }

    [Fact]
    public void An_effect_that_the_journal_has_and_the_gateway_has_not_is_found() => AssertBroken(
        Good with { Effects = [Block, Charge], Payment = Payment with { Refunded = Money.Zero, Reported = Rub(200) } },
        Promise.TrueAnswers, Promise.SameBooks);

    [Fact]
    public void An_effect_of_another_amount_is_found() =>
        AssertBroken(Good with { Effects = [Block, Effect(2, Operation.Charge, 199), Refund] }, Promise.OneEffect, Promise.TrueAnswers);

    [Fact]
    public void An_event_that_was_published_and_is_not_in_the_journal_is_found() => AssertBroken(
        With(Events[..6]) with { Published = Good.Journal, Answers = Good.Answers, Sightings = [], View = Good.View },
        Promise.TrueAnswers, Promise.Certainty, Promise.Replay, Promise.OneEffect, Promise.SameBooks);

    [Fact]
    public void An_event_of_which_two_versions_were_published_is_found() => AssertBroken(
        Good with { Published = [.. Good.Journal, new RecordedEvent(7, Approved(3, Refunded with { Refunded = Rub(60) }))] },
        Promise.Replay);

    [Fact]
    public void A_gap_in_the_journal_is_found() =>
        AssertBroken(Good with { Journal = [.. Good.Journal.Where(line => line.Sequence != 3)] }, Promise.Replay);

    [Fact]
    public void A_view_that_the_journal_does_not_replay_to_is_found() =>
        AssertBroken(Good with { View = Good.View! with { Books = Charged } }, Promise.Replay);

    [Fact]
    public void A_sighting_that_the_journal_does_not_replay_to_is_found() =>
        AssertBroken(Good with { Sightings = [new Sighting(2, Charged)] }, Promise.Replay);

    [Fact]
    public void Drift_that_nobody_caused_is_found()
    {
        var drifted = Refunded with { Refunded = Rub(100) };
        AssertBroken(
            With([.. Events, new OrderEvent.DriftFound([], drifted, Evidence, At(200))]) with
            {
                Effects = [Block, Charge, Refund, Refund],
                Payment = Payment with { Refunded = Rub(100), Reported = Rub(100) },
            },
            Promise.SameBooks, Promise.OneEffect);
    }

    [Fact]
    public void A_payment_that_differs_from_the_books_is_found() =>
        AssertBroken(Good with { Payment = Payment with { State = LedgerState.Refunded } }, Promise.SameBooks);

    [Fact]
    public void A_payment_that_is_not_in_the_books_is_found() => AssertBroken(
        new OrderRecord { Key = Key, Effects = [Block], Payment = new LedgerPayment(LedgerState.Authorized, Rub(300), Money.Zero, Money.Zero, Rub(300)) },
        Promise.OneEffect, Promise.SameBooks);

    [Fact]
    public void A_call_for_a_person_is_found() =>
        AssertBroken(With([.. Events, new OrderEvent.AttentionRaised(AttentionReason.Contradiction, null, At(200))]), Promise.Certainty);

    [Fact]
    public void A_call_for_a_person_that_ended_by_itself_is_found()
    {
        OrderEvent[] events =
        [
            .. Events[..6],
            new OrderEvent.AttentionRaised(AttentionReason.ResendsUsedUp, RefundKey, At(100)),
            Approved(3, Refunded, new Standing(GatewayState.Charged, Rub(150)), 200),
        ];

        AssertBroken(With(events), Promise.Certainty);
    }

    [Fact]
    public void A_command_that_never_ended_is_found() => AssertBroken(
        With(Events[..6]) with { Effects = [Block, Charge], Payment = Payment with { Refunded = Money.Zero, Reported = Rub(200) } },
        Promise.Certainty);

    [Fact]
    public void A_look_that_was_not_taken_is_found() =>
        AssertBroken(With([.. Events, new OrderEvent.LooksOrdered([At(3600)], At(200))]), Promise.Certainty);

    [Fact]
    public void A_look_that_is_due_later_is_not_missed_yet()
    {
        var order = With([.. Events, new OrderEvent.LooksOrdered([At(3600)], At(200))]);

        Assert.Empty(OrderAudit.Of(order with { SeenAt = At(3599) }, Policy));
        AssertBroken(order with { SeenAt = At(3600) }, Promise.Certainty);
    }

    [Fact]
    public void An_answer_that_changed_is_found() => AssertBroken(
        Good with { Answers = [.. Good.Answers, Good.Answers[2] with { Told = Good.Answers[2].Told with { Ending = Ending.Declined } }] },
        Promise.TrueAnswers);

    [Fact]
    public void An_answer_that_the_journal_does_not_know_is_found() => AssertBroken(
        Good with { Answers = [.. Good.Answers, Good.Answers[2] with { Key = new IdempotencyKey("another") }] },
        Promise.TrueAnswers);

    [Fact]
    public void An_answer_that_the_journal_has_otherwise_is_found() => AssertBroken(
        Good with { Answers = [Good.Answers[2] with { Told = Good.Answers[2].Told with { Ending = Ending.NotApplied } }] },
        Promise.TrueAnswers);

    [Fact]
    public void A_refund_beyond_what_was_captured_is_found() => AssertBroken(
        Good with { Effects = [Block, Charge, Refund, Effect(4, Operation.Refund, 160)] }, Promise.Bounds, Promise.OneEffect);

    [Fact]
    public void An_order_that_goes_on_after_its_end_is_found()
    {
        var unblocked = Blocked with { Phase = OrderPhase.Unblocked };
        OrderEvent[] events =
        [
            .. Events[..2],
            Request(2, ChargeKey, Operation.Unblock, 300),
            Approved(2, unblocked),
            new OrderEvent.LateEffectFound([new AttemptId(1)], [], Blocked, null, At(200)),
        ];

        AssertBroken(
            With(events) with { Effects = [Block, Effect(2, Operation.Unblock, 300), Block], Payment = Payment with { State = LedgerState.Authorized } },
            Promise.StaysEnded, Promise.OneEffect);
    }

    [Fact]
    public void A_call_that_threw_is_found() =>
        AssertBroken(Good with { Complaints = ["Charge threw."] }, Promise.Certainty);

    [Fact]
    public void What_left_within_the_send_by_of_its_own_intent_breaks_no_promise() => Assert.Empty(OrderAudit.Of(
        Good with { Departures = [Left(Operation.Block, 0), Left(Operation.Charge, 10), Left(Operation.Refund, 1)] }, Policy));

    [Fact]
    public void A_call_that_left_after_its_send_by_is_found() =>
        AssertBroken(Good with { Departures = [Left(Operation.Charge, 10.001)] }, Promise.Intents);

    [Fact]
    public void A_call_that_left_before_its_intent_was_written_is_found() =>
        AssertBroken(Good with { Departures = [Left(Operation.Charge, -0.001)] }, Promise.Intents);

    [Fact]
    public void A_call_that_left_twice_for_one_intent_is_found() =>
        AssertBroken(Good with { Departures = [Left(Operation.Charge, 1), Left(Operation.Charge, 2)] }, Promise.Intents);

    [Fact]
    public void A_call_that_no_intent_asked_for_is_found() =>
        AssertBroken(Good with { Departures = [Left(Operation.Unblock, 1)] }, Promise.Intents);

    [Fact]
    public void Drift_that_an_operator_caused_breaks_no_promise() => Assert.Empty(OrderAudit.Of(OperatorRefunds(refundSent: false), Policy));

    [Fact]
    public void A_refund_that_was_sent_before_an_operators_refund_was_found_is_found() =>
        AssertBroken(OperatorRefunds(refundSent: true), Promise.Fence);

    [Fact]
    public void An_effect_that_came_after_not_sent_is_found()
    {
        OrderEvent[] events =
        [
            Request(1, BlockKey, Operation.Block, 300),
            new OrderEvent.NotSent(new AttemptId(1), NotSentReason.Connect, null, At(1)),
            new OrderEvent.LateEffectFound([new AttemptId(1)], [], Blocked, null, At(200)),
        ];

        AssertBroken(
            With(events) with { Effects = [Block], Payment = new LedgerPayment(LedgerState.Authorized, Rub(300), Money.Zero, Money.Zero, Rub(300)), Sightings = [] },
            Promise.TrueAnswers);
    }

    private static Departure Left(Operation operation, double seconds) => new(At(seconds), operation);

    // 50 were given back at the gateway's own screen, a minute after the charge.
    private static OrderRecord OperatorRefunds(bool refundSent)
    {
        var drift = new OrderEvent.DriftFound([], Refunded, Evidence, At(62));
        var both = Refunded with { Refunded = Rub(100) };
        OrderEvent[] events = refundSent
            ?
            [
                .. Events[..5], Request(3, RefundKey, Operation.Refund, 50, new Fence(Rub(200), Rub(150)), seconds: 61),
                Approved(3, Refunded, seconds: 62), drift with { Books = both },
            ]
            :
            [
                .. Events[..5], drift, Request(3, RefundKey, Operation.Refund, 50, new Fence(Rub(150), Rub(100)), seconds: 63), Approved(3, both, seconds: 64),
            ];
        return With(events) with
        {
            Effects = [Block, Charge, Effect(3, Operation.Refund, 50, 60) with { By = EffectBy.Operator }, Effect(4, Operation.Refund, 50, 63)],
            Payment = Payment with { Refunded = Rub(100), Reported = Rub(100) },
        };
    }

    private static void AssertBroken(OrderRecord order, params Promise[] promises) =>
        Assert.Equal(promises.Order(), OrderAudit.Of(order, Policy).Select(violation => violation.Promise).Distinct().Order());
}
