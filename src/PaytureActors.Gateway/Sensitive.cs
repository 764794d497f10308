using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaytureActors.Gateway;

/// <summary>
/// A value that can be used but not seen: it prints, logs and serializes as nothing. Two of them are never equal by value,
/// so that nobody can find a secret by comparing.
/// </summary>
/// <typeparam name="T">What is hidden.</typeparam>
[DebuggerDisplay("***")]
[JsonConverter(typeof(SensitiveJsonConverter))]
public sealed class Sensitive<T> where T : class
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private volatile T? _value;

    /// <summary>Hides a value.</summary>
    /// <exception cref="ArgumentNullException">There is nothing to hide; an absent secret is <see cref="Empty"/>.</exception>
    public Sensitive(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    private Sensitive() { }

    /// <summary>A secret that is not there; revealing it throws.</summary>
    [SuppressMessage(
        "Design", "CA1000:Do not declare static members on generic types", Justification = "Sensitive<string>.Empty reads as it is said.")]
    public static Sensitive<T> Empty { get; } = new();

    /// <summary>Whether there is nothing to reveal, because nothing was given or because it was cleared.</summary>
    public bool IsEmpty => _value is null;

    /// <summary>Lends the value to a function; what the function gives back is the caller's to guard.</summary>
    /// <exception cref="InvalidOperationException">The secret is empty, or was cleared.</exception>
    public TResult Reveal<TResult>(Func<T, TResult> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        return use(_value ?? throw new InvalidOperationException(
            $"This secret ({typeof(T).Name}) is empty: it was never given, or it was cleared after its one use."));
    }

    /// <summary>
    /// Forgets the value, for good and for every holder of this object. Text itself cannot be wiped in .NET; this drops the last path
    /// to it, and the memory goes with the next collection.
    /// </summary>
    public void Clear() => _value = null;

    /// <summary>Three asterisks, whatever is hidden.</summary>
    public override string ToString() => "***";
}

/// <summary>Writes every <see cref="Sensitive{T}"/> as three asterisks, and reads none.</summary>
[SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "System.Text.Json makes it.")]
internal sealed class SensitiveJsonConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Sensitive<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    [SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "Made by reflection, above.")]
    private sealed class Of<T> : JsonConverter<Sensitive<T>> where T : class
    {
        public override Sensitive<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A secret is never read from JSON; take it from the request's own text and hide it at the door.");

        public override void Write(Utf8JsonWriter writer, Sensitive<T> value, JsonSerializerOptions options) => writer.WriteStringValue("***");
    }
}
