using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

/// <summary>The journal was set back to a backup: orders have forgotten what they did since.</summary>
public sealed class RestoreTests
{
    private static readonly DateTimeOffset Restored = Now.AddHours(1);
    private static readonly MerchantPolicy After = Policy with { RestoredAt = Restored };
    private static readonly DateTimeOffset Much = Restored + Policy.Horizon + Policy.QuietPeriod + TimeSpan.FromDays(3); // Nothing is on its way any more.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = Policy.QuietPeriod + Soon;
    private static readonly Incarnation Here = Incarnation.Recovered(default);

    private static readonly Challenge ThreeDSecure =
        new(ChallengeKind.ThreeDSecure, new(new(1), new("Block"), Operation.Block, Kopecks(3), Now, Now, null), Restored, Restored + Policy.ChallengeLifetime)
        {
            Url = "https://acs.example", MdHash = "md",
        };

    /// <summary>What an order may be doing when its backup is taken.</summary>
    public static TheoryData<string> Moments() => ["New", "Blocked", "Charged", "Charge waits", "Unblock waits", "Refund waits", "Charge in flight", "Challenge"];

    [Theory]
    [MemberData(nameof(Moments))]
    public void Nothing_is_accepted_or_sent_before_the_gateway_was_asked(string moment)
    {
        var order = At(moment);

        foreach (var operation in Enum.GetValues<Operation>())
            Assert.IsNotType<Decision.Accepted>(order.When(Ask(operation, 1, "new") with { MdHash = "md" }, After, Restored).Decision);
        order.When(new OrderCommand.Continue(), After, Restored).ThenNothing();
        Assert.IsType<OrderEffect.Inquire>(OrderProcess.Next(order.State, Here, After, new Moment(Restored + TimeSpan.FromMinutes(1), default)));
        Assert.False(OrderProcess.MaySleep(order.State, Here, After, new Moment(Restored, default)));
    }

    [Theory]
    [InlineData(Operation.Charge)]
    [InlineData(Operation.Unblock)]
    public void An_order_that_was_looked_at_since_is_like_any_other(Operation operation)
    {
        Blocked(3).When(Ask(operation, null), After, Restored).ThenRejected(Rejection.Restored);
        Seen(Blocked(3), GatewayState.Authorized, 3, asked: Restored - Soon).Follow().When(Ask(operation, null), After, Restored).ThenRejected(Rejection.Restored);

        var seen = Seen(Blocked(3), GatewayState.Authorized, 3).Follow();

        seen.When(Ask(operation, null), After, Restored).ThenEvents(typeof(OrderEvent.AttemptRequested));
        Assert.IsType<OrderEffect.Remind>(OrderProcess.Next(seen.State, Here, After, new Moment(Restored, default)));
        Assert.True(OrderProcess.MaySleep(seen.State, Here, After, new Moment(Restored, default)));
    }

    [Fact]
    public void An_answer_of_the_gateway_that_proves_nothing_yet_ends_no_quarantine()
    {
        Assert.True(Seen(Blocked(3), GatewayState.Pending, null).Follow().State.IsQuarantined(After));
        Seen(Charged(3), GatewayState.Authorized, 3).ThenNothing(); // Not visible yet.
        Assert.Equal(AttentionReason.Contradiction, Seen(Charged(3), GatewayState.Authorized, 3, Restored + Quiet, Quiet).After().Attention!.Reason);
    }

    [Fact]
    public void A_gateway_that_refuses_to_tell_is_a_matter_for_a_person()
    {
        var denied = new OrderCommand.TakeRefusal(new("ACCESS_DENIED", ErrorClass.Access, IsInferred: false));

        Blocked(3).When(denied, After, Restored + Soon).ThenNothing();
        Assert.Equal(AttentionReason.InquiriesRefused, Blocked(3).When(denied, After, Restored + Quiet).After().Attention!.Reason);
        Blocked(3).When(denied, Policy, Restored + Quiet).ThenNothing();
    }

