using System.Text;

namespace PaytureActors.AspNetCore.Tests.Secrets;

/// <summary>A secret that is nobody's, and sings where it should not be.</summary>
/// <param name="Kind">What it pretends to be: findings name this, never the secret.</param>
/// <param name="Text">The secret.</param>
internal sealed record Canary(string Kind, string Text)
{
    private readonly string[] _disguises =
    [
        Text,
        Uri.EscapeDataString(Text),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Text)).TrimEnd('='),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Text)),
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Text)),
    ];

    /// <summary>Whether a text has it, plain, as in an address, in Base64 or in hex. A few digits count only as a word of their own.</summary>
    public bool IsIn(string text) => Text.Length > 5 ? _disguises.Any(disguise => text.Contains(disguise, StringComparison.Ordinal)) : IsWordOf(text);

    /// <summary>Findings are read by people.</summary>
    public override string ToString() => Kind;

    private bool IsWordOf(string text)
    {
        for (var at = text.IndexOf(Text, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Text, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !Continues(text[at - 1])) && (at + Text.Length == text.Length || !Continues(text[at + Text.Length])))
                return true;
        }

        return false;
    }

    // A part of an id, of a fraction or of a longer number is no code.
    private static bool Continues(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ',';
}
