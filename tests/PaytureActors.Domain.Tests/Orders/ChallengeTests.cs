using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

/// <summary>What the customer must do: pages and 3-D Secure, in time, late, and never.</summary>
public sealed class ChallengeTests
{
    private const string Md = "a hash";
    private static readonly GatewayOutcome.SessionOpened Opened = new("session", "https://gateway.example/apim/Pay?SessionId=session");
    private static readonly GatewayOutcome.ChallengeRequired Required = new("https://acs.example", Md);

    private static Given Page(Operation session, long amount = 300) => Apply(
        Nothing.When(Init(session, amount)), asked => asked.WhenAnswered(Opened));

    private static Given PageAfter(Operation earlier, long amount) => Apply(
        Facts(Requested(1, earlier, amount, "earlier"), Unknown(1), NotApplied(1, null)).When(Init(Operation.Block)), asked => asked.WhenAnswered(Opened));

    private static Given ThreeDSecure(Operation operation, long amount = 300) => Apply(
        Nothing.WhenAsked(operation, amount), asked => asked.WhenAnswered(Required));

    private static OrderCommand.Ask Init(Operation? session, long? amount = 300) =>
        Ask(Operation.Init, amount, "init") with { Details = AskDetails.None with { Family = ApiFamily.InPay, Session = session } };

    private static OrderCommand.Ask Complete(string md = Md) => Ask(Operation.CompleteChallenge, null, "complete") with { MdHash = md };

    [Fact]
    public void An_opened_session_ends_its_command_and_the_order_waits_for_the_customer()
    {
        var state = Page(Operation.Pay).State;
        Assert.Equal((OrderPhase.AwaitingCustomer, ApiFamily.InPay, null), (state.Books.Phase, state.Family, state.InProgress));
        Assert.Equal((ChallengeKind.Page, Opened.RedirectUrl, Now + Policy.SessionLifetime), (state.Challenge!.Kind, state.Challenge.Url, state.Challenge.Deadline));
    }

