using Google.Protobuf;
using PaytureActors.Journal;

namespace PaytureActors.Orders;

/// <summary>
/// The texts of one event that tell of a person: where a receipt goes, where a customer's browser is sent. They lie together in the
/// message, so that they can be sealed together and everything about money stays readable.
/// </summary>
internal sealed class PersonalTexts
{
    private static readonly PersonalTexts None = new();
    private readonly List<string> _texts = [];

    /// <summary>What a message has.</summary>
    /// <exception cref="JournalException">The texts are sealed, and not with this key.</exception>
    public static PersonalTexts Read(Wire.Personal? message, PersonalDataCipher? cipher)
    {
        if (message is null)
            return None;
        var open = message.Sealed.IsEmpty ? message : Wire.Personal.Parser.ParseFrom(PersonalDataCipher.Open(message.Sealed.Span, cipher));
        var texts = new PersonalTexts();
        texts._texts.AddRange(open.Texts);
        return texts;
    }

    /// <summary>Takes a text in.</summary>
    /// <returns>Its place, counted from 1; 0 for no text.</returns>
    public int Add(string? text)
    {
        if (text is null)
            return 0;
        var place = _texts.IndexOf(text);
        if (place < 0)
        {
            place = _texts.Count;
            _texts.Add(text);
        }

        return place + 1;
    }

    /// <summary>The text of a place.</summary>
    public string? At(int place) => place == 0 ? null : _texts[place - 1];

    /// <summary>What goes into the message; null when there is no text.</summary>
    public Wire.Personal? Write(PersonalDataCipher? cipher)
    {
        if (_texts.Count == 0)
            return null;
        var message = new Wire.Personal();
        message.Texts.AddRange(_texts);
        return cipher is null ? message : new Wire.Personal { Sealed = ByteString.CopyFrom(cipher.Seal(message.ToByteArray())) };
    }
}
