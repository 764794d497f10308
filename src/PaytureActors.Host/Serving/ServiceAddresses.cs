using System.Net;
using PaytureActors.Host.Commands;

namespace PaytureActors.Host.Serving;

/// <summary>Where the service may listen.</summary>
internal static class ServiceAddresses
{
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>The addresses in the order of who decides: the command line, the configuration, the default.</summary>
    /// <exception cref="CommandFailedException">They are not addresses, or open the doors to others without an API key.</exception>
    public static string[] Choose(string? urls, IConfiguration configuration)
    {
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
            throw new CommandFailedException("The setting Kestrel:Endpoints is not used here: say where to listen with --urls (or ASPNETCORE_URLS).");

        var chosen = (urls ?? configuration["urls"] ?? Default).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var hasKey = configuration.GetSection("Payture:ApiKeys").GetChildren().Any();
        foreach (var url in chosen)
        {
            if (!IsLoopback(url) && !hasKey)
            {
                throw new CommandFailedException(
                    $"{url} can be reached from other machines, and no API key is configured: anybody there could move money. Configure the SHA-256 "
                    + "hash of a key as Payture:ApiKeys:0 (in the environment Payture__ApiKeys__0; printf %s \"$KEY\" | sha256sum), or listen on "
                    + $"loopback only: --urls {Default}.");
            }
        }

        return chosen.Length > 0 ? chosen : throw new CommandFailedException($"Say where to listen, for example --urls {Default}.");
    }

    private static bool IsLoopback(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new CommandFailedException($"{url} is not an address to listen on: give one as in --urls {Default}.");
        }

        return address.IsUnixPipe
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