    [Fact]
    public void A_sessions_page_is_repeated_under_its_key_for_ever()
    {
        var repeated = Assert.IsType<Decision.Repeated>(Paid(Page(Operation.Pay), GatewayState.Charged).When(Init(Operation.Pay)).Decision);
        Assert.Equal((Ending.AwaitingCustomer, Opened.RedirectUrl), (repeated.Answer.Ending, repeated.Answer.Challenge!.Url));
        Page(Operation.Pay).When(Init(Operation.Block)).ThenRejected(Rejection.KeyReused);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Operation.Refund)]
    public void A_session_is_for_pay_or_block(Operation? session) => Nothing.When(Init(session)).ThenRejected(Rejection.SessionRequired);

    [Fact]
    public void A_session_whose_answer_was_lost_has_expired_since_nobody_can_pay_in_it()
    {
        var asked = Facts([.. Nothing.When(Init(Operation.Pay)).ThenEvents(typeof(OrderEvent.AttemptRequested))]);
        Assert.Equal(OrderPhase.Expired, asked.WhenAnswered(new GatewayOutcome.Unknown(UnknownReason.Timeout)).After().Books.Phase);
        Assert.Equal(OrderPhase.Expired, asked.WhenAnswered(new GatewayOutcome.Approved(Kopecks(300), null)).After().Books.Phase);

        asked.WhenSeen(GatewayState.NotFound, null, TimeSpan.FromHours(1)).ThenNothing();
        asked.When(new OrderCommand.Continue(), now: Now + Policy.QuietPeriod).ThenNothing();
        asked.When(new OrderCommand.Continue(), now: Now + Policy.QuietPeriod + TimeSpan.FromTicks(1)).ThenEvents(typeof(OrderEvent.Expired));
        Assert.IsType<OrderEffect.Remind>(OrderProcess.Resume(asked.State, Policy, new(Now, default)));
    }

    [Fact]
    public void A_session_that_never_left_can_be_asked_for_again()
    {
        var asked = Facts([.. Nothing.When(Init(Operation.Pay)).ThenEvents(typeof(OrderEvent.AttemptRequested))]);
        Assert.Equal(OrderPhase.New, asked.WhenAnswered(new GatewayOutcome.NotSent(NotSentReason.Connect)).After().Books.Phase);
    }

    [Theory]
    [InlineData(Operation.Pay, GatewayState.Charged, OrderPhase.Charged)]
    [InlineData(Operation.Block, GatewayState.Authorized, OrderPhase.Blocked)]
    public void Money_is_believed_at_once(Operation session, GatewayState seen, OrderPhase phase)
    {
        var after = Page(session).WhenSeen(seen, 300, TimeSpan.FromSeconds(15));
        after.ThenEvents(typeof(OrderEvent.ChallengePassed), typeof(OrderEvent.LooksOrdered));
        Assert.Equal((phase, null), (after.After().Books.Phase, after.After().Challenge));
    }

    [Fact]
    public void Another_amount_than_the_sessions_calls_a_person()
    {
        var events = Page(Operation.Pay).WhenSeen(GatewayState.Charged, 299, TimeSpan.FromSeconds(15))
            .ThenEvents(typeof(OrderEvent.ChallengePassed), typeof(OrderEvent.AttentionRaised), typeof(OrderEvent.LooksOrdered));
        Assert.Equal(AttentionReason.AmountDiffers, ((OrderEvent.AttentionRaised)events[1]).Reason);
    }

    [Theory]
    [InlineData(Operation.Block, GatewayState.Charged, OrderPhase.Charged)]
    [InlineData(Operation.Block, GatewayState.Voided, OrderPhase.Unblocked)]
    [InlineData(Operation.Pay, GatewayState.Refunded, OrderPhase.Refunded)]
    public void What_somebody_did_after_the_customer_paid_is_drift(Operation session, GatewayState seen, OrderPhase phase)
    {
        var after = Page(session).WhenSeen(seen, 300, TimeSpan.FromSeconds(15));
        after.ThenEvents(typeof(OrderEvent.ChallengePassed), typeof(OrderEvent.DriftFound), typeof(OrderEvent.LooksOrdered));
        Assert.Equal(phase, after.After().Books.Phase);
    }

    [Theory]
    [InlineData(GatewayState.NotFound)]
    [InlineData(GatewayState.NotPaid)]
    [InlineData(GatewayState.PreAuthorized3DS)]
    [InlineData(GatewayState.Obsolete)]
    [InlineData(GatewayState.Rejected)]
    [InlineData(GatewayState.Error)]
    [InlineData(GatewayState.TimedOut)]
    public void No_money_means_expired_only_when_asked_after_deadline_and_grace(GatewayState seen)
    {
        var over = Policy.SessionLifetime + Policy.ChallengeGrace;
        Assert.NotNull(Page(Operation.Pay).WhenSeen(seen, null, over).After().Challenge);
        var expired = Page(Operation.Pay).WhenSeen(seen, null, over + TimeSpan.FromTicks(1));
        expired.ThenEvents(typeof(OrderEvent.ChallengeExpired), typeof(OrderEvent.LooksOrdered));
        Assert.Equal(OrderPhase.Expired, expired.After().Books.Phase);
    }

    [Theory]
    [InlineData(GatewayState.New)]
    [InlineData(GatewayState.PreAuthorizedAF)]
    public void A_try_that_is_still_at_work_outlives_the_deadline_as_long_as_it_may_take(GatewayState seen)
    {
        var over = Policy.SessionLifetime + Policy.ChallengeGrace + Policy.PendingLifetime;
        Page(Operation.Pay).WhenSeen(seen, null, over).ThenNothing();
        Page(Operation.Pay).WhenSeen(seen, null, over + TimeSpan.FromTicks(1)).ThenEvents(typeof(OrderEvent.ChallengeExpired), typeof(OrderEvent.LooksOrdered));
    }

    [Fact]
    public void A_declined_try_on_a_page_is_not_the_end_and_is_noted_once()
    {
        var declined = Apply(Page(Operation.Pay), page => page.WhenSeen(GatewayState.Rejected, 300, TimeSpan.FromMinutes(1)));
        Assert.Equal((OrderPhase.AwaitingCustomer, GatewayState.Rejected), (declined.State.Books.Phase, declined.State.LastStanding!.State));
        declined.WhenSeen(GatewayState.Rejected, 300, TimeSpan.FromMinutes(2)).ThenNothing();
        Assert.Equal(OrderPhase.Charged, declined.WhenSeen(GatewayState.Charged, 300, TimeSpan.FromMinutes(3)).After().Books.Phase);
    }

    [Fact]
    public void A_payment_after_the_session_was_given_up_is_a_late_effect_of_it()
    {
        var expired = Apply(Page(Operation.Block), page => page.WhenSeen(GatewayState.NotFound, null, TimeSpan.FromHours(2)));
        var found = expired.WhenSeen(GatewayState.Authorized, 300, TimeSpan.FromHours(3));
        var events = found.ThenEvents(typeof(OrderEvent.LateEffectFound), typeof(OrderEvent.AttemptRequested), typeof(OrderEvent.Looked));
        Assert.Equal([new AttemptId(1)], ((OrderEvent.LateEffectFound)events[0]).Attempts);
        Assert.Equal(Operation.Unblock, ((OrderEvent.AttemptRequested)events[1]).Operation);
    }

    [Fact]
    public void A_payment_that_stays_pending_for_too_long_calls_a_person_and_never_expires()
    {
        var pending = Apply(Page(Operation.Pay), page => page.WhenSeen(GatewayState.Pending, 300, TimeSpan.FromMinutes(30)));
        pending.WhenSeen(GatewayState.Pending, 300, TimeSpan.FromHours(24)).ThenNothing();
        pending.WhenSeen(GatewayState.Pending, 300, TimeSpan.FromHours(73)).ThenEvents(typeof(OrderEvent.AttentionRaised));
    }

    [Theory]
    [InlineData(Operation.Pay, OrderPhase.Charged)]
    [InlineData(Operation.Block, OrderPhase.Blocked)]
    public void A_passed_authentication_does_what_was_asked_at_first(Operation operation, OrderPhase phase)
    {
        var asked = Apply(ThreeDSecure(operation), given => given.When(Complete()));
        Assert.Equal((Operation.CompleteChallenge, operation, Kopecks(300)), (asked.State.InFlight!.Operation, asked.State.InFlight.Effect, asked.State.InFlight.Amount));
        Assert.Equal(phase, asked.WhenAnswered(new GatewayOutcome.Approved(Kopecks(300), null)).After().Books.Phase);
    }

    [Fact]
    public void An_md_of_another_order_is_refused() => ThreeDSecure(Operation.Pay).When(Complete("another hash")).ThenRejected(Rejection.OtherChallenge);

    [Fact]
    public void An_md_of_another_order_does_not_join_a_completion_in_progress()
    {
        var asked = Apply(ThreeDSecure(Operation.Pay), given => given.When(Complete()));
        asked.When(Complete("another hash")).ThenRejected(Rejection.OtherChallenge);
        Assert.IsType<Decision.Joined>(asked.When(Complete()).Decision);
    }

    [Fact]
    public void Without_a_challenge_there_is_nothing_to_complete()
    {
        Charged(3).When(Complete()).ThenRejected(Rejection.NoChallenge);
        Page(Operation.Pay).When(Complete()).ThenRejected(Rejection.NoChallenge);
    }

    [Fact]
    public void A_result_that_comes_too_late_is_refused()
    {
        var over = Now + Policy.ChallengeLifetime + Policy.ChallengeGrace;
        ThreeDSecure(Operation.Pay).When(Complete(), now: over).ThenEvents(typeof(OrderEvent.AttemptRequested));
        ThreeDSecure(Operation.Pay).When(Complete(), now: over + TimeSpan.FromTicks(1)).ThenRejected(Rejection.ChallengeOver);
    }

    [Theory]
    [InlineData("THREE_DS_AUTH_ERROR", ErrorClass.Declined, OrderPhase.Declined)]
    [InlineData("WRONG_PARAMS", ErrorClass.BadRequest, OrderPhase.AwaitingCustomer)]
    public void A_failed_authentication_ends_the_payment_and_a_wrong_request_does_not(string code, ErrorClass @class, OrderPhase phase)
    {
        var after = Apply(ThreeDSecure(Operation.Pay), given => given.When(Complete())).WhenRefused(code, @class).After();
        Assert.Equal((phase, phase is OrderPhase.AwaitingCustomer), (after.Books.Phase, after.Challenge is not null));
    }

    [Theory]
    [InlineData(GatewayState.Charged, 300L, 0, typeof(OrderEvent.Approved), OrderPhase.Charged)]
    [InlineData(GatewayState.Rejected, 300L, 0, typeof(OrderEvent.Declined), OrderPhase.Declined)]
    [InlineData(GatewayState.PreAuthorized3DS, 300L, 91, typeof(OrderEvent.NotApplied), OrderPhase.AwaitingCustomer)]
    public void A_completion_in_doubt_is_judged(GatewayState seen, long amount, int after, Type fact, OrderPhase phase)
    {
        var doubt = Apply(ThreeDSecure(Operation.Pay), given => given.When(Complete())).And(Unknown(2));
        doubt.WhenSeen(GatewayState.PreAuthorized3DS, 300, TimeSpan.FromSeconds(89)).ThenNothing();
        var judged = doubt.WhenSeen(seen, amount, TimeSpan.FromSeconds(after));
        Assert.Equal(fact, Assert.IsType<Decision.Accepted>(judged.Decision).Events[0].GetType());
        Assert.Equal(phase, judged.After().Books.Phase);
    }

    [Fact]
    public void A_completion_that_was_not_applied_can_be_tried_again_and_the_challenge_still_expires()
    {
        var again = Apply(
            Apply(ThreeDSecure(Operation.Pay), given => given.When(Complete())).And(Unknown(2)),
            doubt => doubt.WhenSeen(GatewayState.PreAuthorized3DS, 300, TimeSpan.FromSeconds(91)));
        again.When(Complete() with { Key = new("again") }).ThenEvents(typeof(OrderEvent.AttemptRequested));
        Assert.Equal(OrderPhase.Expired, again.WhenSeen(GatewayState.PreAuthorized3DS, 300, TimeSpan.FromHours(1)).After().Books.Phase);
    }

    [Fact]
    public void A_completion_that_comes_late_is_taken_in_and_its_answer_named()
    {
        var again = Apply(
            Apply(ThreeDSecure(Operation.Block), given => given.When(Complete())).And(Unknown(2)),
            doubt => doubt.WhenSeen(GatewayState.PreAuthorized3DS, 300, TimeSpan.FromSeconds(91)));
        var passed = again.WhenSeen(GatewayState.Authorized, 300, TimeSpan.FromSeconds(120));
        var events = passed.ThenEvents(typeof(OrderEvent.LateEffectFound), typeof(OrderEvent.ChallengePassed), typeof(OrderEvent.LooksOrdered));
        Assert.Equal([new AttemptId(2)], ((OrderEvent.LateEffectFound)events[0]).Attempts);
        Assert.Equal((OrderPhase.Blocked, 0), (passed.After().Books.Phase, passed.After().Doubts.Count));
    }

    [Fact]
    public void What_the_customer_was_asked_to_pay_is_the_customers_and_not_an_earlier_trys() =>
        PageAfter(Operation.Block, 300).WhenSeen(GatewayState.Authorized, 300, TimeSpan.FromSeconds(15))
            .ThenEvents(typeof(OrderEvent.ChallengePassed), typeof(OrderEvent.LooksOrdered));

    [Theory]
    [InlineData(Operation.Block, 200, GatewayState.Authorized, OrderPhase.Blocked, typeof(OrderEvent.AttemptRequested))]
    [InlineData(Operation.Pay, 300, GatewayState.Charged, OrderPhase.Charged, typeof(OrderEvent.AttentionRaised))]
    public void An_earlier_try_that_comes_late_while_the_customer_must_act_ends_the_waiting_and_nobody_has_passed(
        Operation earlier, long amount, GatewayState seen, OrderPhase phase, Type remedy)
    {
        var late = PageAfter(earlier, amount).WhenSeen(seen, amount, TimeSpan.FromSeconds(15));

        var events = late.ThenEvents(typeof(OrderEvent.LateEffectFound), typeof(OrderEvent.LooksOrdered), remedy);
        Assert.Equal([new AttemptId(1)], ((OrderEvent.LateEffectFound)events[0]).Attempts);
        Assert.Equal((phase, Kopecks(amount), null), (late.After().Books.Phase, late.After().Books.Held, late.After().Challenge));
    }

    [Fact]
    public void A_rejected_authentication_that_only_the_gateway_knows_of_is_a_decline() =>
        ThreeDSecure(Operation.Block).WhenSeen(GatewayState.Rejected, 300, TimeSpan.FromMinutes(1))
            .ThenEvents(typeof(OrderEvent.ChallengeFailed), typeof(OrderEvent.LooksOrdered));

    [Fact]
    public void A_challenge_that_nobody_received_is_in_doubt_when_it_answers_anything_but_pay_or_block()
    {
        var charging = Blocked(3).And(Requested(2, Operation.Charge, 3));
        charging.WhenAnswered(Required).ThenEvents(typeof(OrderEvent.OutcomeUnknown));
        charging.WhenAnswered(Opened).ThenEvents(typeof(OrderEvent.OutcomeUnknown));
    }

    [Fact]
    public void While_the_customer_must_act_the_gateway_is_asked_on_its_own_advice()
    {
        var (state, asked) = (Page(Operation.Pay).State, new List<double>());
        var here = Incarnation.Recovered(default);
        for (var time = TimeSpan.Zero; time < TimeSpan.FromHours(1.3);)
        {
            switch (OrderProcess.Next(state, here, Policy, At(time)))
            {
                case OrderEffect.Inquire:
                    asked.Add(time.TotalSeconds);
                    here = here.Asks(At(time)).HasHeard();
                    break;
                case OrderEffect.Remind remind:
                    time += remind.In;
                    break;
            }
        }

        Assert.Equal([15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45, 50, 55], asked.Take(13));
        Assert.Equal(60, asked[40] - asked[39]);
        Assert.Contains(asked, second => second is > 75 * 60 and < (75 * 60) + 0.1); // Deadline and grace: now "not paid" proves something.
    }

    [Fact]
    public void An_order_that_waits_for_its_customer_does_not_sleep()
    {
        Assert.False(OrderProcess.MaySleep(Page(Operation.Pay).State, Incarnation.Recovered(default), Policy, At(TimeSpan.Zero)));
        Assert.IsType<OrderEffect.Inquire>(OrderProcess.Resume(Page(Operation.Pay).State, Policy, At(TimeSpan.FromMinutes(5))));
    }

    private static Given Paid(Given page, GatewayState state) => Apply(page, given => given.WhenSeen(state, 300, TimeSpan.FromSeconds(15)));

    private static Given Apply(Given given, Func<Given, Given> when) => given.Decision is null ? Follow(when(given)) : Follow(when(Follow(given)));

    private static Given Follow(Given decided) => decided.And([.. Assert.IsType<Decision.Accepted>(decided.Decision).Events]);

    private static Moment At(TimeSpan after) => new(Now + after, new(after));
}
