using System.Net;
using System.Net.Sockets;

namespace PaytureActors.Gateway;

/// <summary>What a page's texts must be (D:inpay/init, D:ewallet/init), by the names of the fields in which they come.</summary>
internal static class SessionPageRules
{
    private const int MaxText = 1024;
    private const int MaxUrl = 1024;
    private const int MaxTag = 50;

    public static IEnumerable<FieldError> Check(SessionPage page)
    {
        if (page.Url is { } url && !IsUrl(url))
            yield return new("url", $"Give an absolute https address (http only on loopback) of at most {MaxUrl} characters.");
        if (page.Ip is { } ip && !IsIp(ip))
            yield return new("ip", "Give the customer's address as 203.0.113.9 or 2001:db8::9.");
        if (page.Language is not (null or "RU" or "EN"))
            yield return new("language", "Give RU or EN.");
        if (page.Phone is { } phone && !InstrumentRules.IsPhone(phone))
            yield return new("phone", "Give the phone number as digits with the country code, as in 79001234567.");
        foreach (var (field, text, max) in new[]
        {
            ("product", page.Product, MaxText),
            ("description", page.Description, MaxText),
            ("total", page.Total, MaxTag),
            ("templateTag", page.TemplateTag, MaxTag),
        })
        {
            if (text is not null && (text.Length is 0 || text.Length > max || !WireText.IsSendable(text)))
                yield return new(field, $"Give 1 to {max} characters of whole Unicode without control characters, or leave it out.");
        }
    }

    /// <summary>
    /// Finds whether what stands beside the gateway's own items fits into a block that they share, and names the field that takes most of it.
    /// </summary>
    public static IEnumerable<FieldError> CheckSharedBlock(SessionPage? page, IReadOnlyDictionary<string, string>? customFields = null)
    {
        var parts = new (string Field, int Length)[]
        {
            ("customFields", customFields?.Sum(field => FormWriter.LengthInBlock(field.Key, field.Value ?? "")) ?? 0),
            ("url", LengthInBlock("Url", page?.Url)),
            ("product", LengthInBlock("Product", page?.Product)),
            ("description", LengthInBlock("Description", page?.Description)),
            ("total", LengthInBlock("Total", page?.Total)),
            ("templateTag", LengthInBlock("TemplateTag", page?.TemplateTag)),
        };
        if (parts.Sum(part => part.Length) > GatewayRequestRules.MaxSharedBlock)
        {
            yield return new(
                parts.MaxBy(part => part.Length).Field,
                $"Custom fields and the page's texts have at most {GatewayRequestRules.MaxSharedBlock} characters together; "
                + "%, ;, + and & count three times.");
        }
    }

    private static int LengthInBlock(string name, string? text) => text is null ? 0 : FormWriter.LengthInBlock(name, text);

    // The gateway's own {orderid} and {success} may stand in it.
    private static bool IsUrl(string url) =>
        url.Length <= MaxUrl && WireText.IsSendable(url) && !url.Any(char.IsWhiteSpace)
        && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    private static bool IsIp(string ip) =>
        ip.All(c => char.IsAsciiHexDigit(c) || c is '.' or ':') && IPAddress.TryParse(ip, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == ip); // Not 1, which is 0.0.0.1 to some.
}
