using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>What one HTTP exchange brought: a body with HTTP status 200, or the reason why there is none.</summary>
/// <param name="Body">The answer's bytes.</param>
/// <param name="Failure">NotSent or Unknown.</param>
/// <param name="HurtsBreaker">Whether it tells of a sick gateway or network, and not of a request.</param>
internal readonly record struct Exchanged(byte[]? Body, GatewayOutcome? Failure, bool HurtsBreaker)
{
    public static Exchanged Answer(byte[] body) => new(body, null, HurtsBreaker: false);

    public static Exchanged NotSent(NotSentReason reason, bool hurtsBreaker) => new(null, new GatewayOutcome.NotSent(reason), hurtsBreaker);

    public static Exchanged Unknown(UnknownReason reason, bool hurtsBreaker) => new(null, new GatewayOutcome.Unknown(reason), hurtsBreaker);
}
