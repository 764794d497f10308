using System.CommandLine;
using PaytureActors.Host.Serving;

namespace PaytureActors.Host.Commands;

/// <summary>The option that names a running service.</summary>
internal static class ServiceUrl
{
    public static Option<Uri> Option(string description) => new("--url")
    {
        Description = description,
        HelpName = "url",
        DefaultValueFactory = _ => new Uri(ServiceAddresses.Default),
        CustomParser = argument =>
        {
            if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            argument.AddError($"--url takes an address such as {ServiceAddresses.Default}.");
            return null;
        },
    };
}
