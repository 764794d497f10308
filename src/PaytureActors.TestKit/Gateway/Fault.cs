using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>What goes wrong with one call of the simulated gateway.</summary>
/// <remarks>For an inquiry "the effect" is the reading of the state; faults that only make sense for money leave it alone.</remarks>
public abstract record Fault
{
    private Fault() { } // Closed: every case is in this file.

    /// <summary>Nothing.</summary>
    public static Fault Nothing { get; } = new None();

    /// <summary>How long GetState goes on showing the state from before the effect; the ledger and its refusals know it at once.</summary>
    /// <value>The default is zero.</value>
    public TimeSpan VisibleAfter { get; init; }

    /// <summary>The call works, but inquiries see it only after a while.</summary>
    public static Fault LateVisibility(TimeSpan duration) => new None { VisibleAfter = duration };

    /// <summary>Nothing goes wrong with the call itself.</summary>
    public sealed record None : Fault;

    /// <summary>The request never arrives.</summary>
    /// <param name="How">What the client sees.</param>
    public sealed record LostBefore(Loss How) : Fault;

    /// <summary>The request has its effect, and the answer is lost.</summary>
    /// <param name="How">What the client sees.</param>
    public sealed record LostAfterEffect(Loss How) : Fault;

    /// <summary>The request arrives late, when the client has long been told that it is lost: a ghost.</summary>
    /// <param name="Delay">How much later it is applied.</param>
    /// <param name="How">What the client sees at once.</param>
    public sealed record Delayed(TimeSpan Delay, Loss How) : Fault;

    /// <summary>The answer takes its time; a client that gives up does not stop the effect.</summary>
    /// <param name="Duration">How long the answer takes.</param>
    /// <param name="Effect">When the effect happens.</param>
    public sealed record Slow(TimeSpan Duration, EffectAt Effect) : Fault;

    /// <summary>The answer is no answer of the command.</summary>
    /// <param name="Kind">What comes instead.</param>
    /// <param name="WithEffect">Whether the request had its effect.</param>
    public sealed record Garbage(GarbageKind Kind, bool WithEffect) : Fault;

    /// <summary>A page of some box on the way, with status 200.</summary>
    /// <param name="WithEffect">Whether the request had its effect.</param>
    public sealed record Html(bool WithEffect) : Fault;

    /// <summary>An HTTP error.</summary>
    /// <param name="Status">500 to 599.</param>
    /// <param name="WithEffect">Whether the request had its effect.</param>
    public sealed record ServerError(int Status, bool WithEffect) : Fault;

    /// <summary>A well-formed refusal whose code settles nothing, or any other code that a test wants.</summary>
    /// <param name="Code">The ErrCode.</param>
    /// <param name="WithEffect">Whether the request had its effect.</param>
    public sealed record ErrorCode(string Code, bool WithEffect) : Fault;

    /// <summary>
    /// The gateway takes the command in, answers PROCESSING_TIME_OUT (INF), shows Pending… and ends it later.
    /// </summary>
    /// <param name="Duration">How long it stays pending; up to 72 hours (D:transaction-statuses/pending).</param>
    /// <param name="Succeeds">How it ends.</param>
    public sealed record Pending(TimeSpan Duration, bool Succeeds) : Fault;

    /// <summary>The answer to Pay, Block or Charge speaks of another amount, the answer to a Refund of another rest.</summary>
    /// <param name="Echoed">The amount in the answer.</param>
    /// <param name="AlsoApplied">Whether the gateway really worked with that amount, too.</param>
    public sealed record WrongAmount(Money Echoed, bool AlsoApplied = false) : Fault;

    /// <summary>The answer speaks of another order; the effect is the right one's.</summary>
    /// <param name="EchoedOrderId">The OrderId in the answer.</param>
    public sealed record OtherOrder(string EchoedOrderId) : Fault;
}

/// <summary>What a client sees of a lost request or answer.</summary>
public enum Loss
{
    /// <summary>The connection breaks.</summary>
    Reset = 1,

    /// <summary>Nothing, until its own time limit.</summary>
    Silence,
}

/// <summary>When a slow call has its effect.</summary>
public enum EffectAt
{
    /// <summary>When the request arrives.</summary>
    Start = 1,

    /// <summary>When the answer leaves.</summary>
    End,
}

/// <summary>What can come instead of an answer.</summary>
public enum GarbageKind
{
    /// <summary>XML that ends in the middle.</summary>
    CutOff = 1,

    /// <summary>The well-formed answer of another command.</summary>
    OtherRoot,

    /// <summary>The right element without a Success attribute.</summary>
    NoSuccess,

    /// <summary>No body.</summary>
    Empty,

    /// <summary>Text that is no XML.</summary>
    Noise,
}
