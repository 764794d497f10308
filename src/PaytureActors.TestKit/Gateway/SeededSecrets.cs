using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PaytureActors.TestKit.Gateway;

/// <summary>
/// What nobody may guess and a replay must find again: session and card ids, MD, PaReq, PaRes. All follow from the seed and
/// from what they belong to.
/// </summary>
internal sealed class SeededSecrets
{
    private readonly byte[] _key = new byte[32];

    public SeededSecrets(int seed) => BinaryPrimitives.WriteInt32LittleEndian(_key, seed);

    /// <summary>An id of 36 characters.</summary>
    public string Id(params ReadOnlySpan<string> parts) => new Guid(Hash("id", parts).AsSpan(0, 16)).ToString();

    /// <summary>The ThreeDSKey, which comes back as MD.</summary>
    public string Md(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(Hash("md", parts).AsSpan(0, 20));

    /// <summary>Base64, with all of its awkward characters sooner or later.</summary>
    public string PaReq(string md) => Convert.ToBase64String([.. Hash("pareq", md, "1"), .. Hash("pareq", md, "2"), .. Hash("pareq", md, "3")]);

    /// <summary>What the bank's page sends back for one MD, and for no other.</summary>
    public string PaRes(string md, bool passes) =>
        Convert.ToBase64String([.. Hash("pares", md, passes ? "Y" : "N", "1"), .. Hash("pares", md, passes ? "Y" : "N", "2")]);

    /// <summary>Whether a PaRes says that the customer of this MD was authenticated.</summary>
    public bool Passes(string md, string paRes) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(PaRes(md, passes: true)), Encoding.UTF8.GetBytes(paRes.Trim()));

    /// <summary>Names a card number without keeping it.</summary>
    public string Fingerprint(string number) => Convert.ToHexStringLower(Hash("card", number));

    /// <summary>Six digits for a short message.</summary>
    public string Code(params ReadOnlySpan<string> parts) =>
        (BinaryPrimitives.ReadUInt32LittleEndian(Hash("code", parts)) % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);

    private byte[] Hash(string purpose, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder(purpose);
        foreach (var part in parts)
            text.Append('\n').Append(part.Length).Append(':').Append(part); // With its length, so that no two lists look alike.
        return HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text.ToString()));
    }
}
