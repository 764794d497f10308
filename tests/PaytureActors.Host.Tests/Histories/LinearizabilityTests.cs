using PaytureActors.Domain.Orders;

namespace PaytureActors.Host.Tests.Histories;

/// <summary>The check can go red: histories that a worse engine would give.</summary>
public sealed class LinearizabilityTests
{
    private static readonly Question Pay = new(Verb.Pay, "pay", 10);
    private static readonly Question Three = new(Verb.Refund, "three", 3);
    private static readonly Sums Paid = new(OrderPhase.Charged, 10, 10, 0);
    private static readonly Entry PaidFirst = Is(Pay, 1, 2, new Outcome.Done(Paid));

    [Fact]
    public void One_after_another_is_explained() => Good(PaidFirst, Is(Three, 3, 4, Back(3)), Is(Three, 5, 6, Back(3)), Sees(7, 8, Paid with { Refunded = 3 }));

    [Fact]
    public void At_the_same_time_either_may_be_first() =>
        Good(PaidFirst, Is(Three, 3, 8, Back(5)), Is(new(Verb.Refund, "two", 2), 4, 7, Back(2)), Sees(5, 6, Paid with { Refunded = 2 }));

    [Fact]
    public void What_nobody_heard_of_may_have_happened_or_not()
    {
        var unknown = Is(Three, 3, long.MaxValue, new Outcome.Unknown());
        Good(PaidFirst, unknown, Sees(9, 10, Paid));
        Good(PaidFirst, unknown, Sees(9, 10, Paid with { Refunded = 3 }), Sees(11, 12, Paid with { Refunded = 3 }));
        Bad(PaidFirst, unknown, Sees(9, 10, Paid with { Refunded = 3 }), Sees(11, 12, Paid));
    }

    [Fact]
    public void What_nobody_heard_of_may_have_come_to_nothing()
    {
        var (unknown, again) = (Is(Pay, 1, long.MaxValue, new Outcome.Unknown()), Is(Pay, 7, 8, new Outcome.Nothing(default)));
        var other = Is(new(Verb.Pay, "other", 10), 3, 4, new Outcome.Done(Paid));

        Good(unknown, other, again);
        Bad(Is(Pay, 5, long.MaxValue, new Outcome.Unknown()), other, again); // It was asked when it could not have begun any more.
        Bad(other, again);
    }

    [Fact]
    public void A_key_that_works_twice_is_found() => Bad(PaidFirst, Is(Three, 3, 4, Back(3)), Is(Three, 5, 6, Back(6)));

    [Fact]
    public void An_answer_that_changes_is_found() =>
        Bad(Is(Pay, 1, 2, new Outcome.Nothing(default)), Is(Pay, 3, 4, new Outcome.Done(Paid)));

    [Fact]
    public void A_view_of_the_past_is_found() => Bad(PaidFirst, Is(Three, 3, 4, Back(3)), Sees(5, 6, Paid));

    [Fact]
    public void A_view_of_the_future_is_found() => Bad(PaidFirst, Sees(3, 4, Paid with { Refunded = 3 }), Is(Three, 5, 6, Back(3)));

    [Fact]
    public void More_than_was_taken_is_found() => Bad(PaidFirst, Is(new(Verb.Refund, "much", 11), 3, 4, Back(11)));

    [Fact]
    public void A_refusal_without_a_reason_is_found()
    {
        Bad(PaidFirst, Is(Three, 3, 4, new Outcome.Refused(Rejection.AmountExceedsLeft, Paid)));
        Bad(PaidFirst, Is(Three, 3, 4, new Outcome.Refused(Rejection.CommandInProgress, Paid)));
        Bad(PaidFirst, Is(Three, 3, 4, new Outcome.Refused(Rejection.KeyReused, Paid)));
        Good(PaidFirst, Is(new(Verb.Refund, "much", 11), 3, 4, new Outcome.Refused(Rejection.AmountExceedsLeft, Paid)));
    }

    [Fact]
    public void A_driven_command_that_ends_without_effect_is_found() => Bad(PaidFirst, Is(Three, 3, 4, new Outcome.Nothing(Paid)));

    private static Outcome Back(long refunded) => new Outcome.Done(Paid with { Refunded = refunded });

    private static Entry Is(Question question, long asked, long answered, Outcome outcome) => new(1, question, asked, answered, outcome);

    private static Entry Sees(long asked, long answered, Sums sums) => Is(new(Verb.Look, "", null), asked, answered, new Outcome.Seen(sums));

    private static void Good(params Entry[] history) => Assert.Null(Linearizability.Fault(history));

    private static void Bad(params Entry[] history) => Assert.NotNull(Linearizability.Fault(history));
}
