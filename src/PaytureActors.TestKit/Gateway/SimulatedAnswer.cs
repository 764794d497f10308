namespace PaytureActors.TestKit.Gateway;

/// <summary>What becomes of one request at the simulated gateway; whoever hosts it must act it out.</summary>
public abstract record SimulatedAnswer
{
    private SimulatedAnswer() { } // Closed: every case is in this file.

    /// <summary>Answer with this.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="ContentType">The whole Content-Type header.</param>
    /// <param name="Body">The body, UTF-8.</param>
    public sealed record Respond(int Status, string ContentType, string Body) : SimulatedAnswer;

    /// <summary>Break the connection without an answer.</summary>
    public sealed record AbortConnection : SimulatedAnswer;

    /// <summary>Say nothing until the client gives up.</summary>
    public sealed record Hang : SimulatedAnswer;
}
