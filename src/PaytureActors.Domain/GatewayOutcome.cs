namespace PaytureActors.Domain;

/// <summary>How one call that changes something ended, as far as the process that held it knows.</summary>
public abstract record GatewayOutcome
{
    private GatewayOutcome() { } // Closed: every case is in this file.

    /// <summary>The gateway answered Success="True".</summary>
    /// <param name="Amount">The answer's Amount, where it has one.</param>
    /// <param name="NewAmount">The answer's NewAmount, where it has one: what is left.</param>
    public sealed record Approved(Money? Amount, Money? NewAmount) : GatewayOutcome;

    /// <summary>The gateway answered Success="False" with a code; whether that settles anything is the order's decision.</summary>
    public sealed record Refused(Refusal Refusal) : GatewayOutcome;

    /// <summary>The gateway answered Success="3DS": the customer must authenticate. What the browser must bring there is not in here.</summary>
    /// <param name="AcsUrl">Where the customer's browser is sent.</param>
    /// <param name="MdHash">The SHA-256 hash, in hexadecimal digits, of the MD that comes back with the result.</param>
    public sealed record ChallengeRequired(string AcsUrl, string MdHash) : GatewayOutcome;

    /// <summary>The gateway opened a session: the customer may pay on its page.</summary>
    /// <param name="SessionId">The session's id (36 characters, D:inpay/pay).</param>
    /// <param name="RedirectUrl">The page's address, where the customer's browser is sent.</param>
    public sealed record SessionOpened(string SessionId, string RedirectUrl) : GatewayOutcome;

    /// <summary>Proved by the process that held the call: no byte of the request reached the gateway.</summary>
    public sealed record NotSent(NotSentReason Reason) : GatewayOutcome;

    /// <summary>Everything else: the gateway may or may not have acted.</summary>
    public sealed record Unknown(UnknownReason Reason) : GatewayOutcome;
}

/// <summary>Why a request provably never left.</summary>
public enum NotSentReason
{
    /// <summary>The host's name could not be resolved.</summary>
    NameResolution = 1,

    /// <summary>No connection was made.</summary>
    Connect,

    /// <summary>The TLS handshake failed.</summary>
    Tls,

    /// <summary>The transport's queue was full.</summary>
    QueueFull,

    /// <summary>The circuit breaker of the lane was open.</summary>
    BreakerOpen,

    /// <summary>The intent was older than its send-by at the socket.</summary>
    SendByPassed,

    /// <summary>The instrument's ticket was revoked or had expired before it was redeemed.</summary>
    TicketRevoked,

    /// <summary>The process was shutting down and took no more calls.</summary>
    ShuttingDown,

    /// <summary>What an installation asks before a payment leaves (3-D Secure 2) did not let it.</summary>
    PreAuthentication,

    /// <summary>The request could not be said on the wire: a mistake of ours, which the log tells.</summary>
    Unsayable,
}

/// <summary>Why an outcome is unknown.</summary>
public enum UnknownReason
{
    /// <summary>No answer within the time limit.</summary>
    Timeout = 1,

    /// <summary>The connection broke after the request may have left.</summary>
    ConnectionLost,

    /// <summary>An HTTP status other than 200.</summary>
    HttpStatus,

    /// <summary>A body that is not a well-formed answer of the command.</summary>
    Malformed,

    /// <summary>The answer speaks of another order.</summary>
    OtherOrder,

    /// <summary>A success with another amount than asked.</summary>
    AmountDiffers,

    /// <summary>A code that settles nothing.</summary>
    Code,

    /// <summary>A 3-D Secure challenge that nobody received.</summary>
    LostChallenge,

    /// <summary>The process that held the call cannot tell.</summary>
    ProcessLost,

    /// <summary>The call never left, but the journal was set back to a backup, and an earlier one may have been forgotten.</summary>
    Restored,
}
