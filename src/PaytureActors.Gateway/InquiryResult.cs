using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>What came of an inquiry.</summary>
public abstract record InquiryResult
{
    private InquiryResult() { } // Closed: every case is in this file.

    /// <summary>The gateway told the order's standing; "no such order" is one, too.</summary>
    /// <param name="Standing">What the gateway says.</param>
    /// <param name="AskedAt">
    /// The <see cref="TimeProvider"/> timestamp from just before the try that was answered left: what was true before it, the
    /// standing need not show.
    /// </param>
    public sealed record Read(Standing Standing, long AskedAt) : InquiryResult;

    /// <summary>Nothing was learnt.</summary>
    /// <param name="Reason">How the last try ended: NotSent, Unknown, or Refused by the gateway with a code.</param>
    public sealed record Failed(GatewayOutcome Reason) : InquiryResult;
}
