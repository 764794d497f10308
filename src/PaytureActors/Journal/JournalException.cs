namespace PaytureActors.Journal;

/// <summary>The journal cannot be used as it is set up. The message says what to do, and names the setting.</summary>
public sealed class JournalException : Exception
{
    /// <summary>Says what to do.</summary>
    public JournalException(string message) : base(message) { }

    /// <summary>Says what to do, and why.</summary>
    public JournalException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>For tools that need it.</summary>
    public JournalException() { }
}
