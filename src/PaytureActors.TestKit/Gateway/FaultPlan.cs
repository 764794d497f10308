namespace PaytureActors.TestKit.Gateway;

/// <summary>Ready-made fault plans. A seeded plan gives the same call of the same order the same fault, whatever the threads do.</summary>
public static class FaultPlan
{
    /// <summary>Nothing ever goes wrong.</summary>
    public static IFaultPlan None { get; } = new Faultless();

    /// <summary>An ordinary day, see <see cref="FaultRates.Light"/>.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="times">The client's limits; null for their defaults.</param>
    public static IFaultPlan Light(int seed, FaultTimes? times = null) => Seeded(seed, FaultRates.Light, times);

    /// <summary>A bad day, see <see cref="FaultRates.Heavy"/>.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="times">The client's limits; null for their defaults.</param>
    public static IFaultPlan Heavy(int seed, FaultTimes? times = null) => Seeded(seed, FaultRates.Heavy, times);

    /// <summary>Faults by chance.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="rates">How often.</param>
    /// <param name="times">The client's limits; null for their defaults.</param>
    /// <exception cref="ArgumentException">A rate is below 0, or the exclusive rates sum up to more than 1.</exception>
    public static IFaultPlan Seeded(int seed, FaultRates rates, FaultTimes? times = null)
    {
        ArgumentNullException.ThrowIfNull(rates);
        double[] exclusive = [rates.LostBefore, rates.LostAfterEffect, rates.BeyondTimeout, rates.BrokenAnswer, rates.UnknownCode, rates.Pending];
        if (exclusive.Any(rate => rate is not >= 0) || rates.LateVisibility is not (>= 0 and <= 1) || exclusive.Sum() > 1)
            throw new ArgumentException("Each rate must be 0 or more, LateVisibility at most 1, and the sum of the others at most 1.", nameof(rates));
        return new SeededFaults(seed, rates, times ?? new FaultTimes());
    }

    private sealed class Faultless : IFaultPlan
    {
        public Fault Next(FaultCall call) => Fault.Nothing;
    }

    private sealed class SeededFaults(int seed, FaultRates rates, FaultTimes times) : IFaultPlan
    {
        private static readonly string[] UnknownCodes =
        [
            "PROCESSING_TIME_OUT", "PROCESSING_ERROR", "INTERNAL_ERROR", "COMMUNICATE_ERROR", "ISSUER_TIMEOUT",
            "AUTHORIZATION_TIMEOUT", "PAYMENT_ENGINE_ERROR", "EMPTY_RESPONSE", "OTHER_ERROR",
        ];

        private static readonly int[] ServerErrors = [500, 502, 503, 504];
        private static readonly Loss[] Losses = [Loss.Reset, Loss.Silence];
        private static readonly EffectAt[] Moments = [EffectAt.Start, EffectAt.End];

        // Overshoot and late visibility can meet in one call, so that they share the margin.
        private static readonly (double Least, double Most) Overshoot = (0.02, 0.45);
        private static readonly (double Least, double Most) Visibility = (0.05, 0.50);

        public Fault Next(FaultCall call)
        {
            var chance = new Chance(seed, call);
            var main = Main(ref chance, call);
            return chance.Unit() < rates.LateVisibility && !call.IsInquiry
                ? main with { VisibleAfter = Within(ref chance, Visibility) }
                : main;
        }

        private Fault Main(ref Chance chance, FaultCall call)
        {
            var drawn = chance.Unit();
            if (Falls(ref drawn, rates.LostBefore))
                return new Fault.LostBefore(chance.OneOf<Loss>(Losses));
            if (Falls(ref drawn, rates.LostAfterEffect))
                return new Fault.LostAfterEffect(chance.OneOf<Loss>(Losses));
            if (Falls(ref drawn, rates.BeyondTimeout))
                return new Fault.Slow(Limit(call) + Within(ref chance, Overshoot), chance.OneOf<EffectAt>(Moments));
            if (Falls(ref drawn, rates.BrokenAnswer))
                return Broken(ref chance);
            if (Falls(ref drawn, rates.UnknownCode))
                return new Fault.ErrorCode(chance.OneOf<string>(UnknownCodes), chance.Half());
            if (Falls(ref drawn, rates.Pending) && !call.IsInquiry)
                return new Fault.Pending(chance.Between(times.LongestPending * 0.01, times.LongestPending), chance.Half());
            return Fault.Nothing;
        }

        private static Fault Broken(ref Chance chance) => (int)(chance.Unit() * 3) switch
        {
            0 => new Fault.ServerError(chance.OneOf<int>(ServerErrors), chance.Half()),
            1 => new Fault.Html(chance.Half()),
            _ => new Fault.Garbage((GarbageKind)(1 + (int)(chance.Unit() * 5)), chance.Half()),
        };

        private TimeSpan Limit(FaultCall call) => call.IsInquiry ? times.InquiryTimeout : times.MoneyTimeout;

        private TimeSpan Within(ref Chance chance, (double Least, double Most) share) =>
            chance.Between(times.Margin * share.Least, times.Margin * share.Most);

        private static bool Falls(ref double drawn, double rate)
        {
            drawn -= rate;
            return drawn < 0;
        }
    }
}
