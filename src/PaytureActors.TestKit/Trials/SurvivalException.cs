using PaytureActors.TestKit.Scenarios;

namespace PaytureActors.TestKit.Trials;

/// <summary>A seed that was not survived. Its message tells what is wrong, the orders' stories, what went wrong by plan, and how to bring it back.</summary>
public sealed class SurvivalException : ScenarioException
{
    /// <summary>Says nothing in particular.</summary>
    public SurvivalException() { }

    /// <summary>Says what is wrong.</summary>
    public SurvivalException(string message) : base(message) { }

    /// <summary>Says what is wrong, and what came before it.</summary>
    public SurvivalException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>The seed.</summary>
    public int Seed { get; init; }
}
