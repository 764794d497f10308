using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Auditing;

/// <summary>What a client was told under a key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Amount">How much; absent for everything.</param>
/// <param name="Told">The answer.</param>
public sealed record Answer(IdempotencyKey Key, Operation Operation, Money? Amount, Told Told);

/// <summary>The part of an answer that may never change. Whether another OrderId is safe may: that depends on other commands, too.</summary>
public sealed record Told(Ending Ending, Books Books, long Sequence, string? Code, NotSentReason? Reason)
{
    /// <summary>What a reply tells for ever; null when it settles nothing.</summary>
    public static Told? By(OrderReply reply) => reply switch
    {
        OrderReply.Approved e => Of(Ending.Approved, e.View),
        OrderReply.Declined e => Of(Ending.Declined, e.View) with { Code = e.Refusal?.Code },
        OrderReply.NotApplied { Reason: { } reason } e => Of(Ending.NotSent, e.View) with { Reason = reason },
        OrderReply.NotApplied e => Of(Ending.NotApplied, e.View),
        OrderReply.Expired e => Of(Ending.Expired, e.View),
        _ => null,
    };

    /// <summary>What the journal says was answered.</summary>
    public static Told By(RecordedAnswer answer)
    {
        var told = new Told(answer.Ending, answer.Books, answer.Sequence, null, null);
        return answer.Ending switch
        {
            Ending.Declined => told with { Code = answer.Refusal?.Code },
            Ending.NotSent => told with { Reason = answer.Reason },
            _ => told,
        };
    }

    private static Told Of(Ending ending, OrderView view) => new(ending, view.Books, view.Sequence, null, null);
}

/// <summary>A call that left for the gateway, whatever became of it on its way.</summary>
/// <param name="At">When.</param>
/// <param name="Operation">What it asks for.</param>
public readonly record struct Departure(DateTimeOffset At, Operation Operation)
{
    /// <summary>What went wrong with it, as the C# expression that makes the fault; null for nothing, and where nobody knows.</summary>
    public string? Fault { get; init; }
}

/// <summary>Where an order stood in a view that somebody was shown.</summary>
/// <param name="Sequence">The view's sequence number.</param>
/// <param name="Books">The books that it showed.</param>
public readonly record struct Sighting(long Sequence, Books Books)
{
    /// <summary>What a reply shows of its order; null where it shows none.</summary>
    public static Sighting? By(OrderReply reply) => reply switch
    {
        OrderReply.Approved e => Of(e.View),
        OrderReply.Declined e => Of(e.View),
        OrderReply.NotApplied e => Of(e.View),
        OrderReply.Expired e => Of(e.View),
        OrderReply.Pending e => Of(e.View),
        OrderReply.Rejected { View: { } view } => Of(view),
        _ => null,
    };

    private static Sighting Of(OrderView view) => new(view.Sequence, view.Books);
}

/// <summary>Everything that is known of one order, from all who know something: the material of an audit.</summary>
public sealed record OrderRecord
{
    /// <summary>Which order.</summary>
    public required OrderKey Key { get; init; }

    /// <summary>What the journal has.</summary>
    public IReadOnlyList<RecordedEvent> Journal { get; init; } = [];

    /// <summary>What the engine published as written, in whatever order.</summary>
    public IReadOnlyList<RecordedEvent> Published { get; init; } = [];

    /// <summary>What left for the gateway and could change something, in order of time.</summary>
    public IReadOnlyList<Departure> Departures { get; init; } = [];

    /// <summary>What moved at the gateway.</summary>
    public IReadOnlyList<SimulatedEffect> Effects { get; init; } = [];

    /// <summary>How the payment stands at the gateway; null if there is none.</summary>
    public LedgerPayment? Payment { get; init; }

    /// <summary>When something befell the payment without anybody's command, as a dispute or a hold that the issuer closed, in order of time.</summary>
    /// <remarks>Nobody tells the engine: its books need only show it once it has asked the gateway since.</remarks>
    public IReadOnlyList<DateTimeOffset> Befallen { get; init; } = [];

    /// <summary>How the engine shows the order at the end.</summary>
    public OrderView? View { get; init; }

    /// <summary>What clients were told, each time.</summary>
    public IReadOnlyList<Answer> Answers { get; init; } = [];

    /// <summary>What clients were shown meanwhile.</summary>
    public IReadOnlyList<Sighting> Sightings { get; init; } = [];

    /// <summary>What went wrong for clients in a way that nothing excuses.</summary>
    public IReadOnlyList<string> Complaints { get; init; } = [];

    /// <summary>When everything was seen: a look that is due later was not missed.</summary>
    /// <value>The default is the end of time: no look may be left to take.</value>
    public DateTimeOffset SeenAt { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Whether a person may have to be called: somebody acts at the gateway without telling us, or the merchant's rules leave a decision to people.</summary>
    /// <value>The default is false: that an order ever called a person is a violation.</value>
    public bool MayNeedPerson { get; init; }
}

/// <summary>A promise that was broken.</summary>
/// <param name="Promise">Which one.</param>
/// <param name="Order">Whose order.</param>
/// <param name="What">What is wrong, in a sentence.</param>
public sealed record Violation(Promise Promise, OrderKey Order, string What);

/// <summary>What the engine promises of each order.</summary>
public enum Promise
{
    /// <summary>A command moves money once at most.</summary>
    OneEffect = 1,

    /// <summary>Nothing is captured beyond the hold, nothing refunded beyond the capture.</summary>
    Bounds,

    /// <summary>No answer is contradicted, unless the journal names what came late.</summary>
    TrueAnswers,

    /// <summary>Every command becomes certain once the gateway answers, without a person.</summary>
    Certainty,

    /// <summary>The journal has every fact, and replays to what is shown.</summary>
    Replay,

    /// <summary>At rest the gateway's ledger is our books.</summary>
    SameBooks,

    /// <summary>An order that has ended stays ended.</summary>
    StaysEnded,

    /// <summary>A doubt ends in the time that is promised for it: neither before "not there" proves anything, nor long afterwards.</summary>
    InTime,

    /// <summary>Nothing leaves without an intent in the journal, nothing twice for one intent, and nothing after its send-by.</summary>
    Intents,

    /// <summary>A refund leaves only when the gateway has what the books have.</summary>
    Fence,
}
