using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>
/// Answers every command with the reply that a test wants, and remembers what was asked: for replies that a running engine gives only
/// on its worst days, and for what the doors pass on.
/// </summary>
internal sealed class ScriptedOrders : IPaytureOrders, IOrder
{
    public static OrderView View { get; } = new()
    {
        Key = new OrderKey("shop", "42"),
        Books = new Books(OrderPhase.Charged, Money.Kopecks(258_900), Money.Kopecks(150_000), Money.Kopecks(50_000)),
        Attempt = new AttemptView(Operation.Refund, Money.Kopecks(10), AttemptStatus.InDoubt, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1)),
        Gateway = new Standing(GatewayState.Charged, Money.Kopecks(100_000)) 
        {
            Rrn = "003770024290", MerchantContract = "Merchant", FinalTerminal = "Second", MaskedPan = "411111xxxxxx0031",
            AddInfo = [new AddInfo("BankHumanName", "A Bank"), new AddInfo("BankHumanName", "The same again")],
        },
        LastError = new Refusal("AMOUNT_ERROR", ErrorClass.StateConflict, false),
        Attention = AttentionReason.AmountDiffers,
        Sequence = 7,
        Sandbox = true,
    };

    public OrderReply Reply { get; set; } = new OrderReply.Approved(View);

    public OrderView? Known { get; set; } = View;

    public List<RecordedEvent> Events { get; } = [];

    public List<string> Troubles { get; } = [];

    public Exception? Failure { get; set; }

    public ChallengeForm? Form { get; set; }

    public bool KeepsHints { get; set; } = true;

    /// <summary>What was asked last: a command's name, its amount and its options.</summary>
    public (string Command, Money? Amount, CallOptions? Options)? Asked { get; private set; }

    /// <summary>What paid, what the page was to show, and whose wallet it was, where the command brought that.</summary>
    public (Instrument? Instrument, SessionPage? Page) Brought { get; private set; }

    /// <summary>The hints, in the order in which they came.</summary>
    public List<string> Hints { get; } = [];

    public OrderQuery? Query { get; private set; }

    public OrderKey? Key { get; private set; }

    public IReadOnlyCollection<MerchantAlias> Merchants { get; } = [new("shop")];

    public IOrder this[OrderKey key]
    {
        get
        {
            Key = key;
            return this;
        }
    }

    public Task<OrderReply> PayAsync(Money amount, Instrument instrument, CallOptions? options, CancellationToken cancellationToken) =>
        Answer("Pay", amount, options, instrument);

    public Task<OrderReply> BlockAsync(Money amount, Instrument instrument, CallOptions? options, CancellationToken cancellationToken) =>
        Answer("Block", amount, options, instrument);

    public Task<OrderReply> ChargeAsync(Money? amount, CallOptions? options, CancellationToken cancellationToken) => Answer("Charge", amount, options);

    public Task<OrderReply> UnblockAsync(CallOptions? options, CancellationToken cancellationToken) => Answer("Unblock", null, options);

    public Task<OrderReply> RefundAsync(IdempotencyKey key, Money? amount, CallOptions? options, CancellationToken cancellationToken) =>
        Answer("Refund", amount, options! with { Key = key });

    public Task<OrderReply> InitAsync(
        Operation session, Money amount, SessionPage page, Instrument.Wallet? wallet, CallOptions? options, CancellationToken cancellationToken) =>
        Answer($"Init {session}", amount, options, wallet, page);

    public Task<OrderReply> CompleteAsync(Instrument.ThreeDSecureResult result, CallOptions? options, CancellationToken cancellationToken) =>
        Answer("Complete", null, options, result);

    public Task<ChallengeForm?> TakeChallengeFormAsync(CancellationToken cancellationToken)
    {
        var form = Form;
        Form = null;
        return Task.FromResult(form);
    }

    public Task<OrderReply> AdoptAsync(ApiFamily family, CallOptions? options, CancellationToken cancellationToken) =>
        Answer($"Adopt {family}", null, options);

    public Task<bool> HintAsync(string kind, CancellationToken cancellationToken)
    {
        Hints.Add(kind);
        return Failure is { } failure ? Task.FromException<bool>(failure) : Task.FromResult(KeepsHints);
    }

    public Task<OrderReply> InquireAsync(CallOptions? options, CancellationToken cancellationToken) => Answer("Inquire", null, options);

    public Task<OrderReply> ResolveAsync(ManualDecision decision, string reason, string by, CancellationToken cancellationToken) =>
        Answer($"Resolve {decision} {reason} {by}", null, null);

    public Task<OrderView?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Known);

    public Task<IReadOnlyList<RecordedEvent>> HistoryAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RecordedEvent>>(Events);

    public Task<OrderPage> FindAsync(OrderQuery query, CancellationToken cancellationToken)
    {
        Query = query;
        return Failure is { } failure ? Task.FromException<OrderPage>(failure) : Task.FromResult(new OrderPage([View], "cursor"));
    }

    private Task<OrderReply> Answer(string command, Money? amount, CallOptions? options, Instrument? instrument = null, SessionPage? page = null)
    {
        Brought = (instrument, page);
        Asked = (command, amount, options);
        return Failure is { } failure ? Task.FromException<OrderReply>(failure) : Task.FromResult(Reply);
    }
}
