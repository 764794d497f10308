using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PaytureActors.Hosting;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>Who may bring notifications: whoever knows the path's secret, from the networks that are configured.</summary>
internal sealed class NotificationGuard
{
    private readonly byte[]? _secret;
    private readonly IPNetwork[] _sources;

    public NotificationGuard(IOptions<PaytureActorsOptions> options)
    {
        var settings = options.Value.Notifications;
        _secret = settings.Secret is { } secret ? Encoding.UTF8.GetBytes(secret) : null;
        _sources = [.. settings.Sources.Select(Source)];
    }

    /// <summary>Whether a path ends with the secret, or with none where none is configured.</summary>
    public bool Knows(string? segment) => _secret is null
        ? segment is null
        : segment is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(segment), _secret);

    /// <summary>Whether notifications may come from an address.</summary>
    public bool Admits(IPAddress? address)
    {
        if (_sources.Length == 0)
            return true;
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is not null && _sources.Any(source => source.Contains(address));
    }

    private static IPNetwork Source(string text, int index) => NotificationOptions.TryReadSource(text, out var network)
        ? network
        : throw new InvalidOperationException($"Payture:Notifications:Sources:{index} is not an address or a network, as in 198.51.100.0/24.");
}
