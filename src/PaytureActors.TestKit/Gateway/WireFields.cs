using System.Globalization;
using System.Net;
using System.Xml;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>The fields of one request: at the top, where names are exact (DOC), and in its block, where they are not (REC div).</summary>
internal sealed class WireFields
{
    // INF: no source tells the limits of these fields.
    private const int LongestBlock = 4096;

    // Documents in Base64 are as long as they are: a receipt has as many positions as were sold, and a token is its wallet's.
    private static readonly string[] Documents = ["Cheque", "PayToken"];

    // No amount that a terminal takes has more digits; beyond it a sum could overflow.
    private const int MostDigits = 15;

    private readonly Dictionary<string, string> _top;
    private readonly Dictionary<string, string>? _block;

    private WireFields(Dictionary<string, string> top, Dictionary<string, string>? block) => (_top, _block) = (top, block);

    /// <summary>Whether the command's block came, and is no longer than the gateway reads.</summary>
    public bool HasBlock => _block is not null;

    public static WireFields Of(CommandRow row, IReadOnlyDictionary<string, string> given)
    {
        // Whatever dictionary the host brings.
        var top = new Dictionary<string, string>(given, StringComparer.Ordinal);
        var text = row.BlockField is { } name ? top.GetValueOrDefault(name) ?? (name == "DATA" ? top.GetValueOrDefault("Data") : null) : null; // Node says Data.
        return new WireFields(top, string.IsNullOrWhiteSpace(text) || IsTooLong(text) ? null : ReadBlock(text));
    }

    public string? Top(string name) => _top.GetValueOrDefault(name);

    public string? InBlock(string name) => _block?.GetValueOrDefault(name);

    /// <summary>A field of the block that says something.</summary>
    public string? Said(string name) => InBlock(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>Whether a block is longer than the gateway reads, the documents in it aside.</summary>
    public static bool IsTooLong(string? block)
    {
        if (block is null || block.Length <= LongestBlock)
            return false;
        var items = Unwrap(block).Text.Split(';');
        return items.Where(item => !Documents.Any(name => IsItem(item, name))).Sum(item => item.Length + 1) > LongestBlock;

        static bool IsItem(string item, string name) =>
            item.AsSpan().TrimStart().StartsWith(name, StringComparison.OrdinalIgnoreCase) && item.AsSpan().TrimStart()[name.Length..].StartsWith("=");
    }

    public static bool IsOrderId(string? text) => OrderId.IsValid(text) && IsXml(text);

    public static Money? Amount(string? text) =>
        text is { Length: >= 1 and <= MostDigits } && text.All(char.IsAsciiDigit) && long.Parse(text, CultureInfo.InvariantCulture) is > 0 and var kopecks
            ? Money.Kopecks(kopecks)
            : null;

    /// <summary>A block of <c>k=v;</c> items, whose values or whose whole text may have been percent-encoded once more.</summary>
    public static Dictionary<string, string> ReadBlock(string block)
    {
        var items = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var (text, wholeWasEncoded) = Unwrap(block);
        foreach (var item in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = item.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
                items[item[..at]] = wholeWasEncoded ? item[(at + 1)..] : WebUtility.UrlDecode(item[(at + 1)..]);
        }
        return items;
    }

    private static (string Text, bool WholeWasEncoded) Unwrap(string block) =>
        block.Contains('=') ? (block, false) : (WebUtility.UrlDecode(block), true);

    /// <summary>Reads a card, or says why it is refused before any payment is looked at.</summary>
    public static (PayCard? Card, string? Refused) Card(
        string? number, string? month, string? year, string? holder, string? code, DateTimeOffset now, SeededSecrets secrets)
    {
        if (number is null || TestCards.ConductOf(number) is not { } conduct)
            return (null, "WRONG_PAN");
        if (month is null || !TryTwoDigits(month, out var m) || m is < 1 or > 12)
            return (null, "WRONG_EXPIRE_DATE");
        if (year is null)
            return (null, "CARD_EXPIRED");
        if (!TryTwoDigits(year, out var y))
            return (null, "WRONG_EXPIRE_DATE"); // INF: documented are two digits.

        if ((2000 + y, m).CompareTo((now.Year, now.Month)) < 0)
            return (null, "CARD_EXPIRED");
        if (conduct.NeedsSecurityCode && string.IsNullOrEmpty(code))
            return (null, "WRONG_CVV"); // INF: that the code is needed is documented, the refusal is not.
        if (conduct.RefusedAs is { } refused)
            return (null, refused);
        return (new PayCard(conduct, $"{number[..6]}xxxxxx{number[^4..]}", holder ?? "")
        {
            Fingerprint = secrets.Fingerprint(number),
            GoodUntil = (2000 + y) * 12 + m,
        }, null);
    }

    private static bool TryTwoDigits(string text, out int value)
    {
        value = 0;
        return text.Length == 2 && text.All(char.IsAsciiDigit) && int.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    private static bool IsXml(string text)
    {
        try
        {
            _ = XmlConvert.VerifyXmlChars(text);
            return true;
        }
        catch (XmlException)
        {
            return false; // Half of a surrogate pair, for example: no answer could repeat it.
        }
    }
}