    [Fact]
    public void What_it_has_forgotten_is_drift()
    {
        var seen = Seen(Blocked(3), GatewayState.Charged, 2);

        seen.ThenEvents(typeof(OrderEvent.DriftFound), typeof(OrderEvent.Looked), typeof(OrderEvent.LooksOrdered));
        Assert.Equal(OrderPhase.Charged, seen.After().Books.Phase);
        seen.Follow().When(Ask(Operation.Charge, null), After, Restored).ThenRejected(Rejection.NothingBlocked);
    }

    [Fact]
    public void An_order_that_came_into_being_afterwards_is_like_any_other() =>
        Assert.False(Nothing.When(Ask(Operation.Block, 3), After, Restored).Follow().State.IsQuarantined(After));

    [Fact]
    public void A_hold_policy_that_is_due_is_followed_once_the_gateway_has_shown_the_hold()
    {
        var held = Facts(Requested(1, Operation.Block, 3), Approved(1, new(OrderPhase.Blocked, Kopecks(3), default, default)) with { HoldDue = Restored });

        var seen = held.When(
            new OrderCommand.TakeStanding(new(GatewayState.Authorized, Kopecks(3)), new(Restored, Soon, CallOpen: false)),
            After with { HoldPolicy = HoldPolicy.Unblock }, Restored);

        seen.ThenEvents(typeof(OrderEvent.Looked), typeof(OrderEvent.AttemptRequested), typeof(OrderEvent.LooksOrdered));
    }

    [Fact]
    public void It_is_looked_at_once_more_when_nothing_that_was_forgotten_can_come_any_more()
    {
        var seen = Seen(Blocked(3), GatewayState.Authorized, 3).Follow();
        var horizon = Restored + Policy.Horizon + Policy.QuietPeriod;
        Assert.Equal([horizon], seen.State.Looks);

        var late = Seen(seen, GatewayState.Charged, 3, horizon);

        late.ThenEvents(typeof(OrderEvent.DriftFound), typeof(OrderEvent.Looked));
        Assert.Empty(Seen(Blocked(3), GatewayState.Authorized, 3, horizon + Soon).Follow().State.Looks); // Late enough the first time.
    }

    [Theory]
    [InlineData(Operation.Charge, GatewayState.Charged, Ending.Approved)]
    [InlineData(Operation.Charge, GatewayState.Voided, Ending.Declined)]
    [InlineData(Operation.Unblock, GatewayState.Voided, Ending.Approved)]
    [InlineData(Operation.Unblock, GatewayState.Charged, Ending.Declined)]
    public void A_next_attempt_that_was_forgotten_is_not_sent_again(Operation operation, GatewayState shown, Ending ending)
    {
        var order = Seen(Waiting(operation), shown, 3).Follow();

        Assert.Equal((null, null, ending), (order.State.InProgress, order.State.InFlight, order.State.Answers[^1].Ending));
        order.When(new OrderCommand.Continue(), After, Restored + Quiet).ThenNothing();
    }

    [Fact]
    public void A_next_attempt_that_the_gateway_shows_nothing_of_is_sent()
    {
        Seen(Waiting(Operation.Charge), GatewayState.Authorized, 3).ThenEvents(typeof(OrderEvent.AttemptRequested));
        Seen(Waiting(Operation.Charge), GatewayState.Pending, null).ThenNothing();
        Seen(Waiting(Operation.Charge), GatewayState.NotFound, null).ThenNothing();
        Assert.Equal(AttentionReason.Contradiction, Seen(Waiting(Operation.Charge), GatewayState.NotFound, null, Restored + Quiet, Quiet).After().Attention!.Reason);
    }

    [Fact]
    public void A_customer_who_was_on_the_way_when_the_backup_was_taken_goes_on_once_the_gateway_was_asked()
    {
        var order = At("Challenge");
        var completion = Ask(Operation.CompleteChallenge, null) with { MdHash = "md" };
        order.When(completion, After, Restored).ThenRejected(Rejection.Restored);
        Assert.True(Seen(order, GatewayState.Pending, null).Follow().State.IsQuarantined(After));

        var seen = Seen(order, GatewayState.PreAuthorized3DS, null);

        seen.ThenEvents(typeof(OrderEvent.ChallengeSeen));
        seen.Follow().When(completion, After, Restored).ThenEvents(typeof(OrderEvent.AttemptRequested));
        Seen(seen.Follow(), GatewayState.PreAuthorized3DS, null).ThenNothing();
    }

