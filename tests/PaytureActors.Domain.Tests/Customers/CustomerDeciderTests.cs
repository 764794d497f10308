using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Domain.Tests.Customers;

public sealed class CustomerDeciderTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly MerchantPolicy Policy = new();
    private static readonly AttemptId First = new(1);
    private static readonly IdempotencyKey Key = new("mine");
    private static readonly Asked Early = new(Now, TimeSpan.FromSeconds(1), CallOpen: false);
    private static readonly Asked Late = new(Now, Policy.QuietPeriod * 2, CallOpen: false);
    private static readonly CustomerEvent.ChangeRequested Adding =
        new(First, Key, CustomerOperation.Add, Now + Policy.SendBy, Now) { MaskedPan = "411111******1112" };
    private static readonly CustomerEvent.ChallengeIssued Challenged = new(First, "hash", Now + Policy.ChallengeLifetime, Now);
    private static readonly CustomerEvent.OutcomeUnknown Unknown = new(First, UnknownReason.Timeout, null, Now);
    private static readonly StoredCard Stored = new("card-1", "411111xxxxxx1112", "NotActive");

    [Theory]
    [InlineData(CustomerOperation.Check)]
    [InlineData(CustomerOperation.GetList)]
    [InlineData(CustomerOperation.SendCode)]
    [InlineData(CustomerOperation.InitAdd)]
    public void What_changes_nothing_goes_to_the_gateway_even_past_a_doubt(CustomerOperation operation) =>
        Assert.IsType<CustomerDecision.Forwarded>(Decide(Ask(operation), Adding, Unknown));

    [Fact]
    public void A_change_is_written_down_before_it_leaves()
    {
        var accepted = Assert.IsType<CustomerDecision.Accepted>(Decide(Ask(CustomerOperation.Add) with { MaskedPan = Adding.MaskedPan, Key = Key }));
        Assert.Equal([Adding], accepted.Events);
        Assert.IsType<CustomerEffect.Call>(CustomerProcess.React(Adding, State(Adding)));
    }

    [Fact]
    public void What_is_missing_is_said_and_nothing_leaves()
    {
        AssertRejected(CustomerRejection.PasswordRequired, Ask(CustomerOperation.Register) with { HasPassword = false });
        AssertRejected(CustomerRejection.CardRequired, Ask(CustomerOperation.Add));
        AssertRejected(CustomerRejection.CardIdRequired, Ask(CustomerOperation.Remove));
        AssertRejected(CustomerRejection.CardIdRequired, Ask(CustomerOperation.Activate) with { Amount = Money.Kopecks(1) });
        AssertRejected(CustomerRejection.AmountRequired, Ask(CustomerOperation.Activate) with { CardId = "card" });
        AssertRejected(CustomerRejection.AmountRequired, Ask(CustomerOperation.Activate) with { CardId = "card", Amount = Money.Zero });
        AssertRejected(CustomerRejection.NoChallenge, Ask(CustomerOperation.AddSubmit3DS) with { MdHash = "hash" });
        Assert.IsType<CustomerDecision.Accepted>(Decide(Ask(CustomerOperation.Delete) with { HasPassword = false }));
    }

    [Fact]
    public void A_key_has_one_answer_for_ever_and_without_one_an_ended_change_makes_room_for_the_next()
    {
        CustomerEvent[] done = [Adding, new CustomerEvent.Applied(First, Stored, WasSeen: false, Now)];
        var again = Ask(CustomerOperation.Add) with { MaskedPan = Adding.MaskedPan };
        var repeated = Assert.IsType<CustomerDecision.Repeated>(Decide(again with { Key = Key }, done));
        Assert.Equal((CustomerEnding.Done, Stored), (repeated.Answer.Ending, repeated.Answer.Card));
        AssertRejected(CustomerRejection.KeyReused, Ask(CustomerOperation.Delete) with { Key = Key }, done);

        var next = Assert.IsType<CustomerEvent.ChangeRequested>(Assert.Single(Assert.IsType<CustomerDecision.Accepted>(Decide(again, done)).Events));
        Assert.Equal(("Add#1", 2), (next.Key.ToString(), next.Attempt.Number));
    }

    [Fact]
    public void While_a_call_is_open_its_key_joins_and_every_other_waits()
    {
        var open = new Asked(Now, TimeSpan.Zero, CallOpen: true);
        var ask = Ask(CustomerOperation.Add) with { MaskedPan = Adding.MaskedPan, Asked = open };
        Assert.Equal(new CustomerDecision.Joined(Key), Decide(ask with { Key = Key }, Adding));
        AssertRejected(CustomerRejection.CommandInProgress, ask, Adding);
    }

    [Fact]
    public void A_doubt_keeps_changes_back_until_it_is_quiet_and_the_password_has_shown_what_is_so()
    {
        var ask = Ask(CustomerOperation.Remove) with { CardId = "card-2" };
        Assert.IsType<CustomerDecision.InDoubt>(Decide(ask with { Asked = Early }, Adding, Unknown));
        Assert.IsType<CustomerDecision.InDoubt>(Decide(ask with { Asked = Late, HasPassword = false }, Adding, Unknown));
        Assert.Equal(new CustomerDecision.ReadFirst(CustomerOperation.GetList), Decide(ask with { Asked = Late }, Adding, Unknown));
        Assert.IsType<CustomerDecision.InDoubt>(Decide(ask with { Asked = Late, HasRead = true }, Adding, Unknown));

        var registering = Adding with { Operation = CustomerOperation.Register };
        Assert.Equal(new CustomerDecision.ReadFirst(CustomerOperation.Check), Decide(ask with { Asked = Late }, registering, Unknown));
    }

    [Fact]
    public void An_update_in_doubt_is_repeated_without_a_question_once_it_is_quiet()
    {
        var updating = Adding with { Operation = CustomerOperation.Update };
        Assert.IsType<CustomerDecision.InDoubt>(Decide(Ask(CustomerOperation.Update) with { Asked = Early }, updating, Unknown));
        var settled = Assert.IsType<CustomerDecision.SettledFirst>(Decide(Ask(CustomerOperation.Update) with { Asked = Late }, updating, Unknown));
        Assert.Equal([new CustomerEvent.NotApplied(First, Now)], settled.Events);
    }

    [Fact]
    public void A_delete_in_doubt_is_repeated_by_a_merchant_who_has_no_password()
    {
        var deleting = Adding with { Operation = CustomerOperation.Delete };
        var ask = Ask(CustomerOperation.Delete) with { Asked = Late, HasPassword = false };
        Assert.IsType<CustomerDecision.SettledFirst>(Decide(ask, deleting, Unknown));
        Assert.IsType<CustomerDecision.InDoubt>(Decide(ask, Adding, Unknown));
    }

    [Fact]
    public void A_card_that_waits_for_3D_Secure_takes_the_result_with_its_MD_once_and_in_time()
    {
        var submit = Ask(CustomerOperation.AddSubmit3DS) with { MdHash = "hash", HasPassword = false };
        var asked = Assert.Single(Assert.IsType<CustomerDecision.Accepted>(Decide(submit, Adding, Challenged)).Events);
        Assert.Equal(Adding.MaskedPan, Assert.IsType<CustomerEvent.ChangeRequested>(asked).MaskedPan);
        AssertRejected(CustomerRejection.OtherChallenge, submit with { MdHash = "another" }, Adding, Challenged);
        Assert.Equal(
            new CustomerDecision.Rejected(CustomerRejection.ChallengeOver),
            CustomerDecider.Decide(submit, State(Adding, Challenged), Policy, Now + Policy.ChallengeLifetime + TimeSpan.FromTicks(1)));

        CustomerEvent[] unsent = [Adding, Challenged, asked, new CustomerEvent.NotSent(new(2), NotSentReason.Connect, Now)];
        Assert.IsType<CustomerDecision.Accepted>(Decide(submit, unsent));
        CustomerEvent[] refused = [Adding, Challenged, asked, new CustomerEvent.Refused(new(2), new("THREE_DS_FAIL", ErrorClass.Declined, false), Now)];
        AssertRejected(CustomerRejection.NoChallenge, submit, refused);
    }

    [Fact]
    public void A_list_that_is_cut_proves_nothing_about_a_card_that_is_not_in_it_before_the_horizon()
    {
        var cut = new CustomerSight(CustomerPresence.Known)
        {
            Cards = ValueList.From(Enumerable.Range(0, CustomerJudge.LongestList).Select(i => new StoredCard($"c{i}", "555555xxxxxx4444", "IsActive"))),
        };
        Assert.Empty(See(cut, Late));
        Assert.Equal([new CustomerEvent.NotApplied(First, Now)], See(cut, Late with { At = Adding.SendBy + Policy.Horizon + TimeSpan.FromTicks(1) }));
        Assert.Equal([new CustomerEvent.NotApplied(First, Now)], See(cut with { Cards = [] }, Late));
    }

    [Fact]
    public void A_card_that_appears_in_the_list_was_added_but_not_one_that_an_earlier_command_stored()
    {
        var sight = new CustomerSight(CustomerPresence.Known) { Cards = [Stored] };
        Assert.Equal([new CustomerEvent.Applied(First, Stored, WasSeen: true, Now)], See(sight, Late));
        Assert.Empty(See(sight, Early));

        var second = Adding with { Attempt = new(2), Key = new("second") };
        var state = State(Adding, new CustomerEvent.Applied(First, Stored, WasSeen: false, Now), second);
        var decision = CustomerDecider.Decide(new CustomerCommand.TakeSight(new(2), sight, Late), state, Policy, Now);
        Assert.Equal([new CustomerEvent.NotApplied(new(2), Now)], ((CustomerDecision.Accepted)decision).Events);
    }

    [Fact]
    public void A_wrong_password_shows_nothing_of_cards()
    {
        var refused = new GatewayOutcome.Refused(new Refusal("WRONG_USER_PARAMS", ErrorClass.BadRequest, false));
        Assert.Empty(See(CustomerSight.Of(CustomerOperation.GetList, refused, [])!, Late));
        Assert.Null(CustomerSight.Of(CustomerOperation.GetList, new GatewayOutcome.Unknown(UnknownReason.Timeout), []));
    }

    [Fact]
    public void What_was_seen_of_an_earlier_doubt_says_nothing_of_a_later_one()
    {
        var second = Adding with { Attempt = new(2), Key = new("second") };
        var state = State(Adding, new CustomerEvent.NotSent(First, NotSentReason.Connect, Now), second);
        var sight = new CustomerCommand.TakeSight(First, new CustomerSight(CustomerPresence.Known) { Cards = [Stored] }, Late);
        Assert.Equal([], ((CustomerDecision.Accepted)CustomerDecider.Decide(sight, state, Policy, Now)).Events);
    }

    [Fact]
    public void A_key_belongs_to_its_card_whether_its_command_has_ended_or_is_in_doubt()
    {
        var other = Ask(CustomerOperation.Add) with { MaskedPan = "555555******4444", Key = Key };
        AssertRejected(CustomerRejection.KeyReused, other, Adding, new CustomerEvent.Applied(First, Stored, WasSeen: false, Now));
        AssertRejected(CustomerRejection.KeyReused, other with { Asked = Late }, Adding, Unknown);
        var open = new Asked(Now, TimeSpan.Zero, CallOpen: true);
        AssertRejected(CustomerRejection.KeyReused, other with { Asked = open }, Adding);

        // Without a key of the caller's it is another command, that waits or settles the doubt like any other.
        var keyless = Adding with { Key = new("Add#0") };
        AssertRejected(CustomerRejection.CommandInProgress, other with { Key = null, Asked = open }, keyless);
        Assert.IsType<CustomerDecision.ReadFirst>(Decide(other with { Key = null, Asked = Late }, keyless, Unknown));
    }

    [Theory]
    [InlineData(ErrorClass.Retryable)]
    [InlineData(ErrorClass.Access)]
    [InlineData(ErrorClass.BadRequest)]
    public void A_technical_refusal_of_a_result_leaves_the_challenge_open(ErrorClass @class)
    {
        var submit = Ask(CustomerOperation.AddSubmit3DS) with { MdHash = "hash", HasPassword = false };
        var asked = Assert.Single(Assert.IsType<CustomerDecision.Accepted>(Decide(submit, Adding, Challenged)).Events);
        CustomerEvent[] refused = [Adding, Challenged, asked, new CustomerEvent.Refused(new(2), new("MPI_RESPONSE_ERROR", @class, true), Now)];
        Assert.IsType<CustomerDecision.Accepted>(Decide(submit, refused));
    }

    [Fact]
    public void What_comes_of_the_challenge_is_the_answer_to_the_Add_that_waited_for_it()
    {
        var asked = new CustomerEvent.ChangeRequested(new(2), new("result"), CustomerOperation.AddSubmit3DS, Now + Policy.SendBy, Now);
        var done = State(Adding, Challenged, asked, new CustomerEvent.Applied(new(2), Stored, WasSeen: false, Now));
        Assert.Equal((CustomerEnding.Done, Stored, (DateTimeOffset?)null), (done.Recorded(Key)!.Ending, done.Recorded(Key)!.Card, done.Recorded(Key)!.Deadline));

        var failed = State(Adding, Challenged, asked, new CustomerEvent.Refused(new(2), new("THREE_DS_FAIL", ErrorClass.Declined, false), Now));
        Assert.Equal((CustomerEnding.Refused, "THREE_DS_FAIL"), (failed.Recorded(Key)!.Ending, failed.Recorded(Key)!.Refusal!.Code));
    }

    [Fact]
    public void A_result_that_had_no_effect_may_be_brought_again_in_time()
    {
        var submit = Ask(CustomerOperation.AddSubmit3DS) with { MdHash = "hash", HasPassword = false };
        var asked = new CustomerEvent.ChangeRequested(new(2), new("result"), CustomerOperation.AddSubmit3DS, Now + Policy.SendBy, Now);
        CustomerEvent[] lost = [Adding, Challenged, asked, new CustomerEvent.NotApplied(new(2), Now)];
        Assert.IsType<CustomerDecision.Accepted>(Decide(submit, lost));
        Assert.Equal(CustomerEnding.AwaitingCustomer, State(lost).Recorded(Key)!.Ending);

        CustomerEvent[] resolved = [Adding, Challenged, asked, new CustomerEvent.Resolved(new(2), ManualDecision.NotApplied, "Gone.", "Anna", Now)];
        Assert.IsType<CustomerDecision.Accepted>(Decide(submit, resolved));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_challenge_that_nobody_came_back_from_is_settled_by_the_list(bool isStored)
    {
        var over = Challenged.Deadline + TimeSpan.FromTicks(1);
        var state = State(Adding, Challenged);
        var sight = new CustomerSight(CustomerPresence.Known) { Cards = isStored ? [Stored] : [] };
        var early = new CustomerCommand.TakeSight(default, sight, Late with { At = Challenged.Deadline });
        Assert.Empty(((CustomerDecision.Accepted)CustomerDecider.Decide(early, state, Policy, over)).Events);

        var late = new CustomerCommand.TakeSight(default, sight, Late with { At = over });
        var ended = Assert.Single(((CustomerDecision.Accepted)CustomerDecider.Decide(late, state, Policy, over)).Events);
        Assert.Equal(new CustomerEvent.ChallengeEnded(First, isStored ? Stored : null, over), ended);
        var after = State(Adding, Challenged, ended);
        Assert.Equal((isStored ? CustomerEnding.Done : CustomerEnding.NotApplied, null), (after.Recorded(Key)!.Ending, after.Challenge));
    }

    [Fact]
    public void A_challenge_that_is_over_is_looked_up_before_the_next_change_and_holds_nothing_up()
    {
        var over = Challenged.Deadline + TimeSpan.FromTicks(1);
        var state = State(Adding, Challenged);
        var add = Ask(CustomerOperation.Add) with { MaskedPan = Adding.MaskedPan };
        Assert.IsType<CustomerDecision.ReadFirst>(CustomerDecider.Decide(add, state, Policy, over));
        Assert.IsType<CustomerDecision.ReadFirst>(CustomerDecider.Decide(add with { Key = Key }, state, Policy, over));
        Assert.IsType<CustomerDecision.Accepted>(CustomerDecider.Decide(add with { HasRead = true }, state, Policy, over));
        Assert.IsType<CustomerDecision.Accepted>(CustomerDecider.Decide(add, state, Policy, Challenged.Deadline));
        Assert.IsType<CustomerDecision.Accepted>(
            CustomerDecider.Decide(Ask(CustomerOperation.Delete) with { HasPassword = false }, state, Policy, over));
    }

    [Fact]
    public void A_card_id_is_the_same_in_upper_and_lower_case()
    {
        var second = Adding with { Attempt = new(2), Key = new("second") };
        var state = State(Adding, new CustomerEvent.Applied(First, Stored with { CardId = "CARD-1" }, WasSeen: false, Now), second);
        var sight = new CustomerSight(CustomerPresence.Known) { Cards = [Stored] };
        var decision = CustomerDecider.Decide(new CustomerCommand.TakeSight(new(2), sight, Late), state, Policy, Now);
        Assert.Equal([new CustomerEvent.NotApplied(new(2), Now)], ((CustomerDecision.Accepted)decision).Events);
    }

    private static readonly DateTimeOffset PastHorizon = Adding.SendBy + Policy.Horizon + TimeSpan.FromTicks(1);

    [Fact]
    public void A_doubt_of_which_the_gateway_shows_nothing_ends_with_the_horizon()
    {
        var nothing = new CustomerSight(CustomerPresence.NotShown);
        Assert.Empty(See(nothing, Late with { At = Adding.SendBy + Policy.Horizon }));
        Assert.Equal([new CustomerEvent.NeverLearnt(First, Now)], See(nothing, Late with { At = PastHorizon }));
        Assert.Empty(See(nothing, Early with { At = PastHorizon })); // Another copy may have sent it a moment ago, by a clock that is wrong.
    }

    [Fact]
    public void A_merchant_without_the_password_takes_a_customer_out_once_the_horizon_has_passed()
    {
        var delete = Ask(CustomerOperation.Delete) with { Asked = Late with { At = PastHorizon }, HasPassword = false };
        Assert.IsType<CustomerDecision.InDoubt>(Decide(delete, Adding, Unknown));
        var settled = Assert.IsType<CustomerDecision.SettledFirst>(CustomerDecider.Decide(delete, State(Adding, Unknown), Policy, PastHorizon));
        Assert.Equal([new CustomerEvent.NeverLearnt(First, PastHorizon)], settled.Events);
        var after = State(Adding, Unknown, settled.Events[0]);
        Assert.Equal(CustomerEnding.NeverLearnt, after.Recorded(Key)!.Ending);
        Assert.IsType<CustomerDecision.Accepted>(CustomerDecider.Decide(delete, after, Policy, PastHorizon));
    }

    [Fact]
    public void With_the_password_the_gateway_is_asked_first_after_the_horizon_too_and_its_silence_ends_nothing()
    {
        var add = Ask(CustomerOperation.Add) with { MaskedPan = Adding.MaskedPan, Asked = Late with { At = PastHorizon } };
        var state = State(Adding, Unknown);
        Assert.Equal(new CustomerDecision.ReadFirst(CustomerOperation.GetList), CustomerDecider.Decide(add, state, Policy, PastHorizon));
        Assert.IsType<CustomerDecision.InDoubt>(CustomerDecider.Decide(add with { HasRead = true }, state, Policy, PastHorizon));
        Assert.IsType<CustomerDecision.InDoubt>(CustomerDecider.Decide(add with { HasPassword = false }, state, Policy, PastHorizon));
    }

    [Theory]
    [InlineData(ManualDecision.Applied, CustomerEnding.Done)]
    [InlineData(ManualDecision.NotApplied, CustomerEnding.NotApplied)]
    public void A_person_ends_a_doubt_once_nothing_can_be_on_its_way(ManualDecision decision, CustomerEnding ending)
    {
        var resolve = new CustomerCommand.Resolve(decision, "The bank says so.", "Anna", Late);
        var resolved = Assert.Single(Assert.IsType<CustomerDecision.Accepted>(Decide(resolve, Adding, Unknown)).Events);
        Assert.Equal(new CustomerEvent.Resolved(First, decision, "The bank says so.", "Anna", Now), resolved);
        Assert.Equal(ending, State(Adding, Unknown, resolved).Recorded(Key)!.Ending);
        AssertRejected(CustomerRejection.CommandInProgress, resolve with { Asked = Early }, Adding, Unknown);
        AssertRejected(CustomerRejection.CommandInProgress, resolve with { Asked = Late with { CallOpen = true } }, Adding);
        AssertRejected(CustomerRejection.NothingToResolve, resolve);
        AssertRejected(CustomerRejection.NothingToResolve, resolve with { Decision = ManualDecision.Acknowledged }, Adding, Unknown);
    }

    private static CustomerCommand.Ask Ask(CustomerOperation operation) => new(operation, null, Early) { HasPassword = true };

    private static CustomerState State(params IEnumerable<CustomerEvent> events) => events.Aggregate(CustomerState.Initial, CustomerDecider.Evolve);

    private static CustomerDecision Decide(CustomerCommand command, params IEnumerable<CustomerEvent> events) =>
        CustomerDecider.Decide(command, State(events), Policy, Now);

    private static ValueList<CustomerEvent> See(CustomerSight sight, Asked asked) => Assert.IsType<CustomerDecision.Accepted>(
        Decide(new CustomerCommand.TakeSight(First, sight, asked), Adding, Unknown)).Events;

    private static void AssertRejected(CustomerRejection reason, CustomerCommand command, params IEnumerable<CustomerEvent> events) =>
        Assert.Equal(new CustomerDecision.Rejected(reason), Decide(command, events));
}
