using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Domain.Operation;

namespace PaytureActors.TestKit.Tests.Gateway;

public sealed class LedgerTests
{
    private static readonly Money Three = Money.Kopecks(3);

    public static TheoryData<string, Operation, long?, string> Transitions => new()
    {
        // A payment, a command, an amount, and what comes of it: a state, what is held, captured, refunded and reported; or a refusal.
        { "nothing", Pay, 3, "Charged 3/3/0 shows 3, answers 3/-" },
        { "nothing", Block, 3, "Authorized 3/0/0 shows 3, answers 3/-" },
        { "nothing", Pay, null, "AMOUNT_ERROR" },
        { "nothing", Block, 0, "AMOUNT_ERROR" },
        { "nothing", Charge, 3, "ORDER_NOT_FOUND" },
        { "nothing", Unblock, null, "ORDER_NOT_FOUND" },
        { "nothing", Refund, 3, "ORDER_NOT_FOUND" },

        { "held", Pay, 3, "DUPLICATE_ORDER_ID" },
        { "held", Block, 3, "DUPLICATE_ORDER_ID" },
        { "held", Charge, null, "Charged 3/3/0 shows 3, answers 3/-" },
        { "held", Charge, 2, "Charged 3/2/0 shows 2, answers 2/-" },
        { "held", Charge, 4, "AMOUNT_ERROR" },
        { "held", Charge, 0, "AMOUNT_ERROR" },
        { "held", Unblock, null, "Voided 3/0/0 shows 3, answers -/0" },
        { "held", Unblock, 3, "Voided 3/0/0 shows 3, answers -/0" },
        { "held", Unblock, 2, "AMOUNT_ERROR" },
        { "held", Unblock, 4, "AMOUNT_ERROR" },
        { "held", Refund, 1, "ILLEGAL_ORDER_STATE" },

        { "charged", Pay, 3, "DUPLICATE_ORDER_ID" },
        { "charged", Block, 3, "DUPLICATE_ORDER_ID" },
        { "charged", Charge, null, "ILLEGAL_ORDER_STATE" },
        { "charged", Unblock, null, "ILLEGAL_ORDER_STATE" },
        { "charged", Refund, 1, "Charged 3/3/1 shows 2, answers -/2" },
        { "charged", Refund, 3, "Refunded 3/3/3 shows 3, answers -/0" },
        { "charged", Refund, null, "Refunded 3/3/3 shows 3, answers -/0" },
        { "charged", Refund, 4, "AMOUNT_ERROR" },
        { "charged", Refund, 0, "AMOUNT_ERROR" },

        { "charged in part", Charge, 1, "ILLEGAL_ORDER_STATE" },
        { "charged in part", Refund, 3, "AMOUNT_ERROR" },
        { "charged in part", Refund, 2, "Refunded 3/2/2 shows 2, answers -/0" },

        { "refunded in part", Refund, null, "Refunded 3/3/3 shows 2, answers -/0" },
        { "refunded in part", Refund, 2, "Refunded 3/3/3 shows 2, answers -/0" },
        { "refunded in part", Refund, 1, "Charged 3/3/2 shows 1, answers -/1" },
        { "refunded in part", Refund, 3, "AMOUNT_ERROR" },
        { "refunded in part", Charge, 1, "ILLEGAL_ORDER_STATE" },

        { "voided", Pay, 3, "DUPLICATE_ORDER_ID" },
        { "voided", Charge, 3, "ILLEGAL_ORDER_STATE" },
        { "voided", Unblock, null, "ILLEGAL_ORDER_STATE" },
        { "voided", Refund, 1, "ILLEGAL_ORDER_STATE" },

        { "refunded", Block, 3, "DUPLICATE_ORDER_ID" },
        { "refunded", Charge, 3, "ILLEGAL_ORDER_STATE" },
        { "refunded", Unblock, null, "ILLEGAL_ORDER_STATE" },
        { "refunded", Refund, 1, "ILLEGAL_ORDER_STATE" },

        { "rejected", Block, 3, "DUPLICATE_ORDER_ID" },
        { "rejected", Charge, 3, "ILLEGAL_ORDER_STATE" },
        { "rejected", Unblock, null, "ILLEGAL_ORDER_STATE" },
        { "rejected", Refund, 1, "ILLEGAL_ORDER_STATE" },

        { "challenged", Pay, 3, "DUPLICATE_ORDER_ID" },
        { "challenged", Charge, 3, "ILLEGAL_ORDER_STATE" },
        { "challenged", Refund, 1, "ILLEGAL_ORDER_STATE" },

        { "closed", Charge, 3, "ILLEGAL_ORDER_STATE" },
        { "closed", Unblock, null, "ILLEGAL_ORDER_STATE" },

        { "pending block", Block, 3, "DUPLICATE_ORDER_ID" },
        { "pending block", Charge, 3, "ILLEGAL_ORDER_STATE" },
        { "pending charge", Charge, 3, "ILLEGAL_ORDER_STATE" },
        { "pending charge", Unblock, null, "ILLEGAL_ORDER_STATE" },
        { "pending refund", Refund, 1, "ILLEGAL_ORDER_STATE" },
    };

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Each_command_in_each_state_has_its_one_answer(string payment, Operation operation, long? amount, string expected)
    {
        var before = Given(payment);
        var (after, answer) = Ledger.Apply(before, operation, amount is { } kopecks ? Money.Kopecks(kopecks) : null);

        if (answer is LedgerAnswer.Refused refused)
        {
            Assert.Equal(expected, refused.ErrCode);
            Assert.Equal(before, after);
        }
        else
        {
            Assert.Equal(expected, $"{Text(after!)}, answers {Text((LedgerAnswer.Approved)answer)}");
        }
    }

