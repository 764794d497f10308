using System.Text;

namespace PaytureActors.Gateway;

/// <summary>Makes words of an answer fit to be stored and shown: short, printable, and without more of a card than may be kept.</summary>
internal static class AnswerText
{
    /// <summary>The most characters of a word.</summary>
    public const int MaxWord = 64;

    /// <summary>Six digits from the front of a card and four from its end may be kept (PCI DSS).</summary>
    private const int KeptInFront = 6;
    private const int KeptAtEnd = 4;

    /// <summary>A retrieval reference number has twelve digits; the shortest card has thirteen.</summary>
    private const int LongestNumber = 12;

    /// <summary>The gateway's word, short and printable, with every run of digits that could be a card masked.</summary>
    public static string? Word(string? text, int max = MaxWord) => Printable(Mask(text, LongestNumber), max);

    /// <summary>A masked card, masked again: at most its first six and its last four digits stay.</summary>
    public static string? MaskedPan(string? text) => Printable(Mask(text, KeptInFront + KeptAtEnd), MaxWord);

    /// <summary>Hides all digits of a word that has more of them than the front of a card.</summary>
    public static string Hide(string word) =>
        word.Count(char.IsDigit) <= KeptInFront ? word : new string([.. word.Select(c => char.IsDigit(c) ? '*' : c)]);

    /// <summary>Whether a word is shaped as an error code: anything else might be an echo of what must not be kept.</summary>
    public static bool IsCode(string? code) =>
        code is { Length: > 0 and <= MaxWord }
        && code.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && code.Count(char.IsAsciiDigit) <= KeptInFront;

    // Digits that only blanks, dashes and mask signs keep apart are one number: 4111 1111 1110 0031 is a card, and so is 4111111xxxxx0031.
    private static string? Mask(string? text, int longest)
    {
        if (text is null)
            return null;
        var masked = new StringBuilder(text);
        for (var from = 0; from < text.Length; from++)
        {
            if (!char.IsDigit(text[from]))
                continue;
            var digits = new List<int>();
            var to = from;
            for (; to < text.Length && (char.IsDigit(text[to]) || IsGlue(text[to])); to++)
            {
                if (char.IsDigit(text[to]))
                    digits.Add(to);
            }

            if (digits.Count > longest)
            {
                foreach (var at in digits.Skip(KeptInFront).SkipLast(KeptAtEnd))
                    masked[at] = '*';
            }

            from = to;
        }

        return masked.ToString();
    }

    private static bool IsGlue(char c) => c is ' ' or '-' or '.' or '_' or '*' or 'x' or 'X' or '\u00A0';

    private static string? Printable(string? text, int max)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var printable = new string([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(max)]);
        return printable.Length == 0 ? null : printable;
    }
}
