using System.Diagnostics.CodeAnalysis;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Simulation;

/// <summary>
/// Lets some of the refunds that another plan loses on their way arrive all the same, after the quiet period and before the horizon: for their
/// sake a refund that the gateway cannot tell from a second one is not sent again earlier.
/// </summary>
/// <param name="plan">Whose faults.</param>
/// <param name="seed">Decides which refunds, and how late.</param>
/// <param name="policy">What quiet period and horizon are.</param>
internal sealed class LateRefunds(IFaultPlan plan, int seed, MerchantPolicy policy) : IFaultPlan
{
    /// <inheritdoc />
    public bool RefusesConnection(string command) => plan.RefusesConnection(command);

    /// <inheritdoc />
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must give the same faults again.")]
    public Fault Next(FaultCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var fault = plan.Next(call);
        if (fault is not Fault.LostBefore lost || call.Command != "Refund")
            return fault;

        var chance = new Random(call.OrderId.Aggregate(unchecked(seed + call.Ordinal), static (sum, letter) => unchecked((sum * 31) + letter)));
        return chance.NextDouble() < 0.5
            ? new Fault.Delayed(policy.QuietPeriod + ((policy.Horizon - (2 * policy.QuietPeriod)) * chance.NextDouble()), lost.How) { VisibleAfter = fault.VisibleAfter }
            : fault;
    }
}
