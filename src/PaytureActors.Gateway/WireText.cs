namespace PaytureActors.Gateway;

/// <summary>What text can cross the wire and come back the same.</summary>
internal static class WireText
{
    /// <summary>
    /// Whether a text is whole Unicode without control characters. Half a surrogate pair would arrive as a replacement character: as
    /// another value, and two different OrderIds as one. U+FFFE and U+FFFF have no place in XML: no answer could repeat them.
    /// </summary>
    public static bool IsSendable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] >= '\uFFFE')
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
