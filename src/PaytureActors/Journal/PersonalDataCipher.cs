using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Akka.Actor.Setup;

namespace PaytureActors.Journal;

/// <summary>
/// Seals what the journal keeps of a person (AES-256-GCM, a fresh nonce for every event). What was sealed says with which key, so that a
/// second one can be told from the first.
/// </summary>
internal sealed class PersonalDataCipher
{
    /// <summary>How many bytes a key has.</summary>
    public const int KeyLength = 32;

    /// <summary>Where the key is configured.</summary>
    public const string Setting = "Payture:Journal:PersonalDataKey";

    /// <summary>What must be set there, after the setting's name.</summary>
    public const string Advice = "must be Base64 of 32 random bytes: make a key with 'openssl rand -base64 32', and keep it in a secrets store.";

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeadLength = 1 + NonceLength + TagLength;

    private readonly byte[] _key;
    private readonly byte _id;

    private PersonalDataCipher(byte[] key)
    {
        _key = key;
        _id = SHA256.HashData(key)[0];
    }

    /// <summary>Takes a key as it is configured: Base64 of 32 bytes.</summary>
    public static bool TryCreate(string? text, [NotNullWhen(true)] out PersonalDataCipher? cipher)
    {
        cipher = null;
        var key = new byte[KeyLength];
        if (text is null || !Base64.IsValid(text, out var length) || length != KeyLength || !Convert.TryFromBase64String(text, key, out _))
            return false;
        cipher = new PersonalDataCipher(key);
        return true;
    }

    /// <summary>Seals bytes; the same bytes are sealed differently each time.</summary>
    public byte[] Seal(ReadOnlySpan<byte> open)
    {
        var box = new byte[HeadLength + open.Length];
        box[0] = _id;
        var nonce = box.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce); // Not from the seed of the identifiers: two nodes must never use one twice.
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, open, box.AsSpan(HeadLength), box.AsSpan(1 + NonceLength, TagLength), box.AsSpan(0, 1));
        return box;
    }

    /// <summary>Opens what was sealed.</summary>
    /// <exception cref="JournalException">There is no key, or it is another one; the message names the setting.</exception>
    public static byte[] Open(ReadOnlySpan<byte> box, PersonalDataCipher? cipher)
    {
        if (cipher is null)
            throw new JournalException($"The journal holds personal data that was sealed with a key: set {Setting} to it.");
        if (box.Length < HeadLength || box[0] != cipher._id)
            throw new JournalException($"The journal holds personal data that was sealed with another key than {Setting} has now: set it back.");

        var open = new byte[box.Length - HeadLength];
        try
        {
            using var aes = new AesGcm(cipher._key, TagLength);
            aes.Decrypt(box.Slice(1, NonceLength), box[HeadLength..], box.Slice(1 + NonceLength, TagLength), open, box[..1]);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new JournalException(
                $"Personal data in the journal cannot be opened: {Setting} is another key than it was sealed with, or the row was changed.", error);
        }

        return open;
    }

    /// <summary>"Cipher", and nothing of its key.</summary>
    public override string ToString() => "Cipher";
}

/// <summary>Brings the cipher to the serializer. A setup, not HOCON: an actor system's configuration is printed and logged.</summary>
internal sealed class PersonalDataSetup(PersonalDataCipher? cipher) : Setup
{
    /// <summary>Null when personal data is kept as it is.</summary>
    public PersonalDataCipher? Cipher { get; } = cipher;
}
