using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Lab;

/// <summary>
/// Lets some of the refunds that another plan loses on their way arrive all the same, hours later: after the quiet period and before the horizon.
/// For their sake a refund that the gateway cannot tell from a second one is not sent again earlier.
/// </summary>
/// <param name="plan">Whose faults.</param>
/// <param name="seed">Decides which refunds, and how late.</param>
/// <param name="policy">What quiet period and horizon are.</param>
/// <param name="share">How many of them, as a fraction of 1.</param>
internal sealed class LateRefunds(IFaultPlan plan, int seed, MerchantPolicy policy, double share = 0.5) : IFaultPlan
{
    /// <inheritdoc />
    public bool RefusesConnection(string command) => plan.RefusesConnection(command);

    /// <inheritdoc />
    public Fault Next(FaultCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var fault = plan.Next(call);
        if (fault is not Fault.LostBefore lost || call.Command != "Refund")
            return fault;

        var chance = new Chance(seed, call with { Command = "a late Refund" });
        return chance.Unit() < share
            ? new Fault.Delayed(chance.Between(policy.QuietPeriod, policy.Horizon - policy.QuietPeriod), lost.How) { VisibleAfter = fault.VisibleAfter }
            : fault;
    }
}
