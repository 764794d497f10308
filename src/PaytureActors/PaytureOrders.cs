using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Hosting;
using PaytureActors.Vault;

namespace PaytureActors;

/// <summary>The door for callers in this process.</summary>
/// <param name="engine">The orders.</param>
internal sealed class PaytureOrders(Engine engine) : IPaytureOrders
{
    public IReadOnlyCollection<MerchantAlias> Merchants => engine.Merchants;

    public IOrder this[OrderKey key]
    {
        get
        {
            if (!engine.Merchants.Contains(key.Merchant))
            {
                throw new ArgumentException(
                    $"No merchant is configured under the alias '{key.Merchant}': add Payture:Merchants:{key.Merchant}, or use one of "
                    + $"{string.Join(", ", engine.Merchants.Select(alias => alias.ToString()).Order(StringComparer.Ordinal))}.", nameof(key));
            }

            if (GatewayRequestRules.CheckOrderId(key.Order).FirstOrDefault() is { } error)
                throw new ArgumentException(error.Message, nameof(key));
            return new Order(engine, key);
        }
    }

    public Task<OrderPage> FindAsync(OrderQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return engine.FindAsync(query, cancellationToken);
    }

    private sealed class Order(Engine engine, OrderKey key) : IOrder
    {
        public Task<OrderReply> PayAsync(
            Money amount, Instrument instrument, CallOptions? options = null, CancellationToken cancellationToken = default) =>
            OpenAsync(Operation.Pay, amount, instrument, options, cancellationToken);

        public Task<OrderReply> BlockAsync(
            Money amount, Instrument instrument, CallOptions? options = null, CancellationToken cancellationToken = default) =>
            OpenAsync(Operation.Block, amount, instrument, options, cancellationToken);

        public Task<OrderReply> ChargeAsync(
            Money? amount = null, CallOptions? options = null, CancellationToken cancellationToken = default) =>
            AskAsync(Operation.Charge, amount, null, options, cancellationToken);

        public Task<OrderReply> UnblockAsync(CallOptions? options = null, CancellationToken cancellationToken = default) =>
            AskAsync(Operation.Unblock, null, null, options, cancellationToken);

        public Task<OrderReply> RefundAsync(
            IdempotencyKey key, Money? amount = null, CallOptions? options = null, CancellationToken cancellationToken = default)
        {
            if (!IdempotencyKey.IsValid(key.ToString()))
                throw new ArgumentException("A refund needs an idempotency key of its caller's own.", nameof(key));
            return AskAsync(Operation.Refund, amount, null, (options ?? new CallOptions()) with { Key = key }, cancellationToken);
        }

        public Task<OrderReply> InitAsync(
            Operation session, Money amount, SessionPage page, Instrument.Wallet? wallet = null, CallOptions? options = null,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<OrderReply> CompleteAsync(
            Instrument.ThreeDSecureResult result, CallOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<ChallengeForm?> TakeChallengeFormAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<OrderReply> AdoptAsync(ApiFamily family, CallOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<bool> HintAsync(string kind, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public async Task<OrderReply> InquireAsync(CallOptions? options = null, CancellationToken cancellationToken = default) =>
            await (await engine.CallsAsync(cancellationToken)).InquireAsync(key, LimitOf(options), cancellationToken);

        public async Task<OrderReply> ResolveAsync(
            ManualDecision decision, string reason, string by, CancellationToken cancellationToken = default)
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
            await engine.CallsAsync(cancellationToken); // Not before the vault is there.
            ArgumentNullException.ThrowIfNull(instrument);
            if (instrument.IsEmpty)
                throw new ArgumentException("This card was used up by an earlier call: make it anew for each call.", nameof(instrument));
            var extras = options?.Extras ?? PaymentExtras.None;
            if (GatewayRequestRules.CheckCustomFields(extras.CustomFields).FirstOrDefault() is { } error)
                throw new ArgumentException(error.Message, nameof(options));

            var ticket = engine.Keep(new Deposit(instrument, extras), LimitOf(options));
            return await AskAsync(operation, amount, ticket, options, cancellationToken);
        }

        private async Task<OrderReply> AskAsync(
            Operation operation, Money? amount, Ticket? ticket, CallOptions? options, CancellationToken cancellationToken)
        {
            var calls = await engine.CallsAsync(cancellationToken);
            return options is { Key: null, UseDefaultKey: true }
                ? await calls.AskByDefaultAsync(key, operation, amount, ticket, LimitOf(options), cancellationToken)
                : await calls.AskAsync(
                    key, new OrderCommand.Ask(operation, options?.Key ?? OwnKey(), amount), ticket, LimitOf(options), cancellationToken);
        }

        private IdempotencyKey OwnKey() => new($"call-{engine.Ids.Next()}");

        private TimeSpan LimitOf(CallOptions? options) => options?.Limit ?? engine.AnswerWithin;
    }
}
