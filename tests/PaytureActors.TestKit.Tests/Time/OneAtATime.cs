namespace PaytureActors.TestKit.Tests.Time;

/// <summary>Idleness is a property of the whole process: these tests run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneAtATime
{
    public const string Name = "Virtual time";
}
