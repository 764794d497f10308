using System.Net;

namespace PaytureActors.Hosting;

/// <summary>
/// Who may bring the gateway's notifications: the section <c>Payture:Notifications</c>. They are not signed and never believed; whoever can
/// bring them can only make us ask the gateway more often.
/// </summary>
public sealed class NotificationOptions
{
    internal const int ShortestSecret = 16;
    internal const int LongestSecret = 100;

    /// <summary>
    /// The last segment of the notifications' path; without it the door is not there. 16 to 100 of a-z, A-Z, 0-9, '-', '.', '_' and '~'.
    /// </summary>
    /// <value>None by default: the path ends with <c>/notifications</c>.</value>
    public string? Secret { get; set; }

    /// <summary>The addresses or networks (CIDR, as in <c>198.51.100.0/24</c>) that notifications may come from.</summary>
    /// <value>Empty by default: they may come from anywhere.</value>
    public List<string> Sources { get; set; } = [];

    /// <summary>Reads one of <see cref="Sources"/>.</summary>
    /// <param name="text">An address, or a network with its prefix length.</param>
    /// <param name="network">The network; an address alone is one of its own.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryReadSource(string? text, out IPNetwork network)
    {
        if (text is not null && text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash)
        {
            // The parser takes any address of the network for its base, and so may a person have meant that address alone.
            return IPNetwork.TryParse(text, out network) && IPAddress.TryParse(text.AsSpan(0, slash), out var start) && start.Equals(network.BaseAddress);
        }

        network = IPAddress.TryParse(text, out var address) ? new IPNetwork(address, 8 * address.GetAddressBytes().Length) : default;
        return address is not null;
    }

    internal bool IsSecretGood => Secret is null
        || (Secret.Length is >= ShortestSecret and <= LongestSecret && Secret.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~'));
}
