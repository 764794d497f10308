using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>One payment as the simulated gateway keeps it: immutable, small, and equal when its content is equal.</summary>
/// <param name="State">Where the payment stands, apart from <paramref name="Pending"/>.</param>
/// <param name="Held">What was held (for a one-step payment: what was paid).</param>
/// <param name="Captured">What was taken; never more than <paramref name="Held"/>.</param>
/// <param name="Refunded">What was given back in all; never more than <paramref name="Captured"/>.</param>
/// <param name="Reported">The Amount that GetState shows: the hold, then what is left, and after the end the last positive amount (INF).</param>
/// <param name="Pending">The operation that the gateway has taken in and not yet ended, if there is one.</param>
public sealed record LedgerPayment(
    LedgerState State, Money Held, Money Captured, Money Refunded, Money Reported, PendingOperation? Pending = null)
{
    /// <summary>What the customer's 3-D Secure authentication would complete, while the payment waits for it.</summary>
    public Operation? Awaits { get; init; }

    /// <summary>Whether it is an attempt that came to nothing, or that its customer left at the bank: a session may take another one.</summary>
    internal bool IsFailedAttempt => this is { Pending: null, State: LedgerState.Rejected or LedgerState.Obsolete or LedgerState.PreAuthorized3DS };

    /// <summary>What a refund may still give back.</summary>
    public Money Left => Captured - Refunded;

    /// <summary>The state's name on the wire, for example <c>Charged</c> or <c>PendingRefund</c> (D:transaction-statuses).</summary>
    public string StateName => Pending is { } pending ? PendingName(pending.Operation) : State.ToString();

    private static string PendingName(Operation operation) => operation switch
    {
        Operation.Pay => "PendingPay",
        Operation.Block => "PendingBlock",
        Operation.Charge => "PendingCharge",
        Operation.Unblock => "PendingUnblock",
        Operation.Refund => "PendingRefund",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "The gateway has no such operation."),
    };
}

/// <summary>An operation that the gateway has begun and not ended; GetState shows <c>Pending…</c> meanwhile.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Amount">The amount that was asked, or null where none was.</param>
public sealed record PendingOperation(Operation Operation, Money? Amount);

/// <summary>The states of a payment in the simulated gateway, named as on the wire (D:transaction-statuses).</summary>
public enum LedgerState
{
    /// <summary>Registered; its first operation is pending.</summary>
    New = 1,

    /// <summary>Waits for the customer's 3-D Secure authentication.</summary>
    PreAuthorized3DS,

    /// <summary>Held, not captured.</summary>
    Authorized,

    /// <summary>The hold was released.</summary>
    Voided,

    /// <summary>Money was taken; partial refunds keep this state.</summary>
    Charged,

    /// <summary>Everything was given back.</summary>
    Refunded,

    /// <summary>The payment failed; its OrderId stays used.</summary>
    Rejected,

    /// <summary>The issuer closed the hold.</summary>
    AuthorizationClosed,

    /// <summary>The issuer took the money back after a dispute.</summary>
    Chargeback,

    /// <summary>An attempt of a session that its customer abandoned in 3-D Secure.</summary>
    Obsolete,
}