    [Theory]
    [InlineData("nothing", GatewayState.NotFound, null)]
    [InlineData("held", GatewayState.Authorized, 3L)]
    [InlineData("charged in part", GatewayState.Charged, 2L)]
    [InlineData("refunded in part", GatewayState.Charged, 2L)]
    [InlineData("voided", GatewayState.Voided, 3L)]
    [InlineData("refunded", GatewayState.Refunded, 3L)]
    [InlineData("rejected", GatewayState.Rejected, 3L)]
    [InlineData("challenged", GatewayState.PreAuthorized3DS, 3L)]
    [InlineData("closed", GatewayState.AuthorizationClosed, 3L)]
    [InlineData("abandoned", GatewayState.Obsolete, 3L)]
    [InlineData("pending block", GatewayState.Pending, 3L)]
    [InlineData("pending refund", GatewayState.Pending, 3L)]
    public void An_inquiry_reads_state_and_amount(string payment, GatewayState state, long? amount) =>
        Assert.Equal(new Standing(state, amount is { } kopecks ? Money.Kopecks(kopecks) : null), Ledger.Read(Given(payment)));

    [Theory]
    [InlineData("pending block", true, "Authorized 3/0/0 shows 3")]
    [InlineData("pending block", false, "Rejected 0/0/0 shows 3")]
    [InlineData("pending charge", true, "Charged 3/2/0 shows 2")]
    [InlineData("pending charge", false, "Authorized 3/0/0 shows 3")]
    [InlineData("pending refund", true, "Charged 3/3/1 shows 2")]
    [InlineData("pending refund", false, "Charged 3/3/0 shows 3")]
    public void What_is_pending_ends_one_way_or_the_other(string payment, bool succeeds, string expected) =>
        Assert.Equal(expected, Text(Ledger.End(Given(payment)!, succeeds)));

    [Fact]
    public void Nothing_ends_that_is_not_pending() =>
        Assert.Throws<InvalidOperationException>(() => Ledger.End(Given("held")!, succeeds: true));

    [Theory]
    [InlineData(Charge)]
    [InlineData(Unblock)]
    [InlineData(Refund)]
    public void Only_an_opening_command_is_declined_by_the_bank(Operation operation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Ledger.Reject(Given("held"), operation, Three, "AMOUNT_EXCEED"));

