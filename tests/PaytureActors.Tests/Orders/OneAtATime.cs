namespace PaytureActors.Tests.Orders;

/// <summary>Tests that own the process's thread pool while they let virtual time pass.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneAtATime
{
    public const string Name = "one at a time";
}
