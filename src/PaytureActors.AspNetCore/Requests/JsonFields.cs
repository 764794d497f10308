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
            if (!_fields.TryAdd(property.Name, property.Value))
                errors.Add(prefix + Repeatable(property.Name), "This property is there twice: leave one.");
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
                return text.GetString();
            case { ValueKind: JsonValueKind.Number } number when orNumber && number.TryGetInt32(out var digits):
                return digits.ToString(CultureInfo.InvariantCulture);
            default:
                Wrong(name, orNumber ? "Give this as text or as a whole number." : "Give this as text, in quotes.");
                return null;
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
            if (value.ValueKind == JsonValueKind.String)
                texts[name] = value.GetString()!;
            else
                Wrong(Repeatable(name), "Give this as text, in quotes.");
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

    private static string TooMuch => $"The amount is above {MaxAmount} kopecks, the most that is let through: check the number of digits.";

    // A name is the caller's own text, and may be a card number in the wrong place.
    private static string Repeatable(string name) =>
        name.Length <= LongestNameRepeated && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            && name.Count(char.IsAsciiDigit) < 10
            ? name
            : "(unusual name)";

    private JsonElement? Take(string name)
    {
        _known.Add(name);
        return _fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
