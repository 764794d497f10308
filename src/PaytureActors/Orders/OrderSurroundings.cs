using Akka.Actor;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Orders;

/// <summary>What a merchant's orders go by.</summary>
/// <param name="Policy">What they may take for granted, and what they do by themselves.</param>
/// <param name="Sandbox">Whether they live at a simulated gateway.</param>
internal sealed record OrderTerms(MerchantPolicy Policy, bool Sandbox)
{
    /// <summary>Where customers' browsers find our doors; null when this installation has no public address.</summary>
    public DoorAddresses? Doors { get; init; }
}

/// <summary>What an order may touch: the clock, the lanes to the gateway, the journal's name and its merchant's terms.</summary>
internal sealed record OrderSurroundings
{
    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The terms of each configured merchant.</summary>
    public required IReadOnlyDictionary<MerchantAlias, OrderTerms> Terms { get; init; }

    /// <summary>The lane of calls that change something.</summary>
    public required IActorRef Commands { get; init; }

    /// <summary>The lane of inquiries.</summary>
    public required IActorRef Inquiries { get; init; }

    /// <summary>The journal's configuration path.</summary>
    public required string Journal { get; init; }

    /// <summary>How long an order at rest stays in memory.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>How many orders may be in memory at once.</summary>
    public required int MaxOrders { get; init; }

    /// <summary>Spreads the pauses before failed orders are opened again.</summary>
    public required int JitterSeed { get; init; }

    /// <summary>Whether facts may be written now: whether the database is still this process's own.</summary>
    public required Func<bool> MayWrite { get; init; }

    /// <summary>Hears why the journal did not take a fact.</summary>
    public required Action<Exception> JournalFailed { get; init; }

    /// <summary>Now, by both clocks.</summary>
    public Moment Now => Time.GetMoment();
}
