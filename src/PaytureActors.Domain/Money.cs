namespace PaytureActors.Domain;

/// <summary>An amount in kopecks (minor units of the terminal's currency), never negative.</summary>
public readonly record struct Money : IComparable<Money>
{
    private Money(long kopecks) => InKopecks = kopecks;

    /// <summary>No money at all.</summary>
    public static Money Zero => default;

    /// <summary>The amount as a whole number of kopecks.</summary>
    public long InKopecks { get; }

    /// <summary>Makes an amount from kopecks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static Money Kopecks(long kopecks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(kopecks);
        return new Money(kopecks);
    }

    /// <summary>The lesser of two amounts.</summary>
    public static Money Min(Money a, Money b) => a < b ? a : b;

    /// <summary>The greater of two amounts.</summary>
    public static Money Max(Money a, Money b) => a > b ? a : b;

    /// <inheritdoc />
    public int CompareTo(Money other) => InKopecks.CompareTo(other.InKopecks);

    /// <summary>Adds; an overflow is an exception, never a wrong sum.</summary>
    public static Money operator +(Money a, Money b) => new(checked(a.InKopecks + b.InKopecks));

    /// <summary>Subtracts; a result below zero is an exception, never a negative amount.</summary>
    public static Money operator -(Money a, Money b) => Kopecks(a.InKopecks - b.InKopecks);

    /// <summary>Compares two amounts.</summary>
    public static bool operator <(Money a, Money b) => a.InKopecks < b.InKopecks;

    /// <summary>Compares two amounts.</summary>
    public static bool operator >(Money a, Money b) => a.InKopecks > b.InKopecks;

    /// <summary>Compares two amounts.</summary>
    public static bool operator <=(Money a, Money b) => a.InKopecks <= b.InKopecks;

    /// <summary>Compares two amounts.</summary>
    public static bool operator >=(Money a, Money b) => a.InKopecks >= b.InKopecks;

    /// <summary>The amount in rubles with two decimals, for people.</summary>
    public override string ToString() => $"{InKopecks / 100}.{InKopecks % 100:00}";
}
