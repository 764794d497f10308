using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>How a call ended, and the form of a 3-D Secure challenge where the gateway asked for one.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Form">What the customer's browser must bring to the bank; only with <see cref="GatewayOutcome.ChallengeRequired"/>.</param>
public sealed record CallResult(GatewayOutcome Outcome, ChallengeForm? Form = null);

/// <summary>What the customer's browser posts to the bank for 3-D Secure 1 (D:3d-secure/v1). It is handed out once and never kept.</summary>
/// <param name="AcsUrl">Where to.</param>
/// <param name="PaReq">The field PaReq.</param>
/// <param name="Md">The field MD (the gateway's ThreeDSKey), trimmed.</param>
public sealed record ChallengeForm(string AcsUrl, Sensitive<string> PaReq, Sensitive<string> Md)
{
    /// <summary>The hash by which an order knows its MD again.</summary>
    /// <param name="md">The MD as the browser brings it.</param>
    /// <returns>SHA-256 as hexadecimal digits.</returns>
    public static string HashOf(string md)
    {
        ArgumentNullException.ThrowIfNull(md);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(md.Trim())));
    }

    /// <summary>"Challenge form", and nothing of it.</summary>
    public override string ToString() => "Challenge form";
}
