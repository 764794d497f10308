using System.Security.Cryptography;
using System.Text;

namespace PaytureActors.Gateway;

/// <summary>
/// Writes an <c>application/x-www-form-urlencoded</c> body byte by byte, so that no text with a card number in it is ever made, and
/// wipes the buffers that it outgrows.
/// </summary>
internal sealed class FormWriter
{
    private byte[] _buffer = new byte[1024];
    private int _length;
    private bool _hasItem;

    /// <summary>Adds one field; nothing, if there is no value.</summary>
    public void Field(string name, string? value)
    {
        if (value is null)
            return;
        BeginField(name);
        foreach (var rune in value.EnumerateRunes())
            WriteEncoded(rune);
    }

    /// <summary>Adds one field that holds a secret.</summary>
    /// <exception cref="InvalidOperationException">The secret was used up: a request without it must not leave.</exception>
    public void Field(string name, Sensitive<string> secret) => secret.Reveal(value => Written(() => Field(name, value)));

    /// <summary>Adds one field that holds a secret, if there is one.</summary>
    public void FieldIfAny(string name, Sensitive<string> secret)
    {
        if (!secret.IsEmpty)
            Field(name, secret);
    }

    /// <summary>Begins a field that holds a block: <c>name=value</c> items joined by <c>;</c>. The next field ends it.</summary>
    public void Block(string name)
    {
        BeginField(name);
        _hasItem = false;
    }

    /// <summary>Adds one item to the block that was begun; nothing, if there is no value.</summary>
    public void Item(string name, string? value)
    {
        if (value is null)
            return;
        if (_hasItem)
            WriteEncoded(new Rune(';'));
        _hasItem = true;

        foreach (var rune in name.EnumerateRunes())
            WriteEncoded(rune);
        WriteEncoded(new Rune('='));

        var (first, last) = Kept(value);
        var at = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            if (at < first || at >= last || IsAmbiguousInBlock(rune))
                WriteEscapedInBlock(rune);
            else
                WriteEncoded(rune);
            at += rune.Utf16SequenceLength;
        }
    }

    /// <summary>Adds one item that holds a secret.</summary>
    /// <exception cref="InvalidOperationException">The secret was used up: a request without it must not leave.</exception>
    public void Item(string name, Sensitive<string> secret) => secret.Reveal(value => Written(() => Item(name, value)));

    /// <summary>Adds one item that holds a secret, if there is one.</summary>
    public void ItemIfAny(string name, Sensitive<string> secret)
    {
        if (!secret.IsEmpty)
            Item(name, secret);
    }

    /// <summary>Adds items to the block that was begun.</summary>
    public void Items(IEnumerable<KeyValuePair<string, string>> items)
    {
        foreach (var (name, value) in items)
            Item(name, value);
    }

    /// <summary>
    /// How many characters an item takes in a block, its escapes and its separator included: the gateway's limits are on the block.
    /// </summary>
    public static int LengthInBlock(string name, string value)
    {
        var length = name.Length + 2;
        var (first, last) = Kept(value);
        var at = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            length += at < first || at >= last || IsAmbiguousInBlock(rune) ? 3 * rune.Utf8SequenceLength : rune.Utf16SequenceLength;
            at += rune.Utf16SequenceLength;
        }

        return length;
    }

    /// <summary>Hands over the body; the caller wipes it.</summary>
    public byte[] ToBody()
    {
        var body = _buffer.AsSpan(0, _length).ToArray();
        CryptographicOperations.ZeroMemory(_buffer);
        _length = 0;
        return body;
    }

    private static bool Written(Action write)
    {
        write();
        return true;
    }

    private void BeginField(string name)
    {
        if (_length > 0)
            WriteRaw((byte)'&');
        foreach (var rune in name.EnumerateRunes())
            WriteEncoded(rune);
        WriteRaw((byte)'=');
    }

    // The gateway unescapes a block's values once more (INF), and may trim them: what would be lost is escaped inside the block.
    private static (int First, int Last) Kept(string value) =>
        (value.Length - value.AsSpan().TrimStart().Length, value.AsSpan().TrimEnd().Length);

    private static bool IsAmbiguousInBlock(Rune rune) => rune.Value is '%' or ';' or '+' or '&' || Rune.IsControl(rune);

    private void WriteEscapedInBlock(Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
        {
            WriteEncoded(new Rune('%'));
            WriteRaw(Hex(octet >> 4));
            WriteRaw(Hex(octet & 15));
        }
    }

    private void WriteEncoded(Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
            {
                WriteRaw(octet);
                continue;
            }

            WriteRaw((byte)'%');
            WriteRaw(Hex(octet >> 4));
            WriteRaw(Hex(octet & 15));
        }
    }

    private static byte Hex(int nibble) => (byte)"0123456789ABCDEF"[nibble];

    private void WriteRaw(byte octet)
    {
        if (_length == _buffer.Length)
        {
            var larger = new byte[_buffer.Length * 2];
            _buffer.CopyTo(larger, 0);
            CryptographicOperations.ZeroMemory(_buffer);
            _buffer = larger;
        }

        _buffer[_length++] = octet;
    }
}
