namespace PaytureActors.TestKit.Gateway;

/// <summary>How the simulated gateway behaves when nothing goes wrong.</summary>
public sealed record SimulatedGatewayOptions
{
    /// <summary>The accounts.</summary>
    /// <value>The default is the documentation's sample account alone.</value>
    public IReadOnlyList<SimulatedMerchant> Merchants { get; init; } = [SimulatedMerchant.Documented];

    /// <summary>How long the slow test cards keep their answer back.</summary>
    /// <value>The default is 40 seconds (D:test-cards).</value>
    public TimeSpan SlowCardDuration { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>
    /// Whether the slow operation has its effect in the end. Nobody documents it; without the effect the late answer is
    /// PROCESSING_TIME_OUT.
    /// </summary>
    /// <value>The default is true.</value>
    public bool SlowCardApplies { get; init; } = true;

    /// <summary>When the slow operation has its effect.</summary>
    /// <value>The default is at the start.</value>
    public EffectAt SlowCardEffect { get; init; } = EffectAt.Start;

    /// <summary>Where 3-D Secure answers send the customer.</summary>
    /// <value>The default is an address that cannot exist.</value>
    public Uri AcsUrl { get; init; } = new("https://acs.sandbox.invalid/challenge");
}
