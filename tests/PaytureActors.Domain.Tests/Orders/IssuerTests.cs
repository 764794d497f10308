using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

/// <summary>What the customer's bank does behind everybody's back, and tries of one session.</summary>
public sealed class IssuerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_dispute_comes_and_goes_and_the_books_follow_both_ways()
    {
        var disputed = Charged(10).WhenSeen(GatewayState.Chargeback, 10, Soon);
        disputed.ThenEvents(typeof(OrderEvent.DriftFound));
        Assert.Equal(OrderPhase.Chargeback, disputed.After().Books.Phase);
        disputed.Follow().WhenAsked(Operation.Refund, 1).ThenRejected(Rejection.NothingCharged);

        var won = disputed.Follow().WhenSeen(GatewayState.Charged, 10, Soon);
        won.ThenEvents(typeof(OrderEvent.DriftFound));
        Assert.Equal(new Books(OrderPhase.Charged, Kopecks(10), Kopecks(10), default), won.After().Books);
    }

    [Fact]
    public void A_refunded_payment_that_is_disputed_stays_refunded_in_its_amounts()
    {
        var refunded = Facts(
            Requested(1, Operation.Pay, 10), Approved(1, new(OrderPhase.Charged, Kopecks(10), Kopecks(10), default)),
            RefundRequested(2, 10, 10), Approved(2, new(OrderPhase.Refunded, Kopecks(10), Kopecks(10), Kopecks(10))));

        var disputed = refunded.WhenSeen(GatewayState.Chargeback, 10, Soon).Follow();
        Assert.Equal(new Books(OrderPhase.Chargeback, Kopecks(10), Kopecks(10), Kopecks(10)), disputed.State.Books);
        Assert.Equal(refunded.State.Books, disputed.WhenSeen(GatewayState.Refunded, 0, Soon).After().Books);
    }

    [Fact]
    public void A_dispute_of_money_that_was_never_taken_is_a_persons_matter() =>
        Blocked(10).WhenSeen(GatewayState.Chargeback, 10, Policy.QuietPeriod * 2).ThenEvents(typeof(OrderEvent.AttentionRaised));

    [Fact]
    public void A_hold_that_the_issuer_closes_is_found_by_a_look_and_never_comes_back()
    {
        var closed = Blocked(10).WhenSeen(GatewayState.AuthorizationClosed, null, Soon);
        closed.ThenEvents(typeof(OrderEvent.DriftFound));
        Assert.Equal(OrderPhase.HoldClosed, closed.After().Books.Phase);

        closed.Follow().WhenSeen(GatewayState.Authorized, 10, Soon).ThenNothing(); // What was true earlier is no evidence.
        closed.Follow().WhenAsked(Operation.Charge, null).ThenRejected(Rejection.NothingBlocked);
    }
}
