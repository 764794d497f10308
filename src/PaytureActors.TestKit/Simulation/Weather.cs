using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Simulation;

/// <summary>How bad a schedule's days are, and the rules that its merchant chose. Every assumption about gateway and network is kept.</summary>
internal sealed record Weather
{
    /// <summary>What the gateway and the network do to calls.</summary>
    public required FaultRates Rates { get; init; }

    public required MerchantPolicy Policy { get; init; }

    /// <summary>How often a request provably never leaves.</summary>
    public double NotSent { get; init; }

    /// <summary>How often a request stays on the road when everybody has given it up.</summary>
    public double Ghosts { get; init; }

    /// <summary>The longest that such a request stays on the road.</summary>
    public TimeSpan LongestGhost { get; init; }

    /// <summary>How often an intent waits beyond its send-by before anybody looks at the clock.</summary>
    public double Pauses { get; init; }

    /// <summary>How often the journal does not take a batch.</summary>
    public double JournalFails { get; init; }

    /// <summary>How often the journal takes a batch and its yes is lost.</summary>
    public double JournalAmbiguous { get; init; }

    /// <summary>How often the journal takes seconds, beyond a send-by sometimes.</summary>
    public double JournalSlow { get; init; }

    /// <summary>How long the process lives on average; null if it does not crash.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>How often a notification brings a hint; some come twice.</summary>
    public double Hints { get; init; }

    /// <summary>How often an operator acts on an order at rest, at the gateway's own screen.</summary>
    public double OperatorActs { get; init; }

    /// <summary>How often the issuer acts on an order at rest: it closes a hold, disputes a payment, or gives in.</summary>
    public double IssuerActs { get; init; }

    /// <summary>Whether nobody need ever be called, since what goes wrong heals by itself.</summary>
    public bool NeedsNobody { get; init; }

    /// <param name="dice">The schedule's chance.</param>
    /// <param name="seed">Chooses in turn what the merchant does about holds, where a short horizon brings that into the bad days, and whether issuers act.</param>
    public static Weather Of(Dice dice, int seed)
    {
        var policy = new MerchantPolicy
        {
            UnguardedRefunds = dice.OneOf(UnguardedRefunds.AfterHorizon, UnguardedRefunds.AfterHorizon, UnguardedRefunds.Never),
            LateBlock = dice.OneOf(LateEffectPolicy.Undo, LateEffectPolicy.Attention),
            LatePay = dice.OneOf(LateEffectPolicy.Undo, LateEffectPolicy.Attention),
            RefundDespiteDrift = dice.Falls(0.3),
            HoldPolicy = (HoldPolicy)(seed % 3),
            HoldHorizon = (seed / 3 % 3) switch { 0 => new MerchantPolicy().HoldHorizon, 1 => TimeSpan.FromMinutes(35), _ => TimeSpan.FromHours(7) },
        };
        var scale = dice.OneOf(0.0, 0.1, 1.0, 1.0, 2.0);
        var heavy = FaultRates.Heavy;
        var ghosts = dice.OneOf(0.0, 0.0, 0.05, 0.2) * Math.Min(scale, 1);
        var operators = dice.OneOf(0.0, 0.0, 0.2);
        var issuers = seed / 9 % 4 == 0 ? 0.2 : 0;
        return new Weather
        {
            Policy = policy,
            Rates = new FaultRates
            {
                LostBefore = heavy.LostBefore * scale,
                LostAfterEffect = heavy.LostAfterEffect * scale,
                BeyondTimeout = heavy.BeyondTimeout * scale,
                BrokenAnswer = heavy.BrokenAnswer * scale,
                UnknownCode = heavy.UnknownCode * scale,
                Pending = heavy.Pending * scale,
                LateVisibility = heavy.LateVisibility * scale,
            },
            NotSent = 0.03 * scale,
            Ghosts = ghosts,
            LongestGhost = dice.Falls(0.3) ? policy.QuietPeriod - TimeSpan.FromSeconds(1) : policy.Horizon - policy.QuietPeriod,
            Pauses = 0.01 * scale,
            JournalFails = 0.01 * scale,
            JournalAmbiguous = 0.01 * scale,
            JournalSlow = 0.02 * scale,
            Lifetime = dice.OneOf<TimeSpan?>(null, TimeSpan.FromMinutes(20), TimeSpan.FromHours(2), TimeSpan.FromHours(12)),
            Hints = dice.Unit(),
            OperatorActs = operators,
            IssuerActs = issuers,
            NeedsNobody = ghosts == 0 && operators == 0 && issuers == 0 && policy.UnguardedRefunds is UnguardedRefunds.AfterHorizon,
        };
    }
}
