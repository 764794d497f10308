namespace PaytureActors.TestKit.Scenarios;

/// <summary>An expectation that does not hold. Its message tells what was expected, what is, and the story of each order: every runner shows it.</summary>
public class ScenarioException : Exception
{
    /// <summary>Says nothing in particular.</summary>
    public ScenarioException() { }

    /// <summary>Says what does not hold.</summary>
    public ScenarioException(string message) : base(message) { }

    /// <summary>Says what does not hold, and what came before it.</summary>
    public ScenarioException(string message, Exception innerException) : base(message, innerException) { }
}
