using System.Globalization;

namespace PaytureActors.Host.Tests;

/// <summary>How large a campaign is, for who wants more than a build.</summary>
internal static class FromEnvironment
{
    public static int Number(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : otherwise;
}
