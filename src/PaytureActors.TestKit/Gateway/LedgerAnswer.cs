using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>What the ledger says to one command.</summary>
public abstract record LedgerAnswer
{
    private LedgerAnswer() { } // Closed: every case is in this file.

    /// <summary>The effect has happened.</summary>
    /// <param name="Amount">What was paid, held or captured; null for Unblock and Refund, whose answers have none.</param>
    /// <param name="NewAmount">What is left after an Unblock (always zero) or a Refund; null for the others.</param>
    public sealed record Approved(Money? Amount, Money? NewAmount) : LedgerAnswer;

    /// <summary>Nothing has happened.</summary>
    /// <param name="ErrCode">The gateway's word for the reason.</param>
    public sealed record Refused(string ErrCode) : LedgerAnswer;

    /// <summary>Pay or Block under an OrderId that is used, however that payment stands (OBS eliz).</summary>
    public static Refused DuplicateOrderId { get; } = new("DUPLICATE_ORDER_ID");

    /// <summary>The payment's state does not allow the command (D:payture-api/charge, unblock, refund).</summary>
    public static Refused IllegalOrderState { get; } = new("ILLEGAL_ORDER_STATE");

    /// <summary>The amount is missing, zero or too large (REC droff).</summary>
    public static Refused AmountError { get; } = new("AMOUNT_ERROR");

    /// <summary>The customer did not pass 3-D Secure, or the PaRes is not this payment's (INF).</summary>
    public static Refused ThreeDSAuthError { get; } = new("THREE_DS_AUTH_ERROR");

    /// <summary>There is no such payment.</summary>
    public static Refused OrderNotFound { get; } = new("ORDER_NOT_FOUND");
}
