using System.Globalization;
using System.Text.Json;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Journal;
using PaytureActors.TestKit.Lab;

namespace PaytureActors.Host.Simulation;

/// <summary>How much goes wrong in a simulation: how often each fault meets a call to the gateway, or a batch for the journal.</summary>
internal sealed record SimulatedFaults
{
    private const string RefundsThatComeLate = "lateRefunds";

    private static readonly (string Name, Func<SimulatedFaults, double> Rate, Func<SimulatedFaults, double, SimulatedFaults> With)[] Kinds =
    [
        .. FaultRateNames.All.Select(kind => (
            kind.Name,
            (Func<SimulatedFaults, double>)(faults => kind.Rate(faults.Calls)),
            (Func<SimulatedFaults, double, SimulatedFaults>)((faults, rate) => faults with { Calls = kind.With(faults.Calls, rate) }))),
        (RefundsThatComeLate, faults => faults.LateRefunds, (faults, rate) => faults with { LateRefunds = rate }),
        ("journalFails", faults => faults.Journal.Fails, (faults, rate) => faults with { Journal = faults.Journal with { Fails = rate } }),
        ("journalRefuses", faults => faults.Journal.Refuses, (faults, rate) => faults with { Journal = faults.Journal with { Refuses = rate } }),
        ("journalIsAmbiguous", faults => faults.Journal.IsAmbiguous, (faults, rate) => faults with { Journal = faults.Journal with { IsAmbiguous = rate } }),
        ("journalIsSlow", faults => faults.Journal.IsSlow, (faults, rate) => faults with { Journal = faults.Journal with { IsSlow = rate } }),
    ];

    /// <summary>Nothing.</summary>
    public static SimulatedFaults None { get; } = new();

    /// <summary>An ordinary day.</summary>
    public static SimulatedFaults Light { get; } = new() { Name = "light", Calls = FaultRates.Light, Journal = JournalFaultRates.Each(0.001) };

    /// <summary>A bad day.</summary>
    public static SimulatedFaults Heavy { get; } = new() { Name = "heavy", Calls = FaultRates.Heavy, Journal = JournalFaultRates.Each(0.01), LateRefunds = 0.5 };

    /// <summary>The names of all faults, as a file has them.</summary>
    public static IEnumerable<string> Names => Kinds.Select(kind => kind.Name);

    /// <summary>What <c>--faults</c> takes to mean this: a level, or a file.</summary>
    public string Name { get; init; } = "none";

    /// <summary>How often each fault meets a call to the gateway.</summary>
    public FaultRates Calls { get; init; } = new();

    /// <summary>How often each fault meets a batch for the journal.</summary>
    public JournalFaultRates Journal { get; init; } = new();

    /// <summary>How many of the refunds that are lost on their way arrive hours later all the same: a fraction of 1.</summary>
    public double LateRefunds { get; init; }

    /// <summary>Reads what <c>--faults</c> was given.</summary>
    /// <param name="given"><c>none</c>, <c>light</c>, <c>heavy</c>, or a file's name.</param>
    /// <exception cref="FormatException">There is no such file, or it says what cannot be; the message names the field.</exception>
    public static SimulatedFaults Read(string given)
    {
        if (new[] { None, Light, Heavy }.FirstOrDefault(level => level.Name == given) is { } level)
            return level;
        try
        {
            return Parse(given, File.ReadAllText(given));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FormatException($"--faults takes none, light, heavy or a JSON file, and '{given}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads a file's text: a JSON object with a rate from 0 to 1 for each fault that is to happen.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It says what cannot be; the message names the field.</exception>
    public static SimulatedFaults Parse(string name, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
                throw Wrong("it must be an object with a rate for each fault, as in {\"lostBefore\": 0.1}");
            var (faults, seen) = (new SimulatedFaults { Name = name }, new HashSet<string>());
            foreach (var field in json.RootElement.EnumerateObject())
            {
                if (Kinds.FirstOrDefault(kind => kind.Name == field.Name).With is not { } with)
                    throw Wrong($"there is no fault '{field.Name}'; there are {string.Join(", ", Names)}");
                if (!seen.Add(field.Name))
                    throw Wrong($"{field.Name} comes twice");
                if (field.Value.ValueKind is not JsonValueKind.Number || !field.Value.TryGetDouble(out var rate) || rate is not (>= 0 and <= 1))
                    throw Wrong($"{field.Name} must be a number from 0 to 1, not {field.Value.GetRawText()}");
                faults = with(faults, rate);
            }

            return faults.Problem is { } problem ? throw Wrong(problem) : faults;
        }
        catch (JsonException broken)
        {
            throw Wrong(string.Create(CultureInfo.InvariantCulture, $"it is no JSON from line {broken.LineNumber + 1}, character {broken.BytePositionInLine + 1} on"));
        }

        FormatException Wrong(string what) => new($"The file of --faults, {name}: {what}.");
    }

    /// <summary>What meets the calls.</summary>
    /// <param name="seed">Decides which.</param>
    /// <param name="policy">The merchant's clocks, which decide how late a refund may come.</param>
    /// <param name="times">How long faults may last.</param>
    public IFaultPlan Plan(int seed, MerchantPolicy policy, FaultTimes times)
    {
        var plan = FaultPlan.Seeded(seed, Calls, times);
        return LateRefunds > 0 ? new LateRefunds(plan, seed, policy, LateRefunds) : plan;
    }

    // Of those that exclude each other one falls at most.
    private string? Problem =>
        FaultRateNames.ProblemOf(Calls) ?? (Journal.Sum > 1 ? "the rates of all faults of the journal come to 1 at most" : null);
}
