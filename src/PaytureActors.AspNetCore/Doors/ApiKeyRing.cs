using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PaytureActors.Hosting;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>The hashes of the API keys. As soon as there is one, every door but the one for liveness asks for a key.</summary>
internal sealed class ApiKeyRing(IOptions<PaytureActorsOptions> options)
{
    private const string Scheme = "Bearer ";

    private readonly byte[][] _hashes = [.. options.Value.ApiKeys.Select(Hash)];

    /// <summary>Whether a request may pass.</summary>
    public bool Admits(HttpRequest request) => _hashes.Length == 0 || Holds(Presented(request));

    private bool Holds(string? key)
    {
        if (key is null)
            return false;

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        var holds = false;
        foreach (var known in _hashes)
            holds |= CryptographicOperations.FixedTimeEquals(known, hash); // Every hash, always: the time tells nothing.
        return holds;
    }

    private static byte[] Hash(string hexadecimal, int index) =>
        hexadecimal is { Length: 2 * SHA256.HashSizeInBytes } && hexadecimal.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(hexadecimal)
            : throw new InvalidOperationException($"Payture:ApiKeys:{index} is not a SHA-256 hash of 64 hexadecimal digits. "
                + "Make one from your key: printf %s \"$KEY\" | sha256sum");

    private static string? Presented(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return authorization[Scheme.Length..].Trim();
        var own = request.Headers["X-Api-Key"].ToString();
        return own.Length > 0 ? own : null;
    }
}
