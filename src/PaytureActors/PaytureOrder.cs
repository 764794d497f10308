using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Hosting;
using PaytureActors.Vault;

namespace PaytureActors;

/// <summary>
/// One order, for callers in this process. What cannot be said on the wire is refused here, before anything is written down; the rules about
/// money are the order's own.
/// </summary>
internal sealed class PaytureOrder(Engine engine, OrderKey key) : IOrder
{
    private const int LongestHintKind = 50;

    public Task<OrderReply> PayAsync(
        Money amount, Instrument instrument, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(Operation.Pay, amount, instrument, options, cancellationToken);

    public Task<OrderReply> BlockAsync(
        Money amount, Instrument instrument, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(Operation.Block, amount, instrument, options, cancellationToken);

    public Task<OrderReply> ChargeAsync(
        Money? amount = null, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(Later(Operation.Charge, amount, options), null, options, cancellationToken);

    public Task<OrderReply> UnblockAsync(CallOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(Later(Operation.Unblock, null, options), null, options, cancellationToken);

    public Task<OrderReply> RefundAsync(
        IdempotencyKey key, Money? amount = null, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!IdempotencyKey.IsValid(key.ToString()))
            throw new ArgumentException("A refund needs an idempotency key of its caller's own.", nameof(key));
        return AskAsync(Later(Operation.Refund, amount, options), null, (options ?? new CallOptions()) with { Key = key }, cancellationToken);
    }

    public async Task<OrderReply> InitAsync(
        Operation session, Money amount, SessionPage page, Instrument.Wallet? wallet = null, CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (session is not (Operation.Pay or Operation.Block))
            throw new ArgumentException("A session is for Pay or for Block.", nameof(session));

        var back = page.Url ?? engine.Doors?.ReturnUrl(key) ?? throw new ArgumentException(
            "The gateway's page must know where to send the customer afterwards: give the page's Url, or set Payture:PublicUrl.", nameof(page));
        var deposit = new Deposit(wallet, ExtrasOf(options) with { Page = page with { Url = back } });
        var ask = new OrderCommand.Ask(Operation.Init, options?.Key, amount)
        {
            Details = Opening(wallet is null ? ApiFamily.InPay : ApiFamily.EWallet, options) with { Session = session },
        };
        return await DepositAndAskAsync(ask, deposit, options, cancellationToken);
    }

    public async Task<OrderReply> CompleteAsync(
        Instrument.ThreeDSecureResult result, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        RefuseUsedUp(result);
        RefuseExtras(options, Operation.CompleteChallenge);
        var ask = new OrderCommand.Ask(Operation.CompleteChallenge, options?.Key, null) { MdHash = result.Md.Reveal(ChallengeForm.HashOf) };
        var reply = await DepositAndAskAsync(ask, new Deposit(result, PaymentExtras.None), options, cancellationToken);
        if (reply is not (OrderReply.Rejected or OrderReply.Busy))
            engine.DropForm(key); // The customer has come back: nobody needs it any more.
        return reply;
    }

    public async Task<ChallengeForm?> TakeChallengeFormAsync(CancellationToken cancellationToken = default)
    {
        if (await GetAsync(cancellationToken) is { Challenge.Kind: ChallengeKind.ThreeDSecure })
            return await engine.TakeFormAsync(key, null, cancellationToken);
        engine.DropForm(key); // Its challenge has ended without it.
        return null;
    }

    public Task<OrderReply> AdoptAsync(ApiFamily family, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!Enum.IsDefined(family))
            throw new ArgumentException("An order belongs to one of Payture's interfaces.", nameof(family));
        RefuseExtras(options, Operation.Adopt);
        Demand(engine.CheckAccount(key.Merchant, family));
        var ask = new OrderCommand.Ask(Operation.Adopt, options?.Key, null) { Details = new AskDetails { Family = family } };
        return AskAsync(ask, null, options, cancellationToken);
    }

    public async Task<bool> HintAsync(string kind, CancellationToken cancellationToken = default)
    {
        if (kind is not { Length: >= 1 and <= LongestHintKind } || !kind.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"A hint's kind has 1 to {LongestHintKind} letters and digits.", nameof(kind));
        return await (await engine.CallsAsync(cancellationToken)).HintAsync(key, kind, engine.AnswerWithin, cancellationToken);
    }

    public async Task<OrderReply> InquireAsync(CallOptions? options = null, CancellationToken cancellationToken = default) =>
        await (await engine.CallsAsync(cancellationToken)).InquireAsync(key, LimitOf(options), cancellationToken);

    public async Task<OrderReply> ResolveAsync(ManualDecision decision, string reason, string by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return await (await engine.CallsAsync(cancellationToken))
            .ResolveAsync(key, new OrderCommand.Resolve(decision, reason, by), LimitOf(null), cancellationToken);
    }

    public async Task<OrderView?> GetAsync(CancellationToken cancellationToken = default) =>
        (await (await engine.CallsAsync(cancellationToken)).LookAsync(key, null, LimitOf(null), cancellationToken)).View;

    public async Task<IReadOnlyList<RecordedEvent>> HistoryAsync(CancellationToken cancellationToken = default) =>
        await (await engine.CallsAsync(cancellationToken)).HistoryAsync(key, LimitOf(null), cancellationToken);

    private async Task<OrderReply> OpenAsync(
        Operation operation, Money amount, Instrument instrument, CallOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        if (instrument.Family is not { } family)
            throw new ArgumentException("The result of 3-D Secure completes a payment and cannot open one.", nameof(instrument));
        var ask = new OrderCommand.Ask(operation, options?.Key, amount) { Details = Opening(family, options) };
        return await DepositAndAskAsync(ask, new Deposit(instrument, ExtrasOf(options)), options, cancellationToken);
    }

    private async Task<OrderReply> DepositAndAskAsync(
        OrderCommand.Ask ask, Deposit deposit, CallOptions? options, CancellationToken cancellationToken)
    {
        await engine.CallsAsync(cancellationToken); // Not before the vault is there.
        if (deposit.Instrument is { } instrument)
            RefuseUsedUp(instrument);
        Check(ask, deposit);

        var ticket = engine.Keep(deposit, LimitOf(options));
        var reply = await AskAsync(ask, ticket, options, cancellationToken);
        return reply is OrderReply.ChallengeRequired { View.Challenge.Kind: ChallengeKind.ThreeDSecure } challenge
            ? challenge with { Form = await engine.TakeFormAsync(key, ticket, cancellationToken) }
            : reply;
    }

    private async Task<OrderReply> AskAsync(
        OrderCommand.Ask ask, Ticket? ticket, CallOptions? options, CancellationToken cancellationToken)
    {
        var calls = await engine.CallsAsync(cancellationToken);
        return options is { Key: null, UseDefaultKey: true }
            ? await calls.AskByDefaultAsync(key, ask, ticket, LimitOf(options), cancellationToken)
            : await calls.AskAsync(key, ask with { Key = ask.Key ?? options?.Key ?? OwnKey() }, ticket, LimitOf(options), cancellationToken);
    }

    /// <summary>What an opening command says beside operation and amount.</summary>
    private static AskDetails Opening(ApiFamily family, CallOptions? options)
    {
        if (options?.Items.Count > 0)
            throw new ArgumentException("Items name the positions of a partial Charge or Refund: give an opening command its Cheque.", nameof(options));
        if (options?.ReturnUrl is { } url && !DoorAddresses.IsReturnUrl(url))
            throw new ArgumentException("ReturnUrl is an absolute https address (http only on loopback).", nameof(options));
        return new AskDetails { Family = family, Cheque = options?.Cheque, ReturnUrl = options?.ReturnUrl };
    }

    private static OrderCommand.Ask Later(Operation operation, Money? amount, CallOptions? options)
    {
        RefuseExtras(options, operation);
        Demand(ChequeRules.ItemErrors(options?.Items ?? []).Select(error => new FieldError(error.Field, error.Message)));
        return new OrderCommand.Ask(operation, options?.Key, amount)
        {
            Details = options?.Items is { Count: > 0 } items ? new AskDetails { Items = items } : AskDetails.None,
        };
    }

    private static void RefuseExtras(CallOptions? options, Operation operation)
    {
        if (options is { Extras: not null } or { Cheque: not null } or { ReturnUrl: not null })
            throw new ArgumentException($"Extras, Cheque and ReturnUrl belong to Pay, Block and Init, not to {operation}.", nameof(options));
        if (options is { Items.Count: > 0 } && operation is not (Operation.Charge or Operation.Refund))
            throw new ArgumentException($"Items belong to Charge and Refund, not to {operation}.", nameof(options));
    }

    private static void RefuseUsedUp(Instrument instrument)
    {
        if (instrument.IsEmpty)
            throw new ArgumentException("This instrument was used up by an earlier call: make it anew for each call.", nameof(instrument));
    }

    /// <summary>
    /// What the gateway's ring would refuse is refused here, where the caller can still be told which field it is. The amount is the
    /// order's own business; which family completes a challenge only the order knows, and its result looks the same in all of them.
    /// </summary>
    private void Check(OrderCommand.Ask ask, Deposit deposit)
    {
        var request = new GatewayRequest(key.Merchant, key.Order, ask.Operation, ask.Amount, new AttemptId(1), DateTimeOffset.MaxValue)
        {
            Family = ask.Details.Family,
            LeadsTo = ask.Operation is Operation.CompleteChallenge ? Operation.Pay : ask.Details.Session,
            Cheque = ask.Details.Cheque,
            Extras = deposit.Extras,
        };
        Demand(GatewayRequestRules.Check(request, deposit.Instrument)
            .Concat(engine.CheckAccount(key.Merchant, ask.Details.Family))
            .Where(error => error.Field != "amount"));
    }

    private static void Demand(IEnumerable<FieldError> errors)
    {
        if (errors.FirstOrDefault() is { } error)
            throw new ArgumentException(error.Message, error.Field);
    }

    private static PaymentExtras ExtrasOf(CallOptions? options) => options?.Extras ?? PaymentExtras.None;

    private IdempotencyKey OwnKey() => new($"call-{engine.Ids.Next()}");

    private TimeSpan LimitOf(CallOptions? options) => options?.Limit ?? engine.AnswerWithin;
}
