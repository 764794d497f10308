namespace PaytureActors.TestKit.Journal;

/// <summary>How often each kind of fault meets a batch, as fractions of 1. They exclude each other and may sum up to 1 at most.</summary>
public sealed record JournalFaultRates
{
    /// <summary>The database does not take the batch.</summary>
    /// <value>The default is 0.</value>
    public double Fails { get; init; }

    /// <summary>It refuses it.</summary>
    /// <value>The default is 0.</value>
    public double Refuses { get; init; }

    /// <summary>It takes it, and its yes is lost.</summary>
    /// <value>The default is 0.</value>
    public double IsAmbiguous { get; init; }

    /// <summary>It takes it, after a while.</summary>
    /// <value>The default is 0.</value>
    public double IsSlow { get; init; }

    /// <summary>The same rate for each kind.</summary>
    /// <param name="rate">The rate: 0 to 0.25, since there are four kinds.</param>
    public static JournalFaultRates Each(double rate) => new() { Fails = rate, Refuses = rate, IsAmbiguous = rate, IsSlow = rate };

    /// <summary>How often any fault meets a batch.</summary>
    internal double Sum => Fails + Refuses + IsAmbiguous + IsSlow;

    internal double Of(JournalFaultKind kind) => kind switch
    {
        JournalFaultKind.Fails => Fails,
        JournalFaultKind.Refuses => Refuses,
        JournalFaultKind.IsAmbiguous => IsAmbiguous,
        _ => IsSlow,
    };
}
