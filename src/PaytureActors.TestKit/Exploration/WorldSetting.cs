using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.TestKit.Exploration;

/// <summary>What a world may do to an order: the caller's wishes, the faults it may spend, and the assumptions that it keeps.</summary>
internal sealed record WorldSetting(string Name)
{
    /// <summary>Small times with the proportions of the real ones, so that the distinct moments stay few.</summary>
    public static MerchantPolicy SmallTimes { get; } = new()
    {
        SendBy = TimeSpan.FromSeconds(1),
        MoneyTimeout = TimeSpan.FromSeconds(2),
        Margin = TimeSpan.FromSeconds(1),
        QuietPeriod = TimeSpan.FromSeconds(4),
        Horizon = TimeSpan.FromSeconds(12),
        LookAfter = TimeSpan.FromSeconds(6),
        PendingLifetime = TimeSpan.FromSeconds(10),
        InquiryPlan = new([TimeSpan.FromSeconds(3)]),
        WatchEvery = TimeSpan.FromSeconds(8),
        WatchFor = TimeSpan.FromSeconds(10),
        ResendPause = TimeSpan.FromSeconds(1),
        LongestResendPause = TimeSpan.FromSeconds(1),
        MaxResends = 2,
        SessionLifetime = TimeSpan.FromSeconds(6),
        ChallengeLifetime = TimeSpan.FromSeconds(6),
        ChallengeGrace = TimeSpan.FromSeconds(2),
        ChallengeInquiryAfter = TimeSpan.FromSeconds(2),
        ChallengePlan = new([TimeSpan.FromSeconds(3)]),
    };

    public MerchantPolicy Policy { get; init; } = SmallTimes;

    /// <summary>What the caller asks for, each as soon as the order is free, or any time later.</summary>
    public ValueList<OrderCommand.Ask> Wishes { get; init; }

    /// <summary>Whether the caller asks for the next thing without waiting for the last.</summary>
    public bool IsImpatient { get; init; }

    /// <summary>Whether nobody need ever be called and no answer taken back: faults heal, and nobody acts behind our back.</summary>
    public bool NeedsNobody { get; init; }

    /// <summary>How many faults of the network or the gateway there may be.</summary>
    public int Faults { get; init; } = 2;

    /// <summary>How often the process, or the order alone, may crash.</summary>
    public int Crashes { get; init; } = 1;

    /// <summary>How often the journal may be set back to any backup.</summary>
    public int Restores { get; init; }

    /// <summary>Whether the caller then asks again for everything, under the keys that it remembers.</summary>
    public bool AsksAgain { get; init; }

    /// <summary>How often an operator may act at the gateway's own screen.</summary>
    public int OperatorActs { get; init; }

    /// <summary>Whether the operator keeps away from orders in doubt.</summary>
    public bool OperatorWaits { get; init; } = true;

    /// <summary>How often a person may resolve a doubt.</summary>
    public int Resolutions { get; init; }

    /// <summary>Whether a process may pause between the journal and the send-by check.</summary>
    public bool Pauses { get; init; }

    /// <summary>Whether something may happen between a request's effect and its answer.</summary>
    public bool LateAnswers { get; init; }

    /// <summary>Whether the gateway may take its time over an operation.</summary>
    public bool Pends { get; init; }

    /// <summary>Whether a bank may decline, or ask for 3-D Secure.</summary>
    public bool Banks { get; init; }

    /// <summary>How long after its send-by a request may still arrive.</summary>
    /// <value>Until the horizon: nothing that was sent survives it.</value>
    public TimeSpan Road { get; init; } = SmallTimes.Horizon;

    /// <summary>How long GetState may show what was before.</summary>
    public TimeSpan Visibility { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether something on the way repeats a request.</summary>
    public bool RepeatsPosts { get; init; }

    /// <summary>How often the customer may act on the gateway's page: pay, or be declined.</summary>
    public int CustomerActs { get; init; }

    /// <summary>How long the gateway's session outlives our deadline.</summary>
    public TimeSpan SessionOutlives { get; init; }

    /// <summary>How often somebody may say, without proof, that something happened.</summary>
    public int Hints { get; init; }

    /// <summary>Invariants that this setting breaks by its nature, because it does not keep an assumption.</summary>
    public ValueList<string> Accepts { get; init; }

    /// <summary>What another system did under this OrderId before us.</summary>
    public Money? ForeignHold { get; init; }
}
