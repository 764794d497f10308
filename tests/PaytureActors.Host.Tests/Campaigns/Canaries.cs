using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>The secrets that a campaign uses, and the search for them where they must not be.</summary>
internal sealed partial class Canaries
{
    private const int CardLength = 16;

    private readonly ConcurrentDictionary<string, byte> _cards = [];

    /// <param name="seed">Decides the password.</param>
    /// <param name="taken">Files that exist before the campaign: a code that happens to stand there already is not chosen.</param>
    public Canaries(int seed, IEnumerable<string> taken)
    {
        var chance = new Random(seed);
        Password = string.Create(CultureInfo.InvariantCulture, $"canary{chance.NextInt64():x}password");
        Holder = "OLGA KANAREIKINA";
        var texts = taken.Select(Read).ToArray();
        Code = Enumerable.Repeat(0, 1000).Select(_ => chance.Next(5000, 10_000).ToString(CultureInfo.InvariantCulture))
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

    /// <summary>What of the secrets a text has, by kind: no finding repeats what it found.</summary>
    public IEnumerable<string> FindIn(string where, string text)
    {
        if (text.Contains(Password, StringComparison.Ordinal))
            yield return $"{where} has the merchant's password.";
        if (text.Contains(Holder, StringComparison.OrdinalIgnoreCase))
            yield return $"{where} has a card holder's name.";
        if (HasToken(text, Code))
            yield return $"{where} has a security code.";
        if (DigitRuns().EnumerateMatches(text) is var runs && HasCard(text, runs))
            yield return $"{where} has a card number.";
    }

    /// <summary>What of the secrets files have.</summary>
    public IEnumerable<string> FindIn(IEnumerable<string> files) => files.SelectMany(file => FindIn(file, Read(file)));

    private bool HasCard(string text, Regex.ValueMatchEnumerator runs)
    {
        var cards = _cards.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var run in runs)
        {
            for (var at = run.Index; at + CardLength <= run.Index + run.Length; at++)
            {
                if (cards.ContainsKey(text.AsSpan(at, CardLength)))
                    return true;
            }
        }

        return false;
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

    [GeneratedRegex("[0-9]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex DigitRuns();
}
