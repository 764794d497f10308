using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>The secrets that a campaign uses, and the search for them where they must not be.</summary>
internal sealed partial class Canaries
{
    private const int CardLength = 16;
    private const string Surname = "KANAREIKINA"; // The space before it may be written in many ways.

    private readonly ConcurrentDictionary<string, byte> _cards = [];

    /// <param name="seed">Decides the password.</param>
    /// <param name="taken">Files that exist before the campaign: a code that happens to stand there already is not chosen.</param>
    /// <param name="code">The code that an earlier run of the campaign chose.</param>
    public Canaries(int seed, IEnumerable<string> taken, string? code = null)
    {
        var chance = new Random(seed);
        Password = string.Create(CultureInfo.InvariantCulture, $"canary{chance.NextInt64():x}password");
        Holder = $"OLGA {Surname}";
        var texts = code is null ? taken.Select(Read).SelectMany(Readings).ToArray() : [];
        Code = code ?? Enumerable.Repeat(0, 1000).Select(_ => chance.Next(5000, 10_000).ToString(CultureInfo.InvariantCulture))
            .First(code => texts.All(text => !HasToken(text, code)));
    }

    public string Password { get; }

    public string Holder { get; }

    /// <summary>Four digits: no amount, port or OrderId of a campaign has as many.</summary>
    public string Code { get; }

    /// <summary>How many card numbers were used.</summary>
    public int Cards => _cards.Count;

    /// <summary>The JSON of a card, which is remembered as used.</summary>
    public string CardJson(string number)
    {
        _cards.TryAdd(number, 0);
        return $$"""{"number":"{{number}}","expiryMonth":"12","expiryYear":"2039","holder":"{{Holder}}","securityCode":"{{Code}}"}""";
    }

    /// <summary>What of the secrets a text has, plain, in UTF-16, in Base64 or in hex, by kind: no finding repeats what it found.</summary>
    public IEnumerable<string> FindIn(string where, string text) => Readings(text).SelectMany(Kinds).Distinct().Select(kind => $"{where} has {kind}.");

    /// <summary>What of the secrets files have.</summary>
    public IEnumerable<string> FindIn(IEnumerable<string> files) => files.SelectMany(file => FindIn(file, Read(file)));

    /// <summary>Whether a word that is no secret is in the files: a search that does not see what is there would find no secret either.</summary>
    public static bool Sees(IEnumerable<string> files, string word) => files.Any(file => Read(file).Contains(word, StringComparison.Ordinal));

    private IEnumerable<string> Kinds(string text)
    {
        if (text.Contains(Password, StringComparison.Ordinal))
            yield return "the merchant's password";
        if (text.Contains(Surname, StringComparison.OrdinalIgnoreCase))
            yield return "a card holder's name";
        if (HasToken(text, Code))
            yield return "a security code";
        if (HasCard(text))
            yield return "a card number";
    }

    private bool HasCard(string text)
    {
        var cards = _cards.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (Match run in DigitRuns().Matches(text))
        {
            var digits = run.Value.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
            for (var at = 0; at + CardLength <= digits.Length; at++)
            {
                if (cards.ContainsKey(digits.AsSpan(at, CardLength)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>A text as it stands, and what it hides.</summary>
    private static IEnumerable<string> Readings(string text)
    {
        yield return text;
        foreach (Match wide in Utf16Runs().Matches(text))
            yield return wide.Value.Replace("\0", "", StringComparison.Ordinal);
        foreach (Match hex in HexRuns().Matches(text))
        {
            for (var skip = 0; skip < 2; skip++)
                yield return Encoding.Latin1.GetString(Convert.FromHexString(hex.ValueSpan[skip..(skip + ((hex.Length - skip) / 2 * 2))]));
        }

        foreach (Match base64 in Base64Runs().Matches(text))
        {
            var standard = base64.Value.Replace('-', '+').Replace('_', '/');
            for (var skip = 0; skip < 4; skip++) // Where it began is not known: letters before it look the same.
                yield return Encoding.Latin1.GetString(FromBase64(standard.AsSpan(skip)));
        }
    }

    private static byte[] FromBase64(ReadOnlySpan<char> text)
    {
        var whole = text[..(text.Length / 4 * 4)];
        var rest = (text.Length % 4) switch
        {
            2 or 3 => $"{text[whole.Length..]}==="[..4], // The end is written without its padding, or stands behind the run.
            _ => "",
        };
        return [.. Convert.FromBase64String(whole.ToString()), .. Convert.FromBase64String(rest)];
    }

    // A process's number may have four digits, too; a log names it as such.
    private static bool HasToken(string text, string code) => Regex.IsMatch(text, $"(?<![0-9A-Za-z.:]|process |pid )(?:{code})(?![0-9A-Za-z])");

    private static string Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return reader.ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            return ""; // A database's temporary file has gone meanwhile.
        }
    }

    [GeneratedRegex("(?:[0-9][ -]?){15,}[0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex DigitRuns();

    [GeneratedRegex(@"(?:[\x20-\x7E]\x00){3,}[\x20-\x7E]", RegexOptions.CultureInvariant)]
    private static partial Regex Utf16Runs();

    [GeneratedRegex("[0-9A-Fa-f]{8,}", RegexOptions.CultureInvariant)]
    private static partial Regex HexRuns();

    [GeneratedRegex("[0-9A-Za-z+/_-]{14,}", RegexOptions.CultureInvariant)]
    private static partial Regex Base64Runs();
}
