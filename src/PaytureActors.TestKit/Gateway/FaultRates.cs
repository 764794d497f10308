namespace PaytureActors.TestKit.Gateway;

/// <summary>
/// How often each kind of fault meets a call, as fractions of 1. All but <see cref="LateVisibility"/> exclude each other and may
/// sum up to 1 at most; late visibility comes on top of whatever else happens.
/// </summary>
public sealed record FaultRates
{
    /// <summary>The request never arrives.</summary>
    public double LostBefore { get; init; }

    /// <summary>The effect happens, the answer is lost.</summary>
    public double LostAfterEffect { get; init; }

    /// <summary>The answer comes after the client's time limit.</summary>
    public double BeyondTimeout { get; init; }

    /// <summary>A 5xx status, HTML or garbage, with or without the effect.</summary>
    public double BrokenAnswer { get; init; }

    /// <summary>A code that settles nothing, with or without the effect.</summary>
    public double UnknownCode { get; init; }

    /// <summary>The operation becomes Pending; no inquiry does.</summary>
    public double Pending { get; init; }

    /// <summary>GetState shows the effect late.</summary>
    public double LateVisibility { get; init; }

    /// <summary>A bad day: 10 % lost before, 10 % after the effect, 5 % too slow, 5 % broken, 3 % unknown codes, 5 % late visibility, 2 % Pending.</summary>
    public static FaultRates Heavy { get; } = new()
    {
        LostBefore = 0.10,
        LostAfterEffect = 0.10,
        BeyondTimeout = 0.05,
        BrokenAnswer = 0.05,
        UnknownCode = 0.03,
        Pending = 0.02,
        LateVisibility = 0.05,
    };

    /// <summary>An ordinary day: a tenth of <see cref="Heavy"/>.</summary>
    public static FaultRates Light { get; } = new()
    {
        LostBefore = 0.010,
        LostAfterEffect = 0.010,
        BeyondTimeout = 0.005,
        BrokenAnswer = 0.005,
        UnknownCode = 0.003,
        Pending = 0.002,
        LateVisibility = 0.005,
    };
}

/// <summary>The client's time limits, which decide how long faults may last.</summary>
/// <remarks>
/// Apart from Pending nothing that a seeded plan does outlasts a call's own limit by more than <see cref="Margin"/>, visibility
/// included: so a quiet period of send-by + money timeout + margin is honest.
/// </remarks>
public sealed record FaultTimes
{
    /// <summary>The client's limit for commands.</summary>
    /// <value>The default is 60 seconds.</value>
    public TimeSpan MoneyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The client's limit for inquiries.</summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan InquiryTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How much longer than a call's limit its effect may need to happen and to be seen.</summary>
    /// <value>The default is 20 seconds.</value>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest that an operation stays Pending.</summary>
    /// <value>The default is 30 minutes; the gateway may take 72 hours.</value>
    public TimeSpan LongestPending { get; init; } = TimeSpan.FromMinutes(30);
}
