using System.Diagnostics;
using System.Globalization;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>Writes values as the C# expressions that make them, so that what happened once can stand in a test.</summary>
internal static class CSharp
{
    /// <summary>A fault.</summary>
    public static string Of(Fault fault)
    {
        var main = fault switch
        {
            Fault.None => "Fault.Nothing",
            Fault.LostBefore e => $"new Fault.LostBefore({Of(e.How)})",
            Fault.LostAfterEffect e => $"new Fault.LostAfterEffect({Of(e.How)})",
            Fault.Delayed e => $"new Fault.Delayed({Of(e.Delay)}, {Of(e.How)})",
            Fault.Slow e => $"new Fault.Slow({Of(e.Duration)}, {Of(e.Effect)})",
            Fault.Garbage e => $"new Fault.Garbage({Of(e.Kind)}, {Of(e.WithEffect)})",
            Fault.Html e => $"new Fault.Html({Of(e.WithEffect)})",
            Fault.ServerError e => string.Create(CultureInfo.InvariantCulture, $"new Fault.ServerError({e.Status}, {Of(e.WithEffect)})"),
            Fault.ErrorCode e => $"new Fault.ErrorCode({Text(e.Code)}, {Of(e.WithEffect)})",
            Fault.Pending e => $"new Fault.Pending({Of(e.Duration)}, {Of(e.Succeeds)})",
            Fault.WrongAmount e => $"new Fault.WrongAmount({Of(e.Echoed)}, {Of(e.AlsoApplied)})",
            Fault.OtherOrder e => $"new Fault.OtherOrder({Text(e.EchoedOrderId)})",
            _ => throw new UnreachableException($"No words write {fault.GetType().Name}."),
        };
        if (fault.VisibleAfter == TimeSpan.Zero)
            return main;
        return fault is Fault.None ? $"Fault.LateVisibility({Of(fault.VisibleAfter)})" : $"{main} {{ VisibleAfter = {Of(fault.VisibleAfter)} }}";
    }

    /// <summary>A text.</summary>
    public static string Text(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A span, exact to its tick.</summary>
    public static string Of(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"TimeSpan.FromTicks({span.Ticks})");

    private static string Of(Enum value) => $"{value.GetType().Name}.{value}";

    private static string Of(bool value) => value ? "true" : "false";

    private static string Of(Money amount) => string.Create(CultureInfo.InvariantCulture, $"Money.Kopecks({amount.InKopecks})");
}
