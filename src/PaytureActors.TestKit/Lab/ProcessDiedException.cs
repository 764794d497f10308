namespace PaytureActors.TestKit.Lab;

/// <summary>The process of a lab died before a piece of work in it had ended. The next process has started.</summary>
public sealed class ProcessDiedException : Exception
{
    private const string What = "The process died before this work had ended, as a planned crash wanted it; the next process has started. "
        + "Whoever asked may ask again, under the same key.";

    /// <summary>Says so.</summary>
    public ProcessDiedException() : base(What) { }

    /// <summary>Says something else.</summary>
    public ProcessDiedException(string message) : base(message) { }

    /// <summary>Says something else, and why.</summary>
    public ProcessDiedException(string message, Exception innerException) : base(message, innerException) { }
}
