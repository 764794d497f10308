namespace PaytureActors.Domain.Orders;

/// <summary>Where an order's money stands.</summary>
public enum OrderPhase
{
    /// <summary>Nothing has happened, or nothing that was tried had an effect.</summary>
    New = 0,

    /// <summary>Money is held.</summary>
    Blocked,

    /// <summary>Money was taken; some of it may have been refunded.</summary>
    Charged,

    /// <summary>The hold was released.</summary>
    Unblocked,

    /// <summary>All that was taken was refunded.</summary>
    Refunded,

    /// <summary>The payment was declined; its OrderId is used up.</summary>
    Declined,

    /// <summary>The payment was never completed; its OrderId is used up.</summary>
    Expired,

    /// <summary>The issuer closed the hold (AuthorizationClosed).</summary>
    HoldClosed,

    /// <summary>The issuer disputes the payment.</summary>
    Chargeback,

    /// <summary>The customer must act: authenticate (3-D Secure), or pay on the gateway's page.</summary>
    AwaitingCustomer,
}

/// <summary>An order's phase and money, in kopecks, as we know them.</summary>
/// <param name="Phase">Where the money stands.</param>
/// <param name="Held">What was held or taken at first; it stays when the hold has ended.</param>
/// <param name="Captured">What was taken of it.</param>
/// <param name="Refunded">What was given back of that.</param>
public readonly record struct Books(OrderPhase Phase, Money Held, Money Captured, Money Refunded)
{
    /// <summary>What could still be refunded.</summary>
    public Money Left => Captured - Refunded;

    /// <summary>Whether an effect of this kind and amount is possible from here, by the gateway's own rules (D:transaction-statuses).</summary>
    public bool Allow(Operation operation, Money amount) => operation switch
    {
        Operation.Pay or Operation.Block => IsUnpaid,
        Operation.Charge => Phase is OrderPhase.Blocked && amount <= Held,
        Operation.Unblock => Phase is OrderPhase.Blocked,
        Operation.Refund => Phase is OrderPhase.Charged && amount <= Left,
        _ => false,
    };

    /// <summary>The books after an effect that they allow.</summary>
    public Books After(Operation operation, Money amount) => operation switch
    {
        Operation.Pay => new(OrderPhase.Charged, amount, amount, Money.Zero),
        Operation.Block => new(OrderPhase.Blocked, amount, Money.Zero, Money.Zero),
        Operation.Charge => this with { Phase = OrderPhase.Charged, Captured = amount },
        Operation.Unblock => this with { Phase = OrderPhase.Unblocked },
        _ => WithLeft(Left - amount),
    };

    /// <summary>The books when this much is left of what was captured.</summary>
    public Books WithLeft(Money left) => this with
    {
        Phase = left == Money.Zero ? OrderPhase.Refunded : OrderPhase.Charged,
        Refunded = Captured - left,
    };

    /// <summary>The books as a standing has them; what the standing cannot tell is kept.</summary>
    public Books As(Standing standing) => standing.State switch
    {
        GatewayState.Authorized => new(OrderPhase.Blocked, standing.Amount ?? Held, Money.Zero, Money.Zero),
        GatewayState.Voided => this with { Phase = OrderPhase.Unblocked },
        GatewayState.AuthorizationClosed => this with { Phase = OrderPhase.HoldClosed },
        GatewayState.Charged => AsCaptured(standing.Amount ?? Left).WithLeft(standing.Amount ?? Left),
        GatewayState.Refunded => AsCaptured(IsCaptured ? Captured : Held).WithLeft(Money.Zero),
        GatewayState.Chargeback => this with { Phase = OrderPhase.Chargeback },
        GatewayState.Rejected or GatewayState.Error => this with { Phase = OrderPhase.Declined },
        _ => this,
    };

    /// <summary>How a standing compares with these books.</summary>
    public Comparison Compare(Standing standing) => standing.State switch
    {
        GatewayState.Pending => Comparison.Pending,
        GatewayState.Unrecognized or GatewayState.Forwarded => Comparison.Strange,
        GatewayState.Chargeback when Phase is not OrderPhase.Chargeback => IsCaptured ? Comparison.Ahead : Comparison.Strange,
        _ => Phase switch
        {
            _ when IsUnpaid => CompareUnpaid(standing),
            OrderPhase.Blocked => CompareHold(standing),
            OrderPhase.Charged => CompareCaptured(standing),
            OrderPhase.Unblocked or OrderPhase.HoldClosed => CompareReleased(standing),
            OrderPhase.Refunded => CompareRefunded(standing),
            _ => CompareDisputed(standing),
        },
    };

    private bool IsUnpaid => Phase is OrderPhase.New or OrderPhase.AwaitingCustomer or OrderPhase.Declined or OrderPhase.Expired;

    private bool IsCaptured => Phase is OrderPhase.Charged or OrderPhase.Refunded or OrderPhase.Chargeback;

    private Books AsCaptured(Money atLeast) =>
        this with { Captured = Money.Max(Captured, atLeast), Held = Money.Max(Held, Money.Max(Captured, atLeast)) };

    private Comparison CompareUnpaid(Standing standing) => standing.State switch
    {
        GatewayState.Rejected or GatewayState.Error or GatewayState.Obsolete when Phase is OrderPhase.New => Comparison.Ahead,
        GatewayState.Authorized or GatewayState.Charged or GatewayState.Voided
            or GatewayState.Refunded or GatewayState.AuthorizationClosed => Comparison.Ahead,
        _ => Comparison.Same,
    };

    private Comparison CompareHold(Standing standing) => standing.State switch
    {
        GatewayState.Authorized => standing.Amount == Held ? Comparison.Same : Comparison.Strange,
        GatewayState.Charged => standing.Amount <= Held ? Comparison.Ahead : Comparison.Strange,
        GatewayState.Voided or GatewayState.AuthorizationClosed or GatewayState.Refunded => Comparison.Ahead,
        _ => Unstarted(standing),
    };

    private Comparison CompareCaptured(Standing standing) => standing.State switch
    {
        GatewayState.Charged when standing.Amount == Left => Comparison.Same,
        GatewayState.Charged when standing.Amount < Left => Comparison.Ahead,
        GatewayState.Charged => standing.Amount <= Captured ? Comparison.Behind : Comparison.Strange,
        GatewayState.Refunded => Comparison.Ahead,
        GatewayState.Authorized => Comparison.Behind,
        _ => Unstarted(standing),
    };

    private static Comparison CompareReleased(Standing standing) => standing.State switch
    {
        GatewayState.Voided or GatewayState.AuthorizationClosed => Comparison.Same,
        GatewayState.Authorized => Comparison.Behind,
        _ => Unstarted(standing),
    };

    private static Comparison CompareRefunded(Standing standing) => standing.State switch
    {
        GatewayState.Refunded => Comparison.Same,
        GatewayState.Charged or GatewayState.Authorized => Comparison.Behind,
        _ => Unstarted(standing),
    };

    private static Comparison CompareDisputed(Standing standing) => standing.State switch
    {
        GatewayState.Chargeback => Comparison.Same,
        GatewayState.Charged or GatewayState.Refunded => Comparison.Ahead,
        _ => Unstarted(standing),
    };

    private static Comparison Unstarted(Standing standing) =>
        standing.State is GatewayState.NotFound or GatewayState.New or GatewayState.PreAuthorized3DS or GatewayState.PreAuthorizedAF
            ? Comparison.Behind
            : Comparison.Strange;
}

/// <summary>How a standing compares with the books.</summary>
public enum Comparison
{
    /// <summary>Both say the same.</summary>
    Same,

    /// <summary>The standing shows what was true earlier: not visible yet, and no evidence of anything.</summary>
    Behind,

    /// <summary>The standing shows effects that the books do not have.</summary>
    Ahead,

    /// <summary>Something is still in progress at the gateway.</summary>
    Pending,

    /// <summary>No order of effects leads from one to the other.</summary>
    Strange,
}
