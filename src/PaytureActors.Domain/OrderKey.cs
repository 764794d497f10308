using System.Diagnostics.CodeAnalysis;

namespace PaytureActors.Domain;

/// <summary>The name under which an installation knows one of its Payture accounts: 1 to 32 of a-z, A-Z, 0-9, '-' and '_'.</summary>
public readonly record struct MerchantAlias
{
    /// <summary>The most characters that an alias may have.</summary>
    public const int MaxLength = 32;

    private readonly string? _value;

    /// <summary>Takes a valid alias.</summary>
    /// <exception cref="ArgumentException">The text is not a valid alias.</exception>
    public MerchantAlias(string value)
    {
        if (!IsValid(value))
            throw new ArgumentException($"A merchant alias has 1 to {MaxLength} of a-z, A-Z, 0-9, '-' and '_'.", nameof(value));
        _value = value;
    }

    /// <summary>Whether a text can be an alias.</summary>
    public static bool IsValid([NotNullWhen(true)] string? value) =>
        value is { Length: >= 1 and <= MaxLength } && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <inheritdoc />
    public override string ToString() => _value ?? "";
}

/// <summary>Payture's OrderId: 1 to 50 printable characters, unique in a merchant's account (D:payture-api/pay).</summary>
public readonly record struct OrderId
{
    /// <summary>The most characters that the gateway takes.</summary>
    public const int MaxLength = 50;

    private readonly string? _value;

    /// <summary>Takes a valid OrderId.</summary>
    /// <exception cref="ArgumentException">The text is not a valid OrderId.</exception>
    public OrderId(string value)
    {
        if (!IsValid(value))
            throw new ArgumentException($"An OrderId has 1 to {MaxLength} characters, none of them a control character.", nameof(value));
        _value = value;
    }

    /// <summary>Whether a text can be an OrderId.</summary>
    public static bool IsValid([NotNullWhen(true)] string? value) =>
        value is { Length: >= 1 and <= MaxLength } && !value.Any(char.IsControl) && !string.IsNullOrWhiteSpace(value);

    /// <inheritdoc />
    public override string ToString() => _value ?? "";
}

/// <summary>Which order: a merchant's alias and its OrderId.</summary>
public readonly record struct OrderKey(MerchantAlias Merchant, OrderId Order)
{
    /// <summary>Takes both parts as text.</summary>
    /// <exception cref="ArgumentException">One of them is not valid.</exception>
    public OrderKey(string merchant, string order) : this(new MerchantAlias(merchant), new OrderId(order)) { }

    /// <summary>The alias, a slash and the OrderId: unambiguous, since an alias has no slash.</summary>
    public override string ToString() => $"{Merchant}/{Order}";
}

/// <summary>What makes a repeated request the same request: 1 to 100 printable characters, chosen by the caller.</summary>
public readonly record struct IdempotencyKey
{
    /// <summary>The most characters that a key may have.</summary>
    public const int MaxLength = 100;

    private readonly string? _value;

    /// <summary>Takes a valid key.</summary>
    /// <exception cref="ArgumentException">The text is not a valid key.</exception>
    public IdempotencyKey(string value)
    {
        if (!IsValid(value))
            throw new ArgumentException($"An idempotency key has 1 to {MaxLength} characters, none of them a control character.", nameof(value));
        _value = value;
    }

    /// <summary>Whether a text can be a key.</summary>
    public static bool IsValid([NotNullWhen(true)] string? value) =>
        value is { Length: >= 1 and <= MaxLength } && !value.Any(char.IsControl);

    /// <inheritdoc />
    public override string ToString() => _value ?? "";
}

/// <summary>One gateway call of an order that changes something, counted from 1.</summary>
public readonly record struct AttemptId(int Number)
{
    /// <summary>The attempt after this one.</summary>
    public AttemptId Next() => new(Number + 1);

    /// <inheritdoc />
    public override string ToString() => $"#{Number}";
}