    [Theory]
    [InlineData(Operation.Pay, GatewayState.Charged, 3, OrderPhase.Charged, false)]
    [InlineData(Operation.Pay, GatewayState.Charged, 2, OrderPhase.Charged, true)]
    [InlineData(Operation.Pay, GatewayState.Refunded, 0, OrderPhase.Refunded, true)]
    [InlineData(Operation.Block, GatewayState.Authorized, 3, OrderPhase.Blocked, false)]
    [InlineData(Operation.Block, GatewayState.Charged, 3, OrderPhase.Charged, false)]
    [InlineData(Operation.Block, GatewayState.Authorized, 2, OrderPhase.Blocked, true)]
    [InlineData(Operation.Block, GatewayState.Voided, 3, OrderPhase.Unblocked, false)]
    [InlineData(Operation.Block, GatewayState.AuthorizationClosed, 3, OrderPhase.HoldClosed, false)]
    public void An_order_of_which_nothing_is_known_any_more_is_found_when_it_is_asked_for_again(
        Operation operation, GatewayState shown, long amount, OrderPhase phase, bool needsPerson)
    {
        var refused = Refused(Nothing.When(Ask(operation, 3), After, Restored).Follow(), "DUPLICATE_ORDER_ID");
        refused.ThenEvents(typeof(OrderEvent.RefusedByState)); // It proves that this try did nothing, and not that the order is not paid.

        var found = Seen(refused.Follow(), shown, amount).After();

        // Never as declined: the customer would be asked to pay again, under another OrderId.
        Assert.Equal((Ending.Approved, phase), (found.Answers[^1].Ending, found.Books.Phase));
        Assert.Equal(needsPerson ? AttentionReason.AmountDiffers : null, found.Attention?.Reason);
    }

    [Theory]
    [InlineData(GatewayState.TimedOut)]
    [InlineData(GatewayState.Error)]
    [InlineData(GatewayState.Obsolete)]
    [InlineData(GatewayState.Rejected)]
    public void An_OrderId_that_was_used_in_vain_is_declined(GatewayState shown)
    {
        var ended = Seen(Refused(Nothing.When(Ask(Operation.Pay, 3), After, Restored).Follow(), "DUPLICATE_ORDER_ID").Follow(), shown, null, Restored + Quiet, Quiet).After();

        Assert.Equal((Ending.Declined, OrderPhase.Declined), (ended.Answers[^1].Ending, ended.Books.Phase));
    }

    [Theory]
    [InlineData(GatewayState.Chargeback)]
    [InlineData(GatewayState.Forwarded)]
    [InlineData(GatewayState.Unrecognized)]
    public void An_OrderId_whose_use_nobody_can_tell_is_a_matter_for_a_person(GatewayState shown)
    {
        var refused = Refused(Nothing.When(Ask(Operation.Pay, 3), After, Restored).Follow(), "DUPLICATE_ORDER_ID").Follow();

        Assert.Equal(AttentionReason.Contradiction, Seen(refused, shown, 3, Restored + Quiet, Quiet).After().Attention!.Reason);
    }

    [Fact]
    public void A_Charge_that_is_refused_on_a_payment_that_is_forwarded_is_a_matter_for_a_person()
    {
        var refused = Refused(Seen(Blocked(3), GatewayState.Authorized, 3).Follow().When(Ask(Operation.Charge, 2), After, Restored).Follow(), "ILLEGAL_ORDER_STATE").Follow();

        Assert.Equal(AttentionReason.Contradiction, Seen(refused, GatewayState.Forwarded, 3, Restored + Quiet, Quiet).After().Attention!.Reason);
    }

