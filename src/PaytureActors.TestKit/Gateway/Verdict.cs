namespace PaytureActors.TestKit.Gateway;

/// <summary>What one command came to.</summary>
internal abstract record Verdict
{
    private Verdict() { } // Closed: every case is in this file.

    /// <summary>Money moved.</summary>
    public sealed record Approved(LedgerAnswer.Approved Answer, OrderFile File) : Verdict;

    public sealed record Refused(string ErrCode) : Verdict;

    /// <summary>The customer must go through 3-D Secure.</summary>
    public sealed record Challenge(string Md, Domain.Money? Amount) : Verdict;

    /// <summary>A session is open.</summary>
    public sealed record SessionOpened(SessionFile Session) : Verdict;

    /// <summary>What an inquiry sees.</summary>
    public sealed record Seen(OrderFile File, bool HasTimedOut) : Verdict;

    /// <summary>A command about a customer succeeded.</summary>
    public sealed record CustomerDone(SimulatedCard? Card = null, Domain.Money? Amount = null, string? OrderId = null) : Verdict;

    /// <summary>A customer's cards, newest use first.</summary>
    public sealed record Cards(IReadOnlyList<SimulatedCard> List) : Verdict;
}
