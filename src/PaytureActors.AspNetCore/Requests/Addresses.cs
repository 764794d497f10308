using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>The address where a customer's browser goes on.</summary>
internal static class Addresses
{
    private const int Longest = 1000;
    private const string Rule = "Give an absolute https address (http only on loopback) of at most 1000 characters, without a user name in it.";

    /// <summary>Where the customer's browser goes after our door; null where it is absent or wrong, which is noted.</summary>
    public static string? ReturnUrl(JsonFields fields)
    {
        if (fields.Text("returnUrl") is not { } text)
            return null;
        if (Read(text) is { } address)
            return address.AbsoluteUri;
        fields.Wrong("returnUrl", Rule);
        return null;
    }

    private static Uri? Read(string text) =>
        text.Length <= Longest && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && MerchantAccount.IsHost(WithoutQuery(address)) && address.AbsoluteUri.Length <= 2 * Longest
            ? address
            : null;

    private static Uri WithoutQuery(Uri address) => new UriBuilder(address) { Query = "", Fragment = "" }.Uri;
}
