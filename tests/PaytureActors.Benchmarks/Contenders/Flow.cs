using PaytureActors.Domain;

namespace PaytureActors.Benchmarks.Contenders;

/// <summary>A life that an order is led through.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Steps">Its commands, one after the other.</param>
internal sealed record Flow(string Name, string Title, IReadOnlyList<Operation> Steps)
{
    /// <summary>What every order costs.</summary>
    public const long Kopecks = 258_900;

    public static IReadOnlyList<Flow> All { get; } =
    [
        new("charge", "Block → Charge", [Operation.Block, Operation.Charge]),
        new("refund", "Block → Charge → Refund", [Operation.Block, Operation.Charge, Operation.Refund]),
        new("pay", "Pay", [Operation.Pay]),
    ];
}
