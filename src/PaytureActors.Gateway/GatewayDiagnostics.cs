using System.Diagnostics;
using System.Diagnostics.Metrics;
using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>The names under which the gateway ring can be watched. Nothing that it says holds an order's data or a secret.</summary>
public static class GatewayDiagnostics
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "PaytureActors.Gateway";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("payture.exchange.duration", "s", "How long calls to the gateway take, queueing and retries included.");

    internal static Activity? Start(GatewayCommand command, MerchantAlias merchant) =>
        Source.StartActivity("payture " + command, ActivityKind.Client)?
            .SetTag("payture.command", command.ToString())
            .SetTag("payture.merchant", merchant.ToString());

    internal static void End(Activity? activity, GatewayCommand command, MerchantAlias merchant, GatewayOutcome? outcome, TimeSpan took)
    {
        var kind = outcome switch
        {
            null => "Read",
            GatewayOutcome.NotSent notSent => $"NotSent.{notSent.Reason}",
            GatewayOutcome.Unknown unknown => $"Unknown.{unknown.Reason}",
            _ => outcome.GetType().Name,
        };
        activity?.SetTag("payture.outcome", kind);
        if (outcome is GatewayOutcome.NotSent or GatewayOutcome.Unknown)
            activity?.SetStatus(ActivityStatusCode.Error, kind);
        Duration.Record(
            took.TotalSeconds,
            new("payture.command", command.ToString()),
            new("payture.merchant", merchant.ToString()),
            new("payture.outcome", kind));
    }
}