    [Fact]
    public void Payments_with_the_same_history_of_money_are_equal()
    {
        Assert.Equal(Given("refunded in part"), Given("refunded in part"));
        Assert.Equal(Given("pending charge")!.GetHashCode(), Given("pending charge")!.GetHashCode());
        Assert.NotEqual(Given("pending charge"), Given("held"));
    }

    [Theory]
    [InlineData("challenged", Pay, true, "Charged 3/3/0 shows 3, answers 3/-")]
    [InlineData("challenged", Pay, false, "THREE_DS_AUTH_ERROR")]
    [InlineData("challenged", Block, true, "ILLEGAL_ORDER_STATE")]
    [InlineData("challenged hold", Block, true, "Authorized 3/0/0 shows 3, answers 3/-")]
    [InlineData("nothing", Pay, true, "ORDER_NOT_FOUND")]
    [InlineData("charged", Pay, true, "ILLEGAL_ORDER_STATE")]
    [InlineData("rejected", Block, true, "ILLEGAL_ORDER_STATE")]
    [InlineData("abandoned", Pay, true, "ILLEGAL_ORDER_STATE")]
    [InlineData("pending block", Block, true, "ILLEGAL_ORDER_STATE")]
    public void A_completion_ends_what_waits_for_it(string payment, Operation operation, bool passes, string expected)
    {
        var (after, answer) = Ledger.Complete(Given(payment), operation, passes);
        Assert.Equal(expected, answer is LedgerAnswer.Approved approved ? $"{Text(after!)}, answers {Text(approved)}" : ((LedgerAnswer.Refused)answer).ErrCode);
        Assert.Equal(answer == LedgerAnswer.ThreeDSAuthError, after?.State == LedgerState.Rejected && payment != "rejected");
    }

    [Fact]
    public void A_disputed_payment_cannot_be_refunded_until_the_dispute_is_won()
    {
        var disputed = Ledger.Dispute(Given("refunded in part")!);
        Assert.Equal(LedgerAnswer.IllegalOrderState, Ledger.Objection(disputed, Refund, Money.Kopecks(1)));
        Assert.Equal(Given("refunded in part"), Ledger.Restore(disputed));
        Assert.Equal(Given("held"), Ledger.Dispute(Given("held")!));
    }

    internal static LedgerPayment? Given(string payment) => payment switch
    {
        "nothing" => null,
        "held" => After(null, Block, Three),
        "charged" => After(null, Pay, Three),
        "charged in part" => After(Given("held"), Charge, Money.Kopecks(2)),
        "refunded in part" => After(Given("charged"), Refund, Money.Kopecks(1)),
        "voided" => After(Given("held"), Unblock, null),
        "refunded" => After(Given("charged"), Refund, null),
        "rejected" => Ledger.Reject(null, Block, Three, "AMOUNT_EXCEED").Payment,
        "challenged" => Ledger.Challenge(null, Pay, Three).Payment,
        "challenged hold" => Ledger.Challenge(null, Block, Three).Payment,
        "abandoned" => Ledger.Abandon(Given("challenged")!),
        "closed" => Ledger.CloseHold(Given("held")!),
        "pending block" => Ledger.Begin(null, Block, Three).Payment,
        "pending charge" => Ledger.Begin(Given("held"), Charge, Money.Kopecks(2)).Payment,
        "pending refund" => Ledger.Begin(Given("charged"), Refund, Money.Kopecks(1)).Payment,
        _ => throw new ArgumentOutOfRangeException(nameof(payment), payment, "No such payment."),
    };

    private static LedgerPayment After(LedgerPayment? payment, Operation operation, Money? amount)
    {
        var (after, answer) = Ledger.Apply(payment, operation, amount);
        Assert.IsType<LedgerAnswer.Approved>(answer);
        return after!;
    }

    private static string Text(LedgerPayment payment) =>
        $"{payment.StateName} {payment.Held.InKopecks}/{payment.Captured.InKopecks}/{payment.Refunded.InKopecks} shows {payment.Reported.InKopecks}";

    private static string Text(LedgerAnswer.Approved answer) =>
        $"{answer.Amount?.InKopecks.ToString() ?? "-"}/{answer.NewAmount?.InKopecks.ToString() ?? "-"}";
}
