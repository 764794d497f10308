using System.Globalization;
using System.Text.Json;
using PaytureActors.Domain;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>
/// The properties of a JSON object, read one by one. What is missing, malformed, repeated or unknown is noted by its path; no note
/// repeats a value.
/// </summary>
internal sealed class JsonFields
{
    /// <summary>The largest amount that the door lets through: ten billion rubles. Above it somebody's finger slipped (INF).</summary>
    public const long MaxAmount = 1_000_000_000_000;

    private const int LongestNameRepeated = 40;
    private const string UnusualName = "(unusual name)";
    private const string HalfCharacter = "This text has half a character (a lone \\ud800 to \\udfff): send whole Unicode.";

    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly FieldErrors _errors;
    private readonly string _prefix;

    public JsonFields(JsonElement source, FieldErrors errors, string prefix = "")
    {
        _errors = errors;
        _prefix = prefix;
        foreach (var property in source.EnumerateObject())
        {
            if (NameOf(property) is not { } name)
                errors.Add(prefix + UnusualName, HalfCharacter);
            else if (!_fields.TryAdd(name, property.Value))
                errors.Add(prefix + Repeatable(name), "This property is there twice: leave one.");
        }
    }

    /// <summary>An amount in kopecks, from 1 to <see cref="MaxAmount"/>.</summary>
    public Money? Amount(string name, bool required)
    {
        var value = Take(name);
        if (value is null)
        {
            if (required)
                Wrong(name, "Give the amount in kopecks, as a whole number above zero: 258900 is 2589.00.");
        }
        else if (value.Value.ValueKind != JsonValueKind.Number || !value.Value.TryGetInt64(out var kopecks))
        {
            Wrong(name, value.Value.ValueKind == JsonValueKind.Number && value.Value.TryGetDouble(out var number) && Math.Abs(number) >= MaxAmount
                ? TooMuch
                : "Give the amount in kopecks, as a whole number without quotes, fraction or exponent: 258900 is 2589.00.");
        }
        else if (kopecks <= 0)
        {
            Wrong(name, "The amount must be more than zero.");
        }
        else if (kopecks > MaxAmount)
        {
            Wrong(name, TooMuch);
        }
        else
        {
            return Money.Kopecks(kopecks);
        }

        return null;
    }

    /// <summary>Text; null where it is absent. With <paramref name="orNumber"/> a number's digits are taken, too.</summary>
    public string? Text(string name, bool orNumber = false)
    {
        switch (Take(name))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.String } text:
                if (Whole(text) is { } whole)
                    return whole;
                Wrong(name, HalfCharacter);
                return null;
            case { ValueKind: JsonValueKind.Number } number when orNumber && number.TryGetInt32(out var digits):
                return digits.ToString(CultureInfo.InvariantCulture);
            default:
                Wrong(name, orNumber ? "Give this as text or as a whole number." : "Give this as text, in quotes.");
                return null;
        }
    }

    /// <summary>A whole number; null where it is absent or wrong.</summary>
    public int? Number(string name, string wish)
    {
        var value = Take(name);
        if (value is { ValueKind: JsonValueKind.Number } && value.Value.TryGetInt32(out var number))
            return number;
        Wrong(name, wish);
        return null;
    }

    /// <summary>A decimal number with at most three places, in thousandths; null where it is absent or wrong. No floating point reads it.</summary>
    public long? Thousandths(string name)
    {
        if (Take(name) is { ValueKind: JsonValueKind.Number } value && ReadThousandths(value.GetRawText()) is { } thousandths)
            return thousandths;
        Wrong(name, "Give the quantity as a number above nothing with at most three places, without quotes or exponent: 1, 0.5, 2.125.");
        return null;
    }

    /// <summary>One of some words; null where it is absent or wrong, which is noted.</summary>
    public T? Choice<T>(string name, params ReadOnlySpan<(string Word, T Value)> choices) where T : struct
    {
        var text = Text(name);
        foreach (var (word, value) in choices)
        {
            if (word == text)
                return value;
        }

        var words = new List<string>();
        foreach (var (word, _) in choices)
            words.Add(word);
        Wrong(name, $"Give one of {string.Join(", ", words)}.");
        return null;
    }

    /// <summary>Whether the property is there at all, and not null.</summary>
    public bool Has(string name) => Take(name) is not null;

    /// <summary>A list of objects; null where it is absent.</summary>
    public IReadOnlyList<JsonFields>? List(string name)
    {
        switch (Take(name))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object):
                return [.. list.EnumerateArray().Select((item, index) => new JsonFields(item, _errors, $"{_prefix}{name}[{index}]."))];
            default:
                Wrong(name, "Give this as a JSON array of objects: [{...}].");
                return [];
        }
    }

    /// <summary>An object; null where it is absent.</summary>
    public JsonFields? Object(string name)
    {
        switch (Take(name))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.Object } value:
                return new JsonFields(value, _errors, $"{_prefix}{name}.");
            default:
                Wrong(name, "Give this as a JSON object, in braces.");
                return null;
        }
    }

    /// <summary>All properties as text, whatever their names.</summary>
    public Dictionary<string, string> Texts()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in _fields)
        {
            _known.Add(name);
            if (value.ValueKind != JsonValueKind.String)
                Wrong(Repeatable(name), "Give this as text, in quotes.");
            else if (Whole(value) is { } text)
                texts[name] = text;
            else
                Wrong(Repeatable(name), HalfCharacter);
        }

        return texts;
    }

    /// <summary>Notes something about a field of this object.</summary>
    public void Wrong(string name, string message) => _errors.Add(_prefix + name, message);

    /// <summary>Notes every property that nobody has read.</summary>
    public void RefuseOthers()
    {
        foreach (var name in _fields.Keys.Where(name => !_known.Contains(name)))
        {
            Wrong(Repeatable(name), _known.Count == 0
                ? "This property is not known here: send no properties."
                : $"This property is not known here: take it out, or spell it as one of {string.Join(", ", _known)}.");
        }
    }

    // JSON may say half a surrogate pair, which no wire could carry on.
    private static string? Whole(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static long? ReadThousandths(string digits)
    {
        var (whole, places) = digits.Split('.') switch
        {
            [var one] => (one, ""),
            [var one, { Length: <= 3 } more] => (one, more),
            _ => ("", ""),
        };
        return whole.Length > 0
            && long.TryParse(whole + places.PadRight(3, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out var thousandths)
            && thousandths > 0
            ? thousandths
            : null;
    }

    private static string TooMuch => $"The amount is above {MaxAmount} kopecks, the most that is let through: check the number of digits.";

    // A name is the caller's own text, and may be a card number in the wrong place.
    private static string Repeatable(string name) =>
        name.Length <= LongestNameRepeated && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            && name.Count(char.IsAsciiDigit) < 10
            ? name
            : UnusualName;

    private JsonElement? Take(string name)
    {
        _known.Add(name);
        return _fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
