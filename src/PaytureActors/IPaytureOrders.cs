using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors;

/// <summary>The door for callers in this process: every order of this installation.</summary>
public interface IPaytureOrders
{
    /// <summary>One order; it need not exist yet.</summary>
    /// <exception cref="ArgumentException">Its merchant is not configured, or its OrderId cannot be said on the wire.</exception>
    IOrder this[OrderKey key] { get; }

    /// <summary>One order by its merchant's alias and its OrderId; it need not exist yet.</summary>
    /// <exception cref="ArgumentException">One of them is not valid.</exception>
    IOrder this[string merchant, string orderId] => this[new OrderKey(merchant, orderId)];

    /// <summary>The aliases of the configured merchants.</summary>
    IReadOnlyCollection<MerchantAlias> Merchants { get; }

    /// <summary>A page of the order book: eventually up to date, and never asked for a decision about money.</summary>
    Task<OrderPage> FindAsync(OrderQuery query, CancellationToken cancellationToken = default);
}

/// <summary>
/// One order. Every call answers when its command has settled, or with <see cref="OrderReply.Pending"/> once the limit has passed (at most a
/// second later): then the order goes on by itself. A call without a key makes one and asks again under it until its limit.
/// </summary>
public interface IOrder
{
    /// <summary>Takes money in one step.</summary>
    /// <param name="amount">More than nothing.</param>
    /// <param name="instrument">
    /// What pays; it never leaves this process, and is used up by this call, however it ends: make a new one for each.
    /// </param>
    /// <param name="options">Key and limit of the call.</param>
    /// <param name="cancellationToken">Stops waiting, never the command.</param>
    Task<OrderReply> PayAsync(Money amount, Instrument instrument, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Holds money.</summary>
    /// <inheritdoc cref="PayAsync"/>
    Task<OrderReply> BlockAsync(Money amount, Instrument instrument, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Captures the hold, or a part of it; the rest is released.</summary>
    /// <param name="amount">What to capture; absent means all of it.</param>
    /// <param name="options">Key and limit of the call.</param>
    /// <param name="cancellationToken">Stops waiting, never the command.</param>
    Task<OrderReply> ChargeAsync(Money? amount = null, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Releases the whole hold.</summary>
    /// <param name="options">Key and limit of the call.</param>
    /// <param name="cancellationToken">Stops waiting, never the command.</param>
    Task<OrderReply> UnblockAsync(CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Gives captured money back, or a part of it.</summary>
    /// <param name="key">The caller's own key: a partial refund has nothing else that tells a repetition from a second refund.</param>
    /// <param name="amount">What to refund; absent means all that is left.</param>
    /// <param name="options">Limit of the call.</param>
    /// <param name="cancellationToken">Stops waiting, never the command.</param>
    Task<OrderReply> RefundAsync(IdempotencyKey key, Money? amount = null, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens a session: the customer pays on the gateway's page. Answered as <see cref="OrderReply.ChallengeRequired"/> with the page's
    /// address, again and again under the same key.
    /// </summary>
    /// <param name="session">Pay or Block.</param>
    /// <param name="amount">More than nothing.</param>
    /// <param name="page">What the page shows.</param>
    /// <param name="wallet">The eWallet customer who pays; null for InPay. Used up by this call.</param>
    /// <param name="options">Key and limit of the call, receipt and return address.</param>
    /// <param name="cancellationToken">Stops waiting, never the command.</param>
    Task<OrderReply> InitAsync(
        Operation session, Money amount, SessionPage page, Instrument.Wallet? wallet = null, CallOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Brings what the customer's browser brought back from the bank; answered as Pay or Block would be.</summary>
    /// <param name="result">MD and PaRes; used up by this call. An MD that is not this order's is refused.</param>
    /// <param name="options">Key and limit of the call.</param>
    /// <param name="cancellationToken">Stops waiting, never the command.</param>
    Task<OrderReply> CompleteAsync(
        Instrument.ThreeDSecureResult result, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Hands the 3-D Secure form out, once, when nobody took it with the answer: it waits only in the process that made the call, and is
    /// not kept anywhere else.
    /// </summary>
    /// <returns>Null when this process has none (any more), or the order waits for no 3-D Secure result.</returns>
    /// <exception cref="TimeoutException">The order could not be read in time; its form still waits.</exception>
    Task<ChallengeForm?> TakeChallengeFormAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes over an order that was opened elsewhere, as the gateway shows it.</summary>
    /// <param name="family">The interface that opened it.</param>
    /// <param name="options">Key and limit of the call.</param>
    /// <param name="cancellationToken">Stops waiting, never the command.</param>
    Task<OrderReply> AdoptAsync(ApiFamily family, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells the order that somebody says, without proof, that something happened to it: the gateway is asked soon, nothing is believed.
    /// </summary>
    /// <param name="kind">What kind of word it was, for example the notification's name; up to 50 letters and digits.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether the hint cannot be lost any more.</returns>
    Task<bool> HintAsync(string kind, CancellationToken cancellationToken = default);

    /// <summary>Asks the gateway now, and answers with what is known afterwards.</summary>
    Task<OrderReply> InquireAsync(CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// A person's decision about an order that needs one: answered as Approved once it is written down, or as Rejected. It is not asked
    /// again by itself: after Busy, look at the order first.
    /// </summary>
    Task<OrderReply> ResolveAsync(ManualDecision decision, string reason, string by, CancellationToken cancellationToken = default);

    /// <summary>The order as it stands; null when nothing is known of it.</summary>
    /// <exception cref="TimeoutException">The order could not be read within the option <c>AnswerWithin</c>.</exception>
    Task<OrderView?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Everything that happened to the order, oldest first; empty when nothing is known of it.</summary>
    /// <exception cref="TimeoutException">The journal could not be read within the option <c>AnswerWithin</c>.</exception>
    Task<IReadOnlyList<RecordedEvent>> HistoryAsync(CancellationToken cancellationToken = default);
}

/// <summary>Key and limit of one call.</summary>
public sealed record CallOptions
{
    /// <summary>What makes a repetition the same request; without one the call makes its own.</summary>
    public IdempotencyKey? Key { get; init; }

    /// <summary>How long to wait for the command to settle.</summary>
    /// <value>The default is the option <c>AnswerWithin</c>, 30 seconds.</value>
    public TimeSpan? Limit { get; init; }

    /// <summary>
    /// Whether a call without a key uses the order's own default key (the operation and the number of its ended commands) instead of
    /// one of its own, so that the same request from another process joins it.
    /// </summary>
    public bool UseDefaultKey { get; init; }

    /// <summary>What travels to the gateway with Pay, Block and Init, and is not kept.</summary>
    public PaymentExtras? Extras { get; init; }

    /// <summary>The receipt of Pay, Block or Init. It is kept with the order.</summary>
    public Cheque? Cheque { get; init; }

    /// <summary>Which positions of the order's receipt a partial Charge captures, or a partial Refund gives back.</summary>
    public ValueList<ChequePosition> Items { get; init; }

    /// <summary>Where our doors send the customer's browser after 3-D Secure or the gateway's page: https.</summary>
    public string? ReturnUrl { get; init; }
}

/// <summary>One line of an order's journal.</summary>
public sealed record RecordedEvent(long Sequence, OrderEvent Event);

/// <summary>What to look for in the order book.</summary>
public sealed record OrderQuery
{
    /// <summary>The most items that a page may have.</summary>
    public const int MaxLimit = 500;

    /// <summary>Only this merchant's orders.</summary>
    public MerchantAlias? Merchant { get; init; }

    /// <summary>Only orders in this phase.</summary>
    public OrderPhase? Phase { get; init; }

    /// <summary>Only orders that wait for a person, or only those that do not.</summary>
    public bool? Attention { get; init; }

    /// <summary>Only orders that were opened at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only orders that were opened before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only OrderIds that begin with this text.</summary>
    public string? Text { get; init; }

    /// <summary>The cursor of the page before.</summary>
    public string? After { get; init; }

    /// <summary>How many items to return.</summary>
    /// <value>The default is 50.</value>
    public int Limit { get; init; } = 50;
}

/// <summary>A page of the order book, newest orders first.</summary>
/// <param name="Items">The orders.</param>
/// <param name="Next">The cursor of the next page; null when this is the last.</param>
public sealed record OrderPage(IReadOnlyList<OrderView> Items, string? Next);
