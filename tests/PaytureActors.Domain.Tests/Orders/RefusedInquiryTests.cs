using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

/// <summary>A gateway that refuses to tell where an order stands settles nothing, for ever: a person must know.</summary>
public sealed class RefusedInquiryTests
{
    private static readonly OrderCommand Denied = new OrderCommand.TakeRefusal(new("ACCESS_DENIED", ErrorClass.Access, false));
    private static readonly DateTimeOffset Later = Now + Policy.QuietPeriod + TimeSpan.FromTicks(1);

    [Fact]
    public void A_person_is_called_when_nothing_can_be_found_out_about_a_doubt()
    {
        var doubt = Facts(Requested(1, Operation.Block, 3), Unknown(1));
        doubt.When(Denied, now: Now + Policy.QuietPeriod).ThenNothing(); // It may pass.
        var called = doubt.When(Denied, now: Later);
        called.ThenEvents(typeof(OrderEvent.AttentionRaised));
        Assert.Equal((AttentionReason.InquiriesRefused, true), (called.After().Attention!.Reason, called.After().InFlight is not null));
        doubt.And([.. called.ThenEvents(typeof(OrderEvent.AttentionRaised))]).When(Denied, now: Later.AddHours(1)).ThenNothing();
    }

    [Fact]
    public void An_order_at_rest_needs_nobody_for_that() => Blocked(3).When(Denied, now: Later).ThenNothing();

    [Fact]
    public void An_answer_that_may_be_another_one_next_time_calls_nobody() =>
        Facts(Requested(1, Operation.Block, 3), Unknown(1))
            .When(new OrderCommand.TakeRefusal(new("INTERNAL_ERROR", ErrorClass.OutcomeUnknown, true)), now: Later).ThenNothing();
}
