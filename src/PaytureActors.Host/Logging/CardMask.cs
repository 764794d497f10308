using System.Text.RegularExpressions;

namespace PaytureActors.Host.Logging;

/// <summary>
/// The last guard of the logs: whatever looks like a card number loses its middle. Nothing should ever reach it; it is here for the day
/// when something does.
/// </summary>
internal static partial class CardMask
{
    private const int First = 6;
    private const int Last = 4;

    /// <summary>The text with six digits, asterisks and four digits in place of each Luhn-valid run of 13 to 19 digits.</summary>
    public static string Apply(string text) => Candidates().Replace(text, match => PassesLuhn(match.ValueSpan) ? Mask(match.Value) : match.Value);

    // A run of 13 to 19 digits, or groups of four with single blanks or hyphens as they stand on a card.
    [GeneratedRegex(@"(?<!\d)(?:\d{13,19}|\d{4}(?:[ -]\d{4}){2,3}[ -]\d{1,7})(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Candidates();

    private static string Mask(string run)
    {
        var digits = run.Count(char.IsAsciiDigit);
        var at = 0;
        return string.Concat(run.Select(c =>
        {
            if (!char.IsAsciiDigit(c))
                return c;
            at++;
            return at <= First || at > digits - Last ? c : '*';
        }));
    }

    private static bool PassesLuhn(ReadOnlySpan<char> run)
    {
        var (sum, place) = (0, 0);
        for (var i = run.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(run[i]))
                continue;
            var weighted = (run[i] - '0') * (place++ % 2 == 0 ? 1 : 2);
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return sum % 10 == 0;
    }
}
