using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Simulation;

/// <summary>What the command line and its files call the faults of calls.</summary>
internal static class FaultRateNames
{
    /// <summary>Every fault, with its rate.</summary>
    public static IReadOnlyList<(string Name, Func<FaultRates, double> Rate, Func<FaultRates, double, FaultRates> With)> All { get; } =
    [
        ("lostBefore", rates => rates.LostBefore, (rates, rate) => rates with { LostBefore = rate }),
        ("lostAfterEffect", rates => rates.LostAfterEffect, (rates, rate) => rates with { LostAfterEffect = rate }),
        ("beyondTimeout", rates => rates.BeyondTimeout, (rates, rate) => rates with { BeyondTimeout = rate }),
        ("brokenAnswer", rates => rates.BrokenAnswer, (rates, rate) => rates with { BrokenAnswer = rate }),
        ("unknownCode", rates => rates.UnknownCode, (rates, rate) => rates with { UnknownCode = rate }),
        ("pending", rates => rates.Pending, (rates, rate) => rates with { Pending = rate }),
        ("lateVisibility", rates => rates.LateVisibility, (rates, rate) => rates with { LateVisibility = rate }),
    ];

    /// <summary>What is wrong with rates that are each from 0 to 1; null if nothing is.</summary>
    public static string? ProblemOf(FaultRates rates) =>
        rates.LostBefore + rates.LostAfterEffect + rates.BeyondTimeout + rates.BrokenAnswer + rates.UnknownCode + rates.Pending > 1
            ? "all rates of calls but lateVisibility exclude each other and come to 1 at most"
            : null;
}
