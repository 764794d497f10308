using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PaytureActors.Host.Simulation;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Commands;

/// <summary>Options that say how much goes wrong: by a level's name, or by rates as in <c>lost=0.1,doubled=0.3</c>.</summary>
internal static class FaultOption
{
    /// <summary>How much goes wrong with the calls; null where nothing is said.</summary>
    public static Option<FaultRates?> OfCalls(string name) => Create(name, "How much goes wrong with the calls", [
        ("none", new FaultRates()), ("light", FaultRates.Light), ("heavy", FaultRates.Heavy),
    ], [.. FaultRateNames.All.Select(kind => (kind.Name, kind.With))], FaultRateNames.ProblemOf);

    /// <summary>How much goes wrong with the notifications; null where nothing is said.</summary>
    public static Option<NotificationManners?> OfNotifications(string name) => Create(name, "How much goes wrong with the notifications", [
        ("none", new NotificationManners()), ("heavy", new NotificationManners { Lost = 0.1, Doubled = 0.3, Delayed = 0.3 }),
    ], [
        ("lost", (manners, rate) => manners with { Lost = rate }),
        ("doubled", (manners, rate) => manners with { Doubled = rate }),
        ("reordered", (manners, rate) => manners with { Reordered = rate }),
        ("delayed", (manners, rate) => manners with { Delayed = rate }),
    ]);

    private static Option<TRates?> Create<TRates>(
        string name, string what, (string Name, TRates Rates)[] levels, (string Name, Func<TRates, double, TRates> With)[] kinds, Func<TRates, string?>? check = null)
        where TRates : class
    {
        var choice = $"{string.Join(", ", levels.Select(level => level.Name))}, or rates from 0 to 1 of {string.Join(", ", kinds.Select(kind => kind.Name))}";
        return new Option<TRates?>(name)
        {
            Description = $"{what}: {choice}, as in {kinds[0].Name}=0.1,{kinds[1].Name}=0.3. [default: {levels[0].Name}]",
            CustomParser = given => Read(given),
        };

        TRates? Read(ArgumentResult given)
        {
            var text = given.Tokens.Single().Value;
            if (levels.FirstOrDefault(level => level.Name == text).Rates is { } level)
                return level;

            var rates = levels[0].Rates;
            foreach (var item in text.Split(','))
            {
                var (kind, rate) = item.Split('=', 2, StringSplitOptions.TrimEntries) is [var first, var second] ? (first, second) : (item, null);
                if (kinds.FirstOrDefault(known => string.Equals(known.Name, kind, StringComparison.OrdinalIgnoreCase)).With is not { } with || rate is null)
                    return Refuse($"not {item}");
                if (!double.TryParse(rate, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number is not (>= 0 and <= 1))
                    return Refuse($"and {kind} is not {rate}");
                rates = with(rates, number);
            }

            return check?.Invoke(rates) is { } wrong ? Refuse(wrong) : rates;

            TRates? Refuse(string why)
            {
                given.AddError($"{name} takes {choice}: {why}.");
                return null;
            }
        }
    }
}