    [Theory]
    [InlineData(GatewayState.Charged, Ending.Approved)]
    [InlineData(GatewayState.NotFound, Ending.NotApplied)]
    public void A_payment_that_never_left_does_not_free_the_caller_to_take_another_OrderId_before_the_gateway_was_asked(GatewayState shown, Ending ending)
    {
        var notSent = new OrderCommand.Settle(new(1), new GatewayOutcome.NotSent(NotSentReason.Connect));
        var asked = Nothing.When(Ask(Operation.Pay, 3), After, Restored).Follow();

        var doubted = asked.When(notSent, After, Restored).Follow();

        Assert.Equal(ending, Seen(doubted, shown, 3, Restored + Quiet, Quiet).After().Answers[^1].Ending);
        asked.When(notSent, Policy, Restored).ThenEvents(typeof(OrderEvent.NotSent));
    }

    [Fact]
    public void A_refund_that_was_in_progress_and_whose_end_was_forgotten_is_found()
    {
        var found = Seen(At("Refund waits"), GatewayState.Charged, 2).After();

        Assert.Equal((Ending.Approved, Kopecks(2), null), (found.Answers[^1].Ending, found.Books.Left, found.InFlight));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Where_more_is_gone_than_it_would_have_given_back_a_person_compares(long left)
    {
        var found = Seen(At("Refund waits"), left == 0 ? GatewayState.Refunded : GatewayState.Charged, left);

        found.ThenEvents(typeof(OrderEvent.DriftFound), typeof(OrderEvent.AttentionRaised));
        Assert.Equal((AttentionReason.Restored, Kopecks(left)), (found.After().Attention!.Reason, found.After().Books.Left));
    }

    [Fact]
    public void An_earlier_refund_of_ours_that_comes_late_does_not_pass_for_the_one_that_waits()
    {
        var doubted = Charged(3).And(
            new OrderEvent.RefundAccepted(new("first"), Kopecks(1), Now), RefundRequested(2, 1, 3, "first"), Unknown(2),
            new OrderEvent.Resolved(ManualDecision.NotApplied, "never arrived", "Ann", Charged(3).State.Books, Now),
            new OrderEvent.RefundAccepted(new("second"), Kopecks(1), Now));

        var found = Seen(doubted, GatewayState.Charged, 2);

        Assert.IsType<OrderEvent.LateEffectFound>(Assert.IsType<Decision.Accepted>(found.Decision).Events[0]);
        Assert.Equal(new("second"), found.After().InProgress?.Key);
    }

    [Fact]
    public void A_refund_asked_for_after_the_restore_is_not_answered_by_what_somebody_else_gave_back()
    {
        var asked = Seen(Charged(3), GatewayState.Charged, 3).Follow().When(Ask(Operation.Refund, 1, "refund"), After, Restored).Follow();

        var found = Seen(asked, GatewayState.Charged, 2);

        found.ThenEvents(typeof(OrderEvent.DriftFound), typeof(OrderEvent.AttentionRaised));
        Assert.Equal((AttentionReason.Restored, Kopecks(2)), (found.After().Attention!.Reason, found.After().Books.Left));
        var born = Facts(Requested(1, Operation.Pay, 3) with { At = Much }, Approved(1, new(OrderPhase.Charged, Kopecks(3), Kopecks(3), default)) with { At = Much });
        Assert.Equal(Ending.Declined, Seen(
            born.When(Ask(Operation.Refund, 1, "refund"), After, Much).Follow(), GatewayState.Charged, 2, Much).After().Answers[^1].Ending);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(39)]
    public void A_refund_that_was_applied_and_forgotten_is_not_sent_again_whenever_it_is_asked_for(long amount)
    {
        var looked = Seen(Charged(100), GatewayState.Charged, 60).Follow();
        foreach (var when in (DateTimeOffset[])[Restored, Much])
        {
            var again = looked.When(Ask(Operation.Refund, amount, "part"), After, when).Follow();
            Assert.Equal(AttentionReason.Restored, Seen(again, GatewayState.Charged, 60, when).After().Attention!.Reason);
        }

        Seen(looked.When(Ask(Operation.Refund, 41, "other"), After, Much).Follow(), GatewayState.Charged, 60, Much).ThenEvents(typeof(OrderEvent.AttemptRequested));
    }

    [Fact]
    public void Nor_where_what_had_been_captured_was_forgotten_too()
    {
        var looked = Seen(Blocked(3), GatewayState.Charged, 1).Follow(); // Two were charged and one given back; or one was charged.
        Assert.Equal(AttentionReason.Restored, Seen(looked.When(Ask(Operation.Refund, 1, "one"), After, Much).Follow(), GatewayState.Charged, 1, Much).After().Attention!.Reason);

        var found = Seen(Refused(Nothing.When(Ask(Operation.Pay, 3), After, Restored).Follow(), "DUPLICATE_ORDER_ID").Follow(), GatewayState.Charged, 2).Follow();
        Assert.Equal(AttentionReason.Restored, Seen(found.When(Ask(Operation.Refund, 1, "one"), After, Much).Follow(), GatewayState.Charged, 2, Much).After().Attention!.Reason);
        Seen(found.When(Ask(Operation.Refund, 2, "two"), After, Much).Follow(), GatewayState.Charged, 2, Much).ThenEvents(typeof(OrderEvent.AttemptRequested));
    }

    [Fact]
    public void Nor_where_a_customer_paid_and_that_was_forgotten_too()
    {
        var page = new Challenge(ChallengeKind.Page, new(new(1), new("Init"), Operation.Init, Kopecks(100), Now, Now, null) { LeadsTo = Operation.Pay }, Now, Now + Policy.SessionLifetime)
        {
            Url = "https://pay.example", SessionId = "1",
        };
        var waits = Facts(Requested(1, Operation.Init, 100), new OrderEvent.ChallengeIssued(new(1), page, Now));

        var looked = Seen(Seen(waits, GatewayState.Charged, 60).Follow(), GatewayState.Charged, 60).Follow();

        Assert.Equal(AttentionReason.Restored, Seen(looked.When(Ask(Operation.Refund, 40, "part"), After, Much).Follow(), GatewayState.Charged, 60, Much).After().Attention!.Reason);
    }

    [Fact]
    public void Nor_where_the_order_was_taken_over_days_later()
    {
        var adopted = Seen(Nothing.When(Ask(Operation.Adopt, null), After, Much).Follow(), GatewayState.Charged, 60, Much).Follow();

        Assert.Equal(AttentionReason.Restored, Seen(adopted.When(Ask(Operation.Refund, 40, "part"), After, Much).Follow(), GatewayState.Charged, 60, Much).After().Attention!.Reason);
        var later = Much + Policy.WatchFor; // Who remembers a refund that we have forgotten asks again before.
        var fresh = Seen(Nothing.When(Ask(Operation.Adopt, null), After, later).Follow(), GatewayState.Charged, 60, later).Follow();
        Seen(fresh.When(Ask(Operation.Refund, 40, "part"), After, later).Follow(), GatewayState.Charged, 60, later).ThenEvents(typeof(OrderEvent.AttemptRequested));
    }

    [Fact]
    public void A_refund_that_was_found_by_what_is_left_may_have_been_another_one()
    {
        var found = Seen(Charged(100).And(new OrderEvent.RefundAccepted(new("A"), Kopecks(40), Now)), GatewayState.Charged, 60).Follow();
        Assert.Equal(Ending.Approved, found.State.Answers[^1].Ending);
        found = Seen(found, GatewayState.Charged, 60).Follow();

        Assert.Equal(AttentionReason.Restored, Seen(found.When(Ask(Operation.Refund, 40, "B"), After, Much).Follow(), GatewayState.Charged, 60, Much).After().Attention!.Reason);
    }

    [Fact]
    public void A_person_who_is_wrong_about_a_refund_is_contradicted_by_the_next_look()
    {
        var wrong = Refunding(1).Follow().When(new OrderCommand.Resolve(ManualDecision.Applied, "it is on the statement", "Ann"), After, Restored).Follow();

        Assert.Equal((Ending.Approved, Kopecks(2)), (wrong.State.Answers[^1].Ending, wrong.State.Books.Left));
        Assert.Equal(AttentionReason.Contradiction, Seen(wrong, GatewayState.Charged, 3, Restored + Quiet, Quiet).After().Attention!.Reason);
    }

    [Fact]
    public void Nor_after_the_journal_was_set_back_once_more()
    {
        var looked = Seen(Charged(100), GatewayState.Charged, 60).Follow();
        var again = After with { RestoredAt = Much, FirstRestoredAt = Restored };
        looked = looked.When(new OrderCommand.TakeStanding(new(GatewayState.Charged, Kopecks(60)), new(Much, Soon, CallOpen: false)), again, Much).Follow();

        var asked = looked.When(Ask(Operation.Refund, 40, "part"), again, Much).Follow();

        Assert.Equal(AttentionReason.Restored, asked
            .When(new OrderCommand.TakeStanding(new(GatewayState.Charged, Kopecks(60)), new(Much, Soon, CallOpen: false)), again, Much).After().Attention!.Reason);
    }

    [Fact]
    public void A_refund_that_waits_for_a_person_does_not_go_on_by_itself()
    {
        var called = Refunding(1).Follow();

        Seen(called, GatewayState.Charged, 3, Much).ThenNothing();
    }

    [Fact]
    public void A_person_can_say_that_a_refund_that_waits_was_done_before()
    {
        var waits = Seen(Seen(Charged(100), GatewayState.Charged, 60).Follow().When(Ask(Operation.Refund, 40, "part"), After, Restored).Follow(), GatewayState.Charged, 60).Follow();

        var done = waits.When(new OrderCommand.Resolve(ManualDecision.Applied, "it is on the statement", "Ann"), After, Restored).Follow();

        Assert.Equal((Ending.Approved, Kopecks(60), null), (done.State.Answers[^1].Ending, done.State.Books.Left, done.State.Attention));
        Assert.Empty(done.State.Unexplained);
        Seen(done.When(Ask(Operation.Refund, 20, "other"), After, Much).Follow(), GatewayState.Charged, 60, Much).ThenEvents(typeof(OrderEvent.AttemptRequested));
    }

    [Fact]
    public void After_drift_a_receipt_fits_only_what_gives_all_back()
    {
        var meal = new ChequePosition("Meal", 1000, Kopecks(50), 2);
        var drifted = Seen(WithReceipt(meal), GatewayState.Charged, 200).Follow(); // The meal was given back, or half a ticket: nobody knows.

        drifted.When(Ask(Operation.Refund, 100, "one"), After, Much).ThenRejected(Rejection.ItemsRequired);
        drifted.When(Ask(Operation.Refund, 50, "meal") with { Details = AskDetails.None with { Items = [meal] } }, After, Much).ThenRejected(Rejection.ChequeDoesNotFit);
        Assert.IsType<Decision.Accepted>(drifted.When(Ask(Operation.Refund, null, "all"), After, Much).Decision);
    }

    [Fact]
    public void A_refund_whose_end_was_forgotten_is_taken_out_of_the_receipt()
    {
        var meal = new ChequePosition("Meal", 1000, Kopecks(50), 2);
        var waits = WithReceipt(meal).And(new OrderEvent.RefundAccepted(new("meal"), Kopecks(50), Now) { Details = AskDetails.None with { Items = [meal] } });

        var found = Seen(waits, GatewayState.Charged, 200).After();

        Assert.Equal((Ending.Approved, Kopecks(200)), (found.Answers[^1].Ending, found.Cheque!.Total));
    }

    [Fact]
    public void What_looks_like_a_late_effect_may_have_been_wanted_and_is_not_undone()
    {
        var doubted = Facts(
            Requested(1, Operation.Block, 3), Unknown(1), new OrderEvent.NotApplied(new(1), new(GatewayState.NotFound, null), null, Now));

        var found = Seen(doubted, GatewayState.Authorized, 3);

        found.ThenEvents(typeof(OrderEvent.LateEffectFound), typeof(OrderEvent.AttentionRaised), typeof(OrderEvent.Looked), typeof(OrderEvent.LooksOrdered));
        Assert.Null(found.After().InFlight);
    }

    [Fact]
    public void What_came_after_the_look_and_was_forgotten_does_not_pass_for_the_order_s_own_act()
    {
        var seen = Seen(Blocked(3), GatewayState.Authorized, 3).Follow();

        var refused = Refused(seen.When(Ask(Operation.Charge, 2), After, Restored).Follow(), "ILLEGAL_ORDER_STATE").Follow();

        Assert.Equal(Ending.Declined, Seen(refused, GatewayState.Charged, 3).After().Answers[^1].Ending);
        Assert.Equal(Ending.Approved, Seen(refused, GatewayState.Charged, 2).After().Answers[^1].Ending);
    }

    [Fact]
    public void A_page_that_was_handed_out_and_forgotten_may_still_be_paid_and_is_found()
    {
        var refused = Refused(AskedForPage(), "DUPLICATE_ORDER_ID");
        refused.ThenEvents(typeof(OrderEvent.RefusedByState));
        foreach (var open in (GatewayState[])[GatewayState.NotPaid, GatewayState.PreAuthorized3DS, GatewayState.Rejected, GatewayState.Error])
            Seen(refused.Follow(), open, null, Restored + Quiet, Quiet).ThenNothing();

        var paid = Seen(refused.Follow(), GatewayState.Charged, 3).After();

        Assert.Equal((Ending.Approved, OrderPhase.Charged), (paid.Answers[^1].Ending, paid.Books.Phase));
        Assert.Equal(Ending.Declined, Seen(refused.Follow(), GatewayState.TimedOut, null, Restored + Quiet, Quiet).After().Answers[^1].Ending);
    }

    [Fact]
    public void A_page_that_could_not_be_opened_does_not_free_the_caller_to_take_another_OrderId()
    {
        foreach (var outcome in (GatewayOutcome[])[new GatewayOutcome.NotSent(NotSentReason.Connect), new GatewayOutcome.Unknown(UnknownReason.Timeout)])
        {
            var lost = AskedForPage().When(new OrderCommand.Settle(new(1), outcome), After, Restored).Follow();

            Assert.Equal((Ending.Approved, OrderPhase.Charged), (Seen(lost, GatewayState.Charged, 3).After().Answers[^1].Ending, Seen(lost, GatewayState.Charged, 3).After().Books.Phase));
            Assert.Equal(Ending.NotApplied, Seen(lost, GatewayState.NotFound, null, Restored + Quiet, Quiet).After().Answers[^1].Ending);
        }

        AskedForPage().When(new OrderCommand.Continue(), After, Restored + Quiet).ThenNothing();
        Assert.Equal(Ending.Expired, AskedForPage(Much).When(new OrderCommand.Continue(), After, Much + Quiet).After().Answers[^1].Ending);
    }

    [Fact]
    public void A_refund_that_could_be_doubled_waits_for_a_person_and_goes_on_when_one_says_so()
    {
        var called = Refunding(1).Follow();
        Assert.Equal((AttentionReason.Restored, null), (called.State.Attention!.Reason, called.State.InFlight));
        Seen(called, GatewayState.Charged, 3).ThenNothing();

        var released = called.When(new OrderCommand.Resolve(ManualDecision.Acknowledged, "never sent", "Ann"), After, Restored).Follow();
        Seen(released, GatewayState.Charged, 3).ThenEvents(typeof(OrderEvent.AttemptRequested));

        var ended = called.When(new OrderCommand.Resolve(ManualDecision.NotApplied, "I shall ask for it anew", "Ann"), After, Restored).Follow();
        Assert.Equal((null, Ending.NotApplied), (ended.State.InProgress, ended.State.Answers[^1].Ending));
    }

    [Fact]
    public void So_does_one_of_an_order_that_was_found_again()
    {
        var adopted = Seen(Nothing.When(Ask(Operation.Adopt, null), After, Restored).Follow(), GatewayState.Charged, 3).Follow();
        var refund = adopted.When(Ask(Operation.Refund, 1, "refund"), After, Restored).Follow();

        Assert.Equal(AttentionReason.Restored, Seen(refund, GatewayState.Charged, 3).After().Attention!.Reason);
    }

    [Fact]
    public void A_refund_in_flight_from_before_is_not_sent_again_although_its_own_horizon_has_passed()
    {
        var old = Charged(3).And(
            new OrderEvent.RefundAccepted(new("Refund"), Kopecks(1), Now), RefundRequested(2, 1, 3), Unknown(2));
        var late = Now + Policy.SendBy + Policy.Horizon + Soon;
        var after = Policy with { RestoredAt = late - Quiet };

        var judged = old.When(new OrderCommand.TakeStanding(new(GatewayState.Charged, Kopecks(3)), new(late, Quiet, CallOpen: false)), after, late).Follow();
        var retry = judged.State.InProgress!.RetryAt;
        var again = judged.When(new OrderCommand.TakeStanding(new(GatewayState.Charged, Kopecks(3)), new(retry, Quiet, CallOpen: false)), after, retry);

        Assert.Equal((AttentionReason.Restored, null), (again.After().Attention!.Reason, again.After().InFlight));
    }

    [Fact]
    public void A_refund_that_cannot_be_doubled_or_comes_late_enough_needs_nobody()
    {
        Refunding(2).ThenEvents(typeof(OrderEvent.AttemptRequested));
        Refunding(1, Restored + Policy.Horizon + Policy.QuietPeriod + Soon).ThenEvents(typeof(OrderEvent.AttemptRequested));
    }

    private static Given At(string moment) => moment switch
    {
        "New" => Facts(Requested(1, Operation.Block, 3), new OrderEvent.NotSent(new(1), NotSentReason.Connect, null, Now)),
        "Blocked" => Blocked(3),
        "Charged" => Charged(3),
        "Charge waits" => Waiting(Operation.Charge),
        "Unblock waits" => Waiting(Operation.Unblock),
        "Refund waits" => Charged(3).And(new OrderEvent.RefundAccepted(new("Refund"), Kopecks(1), Now)),
        "Charge in flight" => Blocked(3).And(Requested(2, Operation.Charge, 3)),
        _ => Facts(Requested(1, Operation.Block, 3), new OrderEvent.ChallengeIssued(new(1), ThreeDSecure, Now)),
    };

    private static Given WithReceipt(ChequePosition meal)
    {
        var cheque = new Cheque([new ChequePosition("Ticket", 2000, Kopecks(100), 1), meal], 0, "anna@example.com");
        var paid = Nothing.When(Ask(Operation.Pay, 250, "pay") with { Details = AskDetails.None with { Cheque = cheque } }).Follow();
        return paid.When(new OrderCommand.Settle(new(1), new GatewayOutcome.Approved(Kopecks(250), null))).Follow();
    }

    private static Given AskedForPage(DateTimeOffset? now = null) =>
        Nothing.When(Ask(Operation.Init, 3) with { Details = AskDetails.None with { Session = Operation.Pay } }, After, now ?? Restored).Follow();

    private static Given Waiting(Operation operation) => Blocked(3).And(
        Requested(2, operation, 3), new OrderEvent.NotSent(new(2), NotSentReason.Connect, Now + Soon, Now));

    private static Given Refused(Given order, string code) => order.When(
        new OrderCommand.Settle(order.State.LastAttempt, new GatewayOutcome.Refused(new(code, ErrorClass.StateConflict, IsInferred: false))), After, Restored);

    private static Given Refunding(long amount, DateTimeOffset? now = null) => Seen(
        Seen(Charged(3), GatewayState.Charged, 3).Follow().When(Ask(Operation.Refund, amount), After, now ?? Restored).Follow(), GatewayState.Charged, 3, now);

    private static Given Seen(Given order, GatewayState state, long? amount, DateTimeOffset? asked = null, TimeSpan? since = null) => order.When(
        new OrderCommand.TakeStanding(new(state, amount is { } kopecks ? Kopecks(kopecks) : null), new(asked ?? Restored, since ?? Soon, CallOpen: false)),
        After, asked ?? Restored);
}
