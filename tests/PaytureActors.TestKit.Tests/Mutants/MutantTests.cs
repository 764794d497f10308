using PaytureActors.TestKit.Tests.Traces;
using Xunit.Abstractions;

namespace PaytureActors.TestKit.Tests.Mutants;

/// <summary>Takes each rule out once, and sees its trace go red: a test of money must be able to fail.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private static readonly Cut NoFence = new("OrderProcess.cs",
        "command.Operation is not (Operation.Refund or Operation.Adopt) && !state.IsQuarantined(policy)", "true");

    private static readonly Cut RefundsWithoutLook = new("OrderDecider.cs",
        "{ InFlight: null, InProgress: { Operation: Operation.Charge or Operation.Unblock } command } when !state.IsQuarantined(policy) =>",
        """
        { InFlight: null, InProgress: { Operation: Operation.Refund } refund } when refund.RetryAt <= now =>
                    DecideRefundFrom(state, refund, refund.Fence, policy, now),
                { InFlight: null, InProgress: { Operation: Operation.Charge or Operation.Unblock } command } when !state.IsQuarantined(policy) =>
        """);

    private static readonly Cut NoLooks = new("OrderDecider.cs",
        "return new OrderEvent.LooksOrdered(atOnce ? [now, now + policy.LookAfter, horizon] : [now + policy.LookAfter, horizon], now);",
        "return new OrderEvent.LooksOrdered([], now);");

    private static readonly Cut NoNewAmount = new("OrderDecider.Settling.cs",
        "{ Operation: Operation.Refund } when answer.NewAmount is { } left && left != attempt.Fence!.Expected =>",
        "{ Operation: Operation.Refund } when answer.NewAmount is { InKopecks: < 0 } left =>");

    private static readonly Cut StandingsAreAsOldAsTheirAnswers = new("World.cs",
        ".Do(new OrderCommand.TakeStanding(standing, asked));",
        ".Do(new OrderCommand.TakeStanding(standing, Here.Asking(Order, Now)));");

    private static readonly Cut NoAmounts = new("OrderJudge.cs",
        "amount is { } seen && (seen == attempt.Amount || seen == attempt.Claimed);", "amount is not null;");

    private static readonly Cut ManyCommands = new("OrderDecider.cs",
        "{ InProgress: not null } => Decision.Reject(Rejection.CommandInProgress),",
        "{ InProgress: not null, InFlight: null } => DecideKeyed(ask, key, state with { InProgress = null }, policy, now),\n        { InProgress: not null } => Decision.Reject(Rejection.CommandInProgress),");

    private static readonly (Mutant Mutant, string[] RedTests)[] Mutants =
    [
        (new("guard: every refund is sent again after the quiet period", new Cut("OrderState.cs",
            "Fence is null || Amount.InKopecks * 2 > Fence.Before.InKopecks;", "true;")),
            [nameof(TraceTests.V1_A_slow_refund_that_could_be_doubled_is_not_sent_again_before_the_horizon)]),

        (new("readtime and onefence: a standing is as old as its answer, and a refund goes on without a look",
            StandingsAreAsOldAsTheirAnswers, NoFence, RefundsWithoutLook),
            [nameof(TraceTests.V2_A_standing_that_was_read_early_and_came_late_proves_nothing)]),

        (new("deadline: no send-by at the socket", new Cut("WorldSteps.cs",
            "if (world.Now.Wall > call.Attempt.SendBy || world.Time - call.PersistedAt > world.Policy.SendBy)", "if (world.Time < TimeSpan.Zero)")),
            [
                nameof(TraceTests.V3_A_process_that_pauses_beyond_the_quiet_period_sends_nothing_afterwards),
                nameof(SmallExplorationTests.A_crash_and_a_pause_break_no_refund),
            ]),

        (new("amounts and onecmd: state alone is compared, and commands do not wait for each other", NoAmounts, ManyCommands),
            [nameof(TraceTests.V4_A_late_charge_of_another_amount_is_not_taken_for_this_one)]),

        (new("amounts: state alone is compared", NoAmounts),
            [nameof(TraceTests.V5_A_late_hold_of_another_amount_is_not_taken_for_the_retry)]),

        (new("onecmd: commands do not wait for each other", ManyCommands),
            [
                nameof(TraceTests.V6_Nothing_else_is_accepted_between_two_attempts_of_a_command),
                nameof(TraceTests.V6_Two_refunds_of_the_same_amount_do_not_take_each_other_for_their_own),
            ]),

        (new("refused: a refusal by state orders no look", new Cut("OrderDecider.Settling.cs",
            """
                            new OrderEvent.Declined(attempt.Id, refusal, BooksOnceDeclined(attempt, refusal, state), null, now),
                            Looks(attempt.SendBy, atOnce: true, policy, now));
            """,
            """
                            new OrderEvent.Declined(attempt.Id, refusal, BooksOnceDeclined(attempt, refusal, state), null, now));
            """)),
            [nameof(TraceTests.V7_A_refusal_by_state_is_an_answer_and_brings_the_books_in_line)]),

        (new("fence and newamount: a refund trusts our books alone", NoFence, RefundsWithoutLook, NoNewAmount),
            [nameof(TraceTests.V8_A_refund_after_an_operators_refund_leaves_the_books_in_line)]),

        (new("fence and looks: nobody looks again", NoFence, RefundsWithoutLook, NoLooks),
            [nameof(TraceTests.V9_A_refund_that_lands_after_a_balance_was_taken_for_it_is_found)]),

        (new("resolve: a person's word orders no looks", NoLooks),
            [nameof(TraceTests.V10_What_lands_after_a_person_said_not_applied_is_found_and_named)]),

        (new("stale: a copy that is behind goes on", new Cut("OrderDecider.cs",
            "wake.Sequence > state.Sequence ? new Decision.Behind() : Decision.Nothing", "Decision.Nothing")),
            [nameof(TraceTests.V11_A_copy_of_an_order_that_is_behind_the_order_book_stops)]),

        (new("onefence: a resend takes a fresh fence", new Cut("OrderDecider.Standings.cs",
            "var mayBeOut = state.DoubtsOfCommand.LastOrDefault();", "var mayBeOut = state.DoubtsOfCommand.FirstOrDefault(doubt => doubt.Id.Number < 0);")),
            [nameof(TraceTests.V12_A_refund_that_lands_while_its_resend_waits_is_its_own_effect)]),

        (new("attend: used-up resends end as not applied", new Cut("OrderDecider.Settling.cs",
            "_ => CallPerson(AttentionReason.ResendsUsedUp, state, now), // The attempt stays in flight, and is watched.", "_ => Decision.Accept(end(null)),")),
            [nameof(TraceTests.V13_Resends_that_are_used_up_call_a_person_and_answer_nothing)]),

        (new("lost3ds: a challenge that nobody received is a contradiction", new Cut("OrderJudge.cs",
            "        GatewayState.PreAuthorized3DS => OnceQuiet(Verdict.Expired, asked, policy),\n", "")),
            [nameof(TraceTests.V15_A_hold_whose_challenge_nobody_received_has_expired_without_a_person)]),

        (new("patience: what is behind the books is a contradiction", new Cut("OrderDecider.Standings.cs",
            "            _ when asked.IsQuiet(policy) => CallPerson(AttentionReason.Contradiction, state, now),\n            _ => Decision.Nothing,\n        };\n    }\n",
            "            _ => CallPerson(AttentionReason.Contradiction, state, now),\n        };\n    }\n")),
            [nameof(TraceTests.V16_A_standing_behind_the_books_raises_no_alarm)]),

        (new("overtaken: a release that came first is a contradiction", new Cut("OrderJudge.cs",
            "        GatewayState.Voided or GatewayState.AuthorizationClosed => Verdict.Overtaken,\n", "")),
            [nameof(TraceTests.V17_A_charge_that_an_unblock_overtook_is_declined_without_a_person)]),

        (new("resend after a timeout", new Cut("OrderDecider.Settling.cs",
            "GatewayOutcome.Unknown unknown => Doubt(attempt, unknown.Reason, policy, now),",
            "GatewayOutcome.Unknown => GoOnLater(attempt, state, policy, now, retryAt => new OrderEvent.NotSent(attempt.Id, NotSentReason.Connect, retryAt, now)),")),
            [nameof(SmallExplorationTests.One_fault_breaks_no_hold), nameof(SmallExplorationTests.One_fault_breaks_no_refund)]),

        (new("believe 'not found' at once", new Cut("OrderJudge.cs",
            "asked.IsQuiet(policy) ? verdict : Verdict.Undecided;", "verdict;")),
            [nameof(SmallExplorationTests.One_fault_breaks_no_hold)]),

        (new("skip the refund's fence", NoFence, RefundsWithoutLook),
            [nameof(SmallExplorationTests.One_fault_breaks_no_refund)]),
    ];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var (mutant, tests) in Mutants)
        {
            foreach (var test in tests)
                cases.Add(mutant.Name, test);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Without_its_rule_a_trace_is_red(string mutant, string test)
    {
        var why = Mutants.Single(each => each.Mutant.Name == mutant).Mutant.Run(test);

        Assert.NotNull(why);
        output.WriteLine(why);
    }

    [Fact]
    public void With_every_rule_in_place_the_traces_compiled_here_are_green() =>
        Assert.Null(new Mutant("none").Run(nameof(TraceTests.V1_A_slow_refund_that_could_be_doubled_is_not_sent_again_before_the_horizon)));
}
