using System.Collections.Frozen;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>The commands of the Api family as the simulated gateway offers them, by their names on the wire.</summary>
internal static class ApiCommand
{
    public const string Prefix = "api/";
    public const string GetState = "GetState";

    private static readonly FrozenDictionary<string, Operation?> Operations = new Dictionary<string, Operation?>
    {
        ["Pay"] = Operation.Pay,
        ["Block"] = Operation.Block,
        ["Charge"] = Operation.Charge,
        ["Unblock"] = Operation.Unblock,
        ["Refund"] = Operation.Refund,
        [GetState] = null, // Reads only.
    }.ToFrozenDictionary();

    public static IEnumerable<string> All => Operations.Keys.Order(StringComparer.Ordinal);

    public static bool IsKnown(string command) => Operations.ContainsKey(command);

    public static Operation? OperationOf(string command) => Operations[command];

    /// <summary>The command that a path names, or null; a slash at the end is harmless (3P evi).</summary>
    public static string? At(string path)
    {
        var trimmed = path.Trim('/');
        return trimmed.StartsWith(Prefix, StringComparison.Ordinal) && IsKnown(trimmed[Prefix.Length..]) ? trimmed[Prefix.Length..] : null;
    }
}
