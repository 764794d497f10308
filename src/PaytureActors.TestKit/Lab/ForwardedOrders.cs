using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.TestKit.Lab;

/// <summary>The orders of whichever process a runner means.</summary>
/// <param name="runner">Brings the calls there.</param>
/// <param name="orders">Finds the engine's orders among a process's services.</param>
/// <param name="told">Hears what callers are answered; null if nobody listens.</param>
internal sealed class ForwardedOrders(ICallRunner runner, Func<IServiceProvider, IPaytureOrders> orders, Action<OrderKey, Asked, OrderReply>? told = null) : IPaytureOrders
{
    public IReadOnlyCollection<MerchantAlias> Merchants => orders(runner.Services).Merchants;

    public IOrder this[OrderKey key]
    {
        get
        {
            _ = orders(runner.Services)[key]; // It says what is wrong with the key.
            return new ForwardedOrder(runner, services => orders(services)[key], told is null ? null : (asked, reply) => told(key, asked, reply));
        }
    }

    public Task<OrderPage> FindAsync(OrderQuery query, CancellationToken cancellationToken = default) =>
        runner.RunAsync(services => orders(services).FindAsync(query, cancellationToken));
}

/// <summary>What a caller asked.</summary>
internal readonly record struct Asked(Operation Operation, Money? Amount, IdempotencyKey? Key);

/// <summary>One order of whichever process a runner means.</summary>
internal sealed class ForwardedOrder(ICallRunner runner, Func<IServiceProvider, IOrder> order, Action<Asked, OrderReply>? told) : IOrder
{
    public Task<OrderReply> PayAsync(Money amount, Instrument instrument, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(new(Operation.Pay, amount, options?.Key), each => each.PayAsync(amount, instrument, options, cancellationToken));

    public Task<OrderReply> BlockAsync(Money amount, Instrument instrument, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(new(Operation.Block, amount, options?.Key), each => each.BlockAsync(amount, instrument, options, cancellationToken));

    public Task<OrderReply> ChargeAsync(Money? amount = null, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(new(Operation.Charge, amount, options?.Key), each => each.ChargeAsync(amount, options, cancellationToken));

    public Task<OrderReply> UnblockAsync(CallOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(new(Operation.Unblock, null, options?.Key), each => each.UnblockAsync(options, cancellationToken));

    public Task<OrderReply> RefundAsync(IdempotencyKey key, Money? amount = null, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(new(Operation.Refund, amount, key), each => each.RefundAsync(key, amount, options, cancellationToken));

    public Task<OrderReply> InitAsync(
        Operation session, Money amount, SessionPage page, Instrument.Wallet? wallet = null, CallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        AskAsync(new(Operation.Init, amount, options?.Key), each => each.InitAsync(session, amount, page, wallet, options, cancellationToken));

    public Task<OrderReply> CompleteAsync(Instrument.ThreeDSecureResult result, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(new(Operation.CompleteChallenge, null, options?.Key), each => each.CompleteAsync(result, options, cancellationToken));

    public Task<ChallengeForm?> TakeChallengeFormAsync(CancellationToken cancellationToken = default) => RunAsync(each => each.TakeChallengeFormAsync(cancellationToken));

    public Task<OrderReply> AdoptAsync(ApiFamily family, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(new(Operation.Adopt, null, options?.Key), each => each.AdoptAsync(family, options, cancellationToken));

    public Task<bool> HintAsync(string kind, CancellationToken cancellationToken = default) => RunAsync(each => each.HintAsync(kind, cancellationToken));

    public Task<OrderReply> InquireAsync(CallOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(each => each.InquireAsync(options, cancellationToken));

    public Task<OrderReply> ResolveAsync(ManualDecision decision, string reason, string by, CancellationToken cancellationToken = default) =>
        RunAsync(each => each.ResolveAsync(decision, reason, by, cancellationToken));

    public Task<OrderView?> GetAsync(CancellationToken cancellationToken = default) => RunAsync(each => each.GetAsync(cancellationToken));

    public Task<IReadOnlyList<RecordedEvent>> HistoryAsync(CancellationToken cancellationToken = default) => RunAsync(each => each.HistoryAsync(cancellationToken));

    private Task<T> RunAsync<T>(Func<IOrder, Task<T>> call) => runner.RunAsync(services => call(order(services)));

    private Task<OrderReply> AskAsync(Asked asked, Func<IOrder, Task<OrderReply>> call) => RunAsync(async each =>
    {
        var reply = await call(each);
        told?.Invoke(asked, reply);
        return reply;
    });
}
