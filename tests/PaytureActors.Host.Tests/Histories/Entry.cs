using PaytureActors.Domain.Orders;

namespace PaytureActors.Host.Tests.Histories;

internal enum Verb
{
    Pay = 1,
    Block,
    Charge,
    Unblock,
    Refund,
    Look,
}

/// <summary>What a client asks. Amounts are in kopecks; absent means everything.</summary>
internal sealed record Question(Verb Verb, string Key, long? Amount);

/// <summary>What clients see of an order, in kopecks.</summary>
internal readonly record struct Sums(OrderPhase Phase, long Held, long Captured, long Refunded)
{
    public static Sums Of(Books books) => new(books.Phase, books.Held.InKopecks, books.Captured.InKopecks, books.Refunded.InKopecks);
}

/// <summary>What came of a question.</summary>
internal abstract record Outcome
{
    /// <summary>It was done, and this is how the order stood then.</summary>
    public sealed record Done(Sums Sums) : Outcome;

    /// <summary>It was not done, for ever: declined, or provably not applied.</summary>
    public sealed record Nothing(Sums Sums) : Outcome;

    /// <summary>It was refused, and nothing is remembered of it.</summary>
    public sealed record Refused(Rejection Reason, Sums? Sums) : Outcome;

    /// <summary>Seen only; null before the order's first event.</summary>
    public sealed record Seen(Sums? Sums) : Outcome;

    /// <summary>The client gave up: it may be done at any time, or never.</summary>
    public sealed record Unknown : Outcome;
}

/// <summary>One question of one client, from before it was first asked until after the last answer; both are turns of one counter.</summary>
internal sealed record Entry(int Client, Question Question, long Asked, long Answered, Outcome Outcome)
{
    public bool IsUnknown => Outcome is Outcome.Unknown;

    public bool Overlaps(Entry other) => Asked < other.Answered && other.Asked < Answered;
}
