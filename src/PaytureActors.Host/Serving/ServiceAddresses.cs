using System.Net;
using System.Net.Sockets;
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

    /// <summary>The addresses with a free port where port 0 asks for any: for who must know an address before anything listens there.</summary>
    public static string[] WithPorts(string[] urls) =>
        [.. urls.Select(url => Parse(url) is { IsUnixPipe: false, Port: 0 } address ? $"{address.Scheme}://{address.Host}:{FreePort()}{address.PathBase}" : url)];

    /// <summary>How a browser on this computer reaches what listens at an address; null for what no browser reaches.</summary>
    public static Uri? OnThisComputer(string url)
    {
        var address = Parse(url);
        if (address.IsUnixPipe || address.IsNamedPipe)
            return null;
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return new Uri($"{address.Scheme}://{host}:{address.Port}/");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsLoopback(string url)
    {
        var address = Parse(url);
        return address.IsUnixPipe
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new CommandFailedException($"{url} is not an address to listen on: give one as in --urls {Default}.");
        }
    }
}
