using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Lab;

namespace PaytureActors.TestKit.Scenarios;

/// <summary>What a scenario can say of one order: what happened to it, what it is asked, and what must be true of it.</summary>
public sealed class OrderWords
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private readonly string _id;

    internal OrderWords(string id) => _id = id;

    /// <summary>For Given: money was held.</summary>
    /// <param name="amount">How much.</param>
    public Step Blocked(Money amount) => new($"{this} is blocked for {amount}", lab => MustAsync(Block(amount), lab));

    /// <summary>For Given: money was taken in one step.</summary>
    /// <param name="amount">How much.</param>
    public Step Paid(Money amount) => new($"{this} is paid with {amount}", lab => MustAsync(Pay(amount), lab));

    /// <summary>For Given: money was held, and taken.</summary>
    /// <param name="amount">How much.</param>
    public Step Charged(Money amount) => new($"{this} is blocked and charged for {amount}", async lab =>
    {
        await MustAsync(Block(amount), lab);
        await MustAsync(Charge(), lab);
    });

    /// <summary>Asks to take money in one step.</summary>
    /// <param name="amount">How much.</param>
    /// <param name="card">The card's number, one of <see cref="TestCards"/>.</param>
    /// <param name="key">What makes a repetition the same request; null for one of its own.</param>
    public OrderStep Pay(Money amount, string card = TestCards.Success, string? key = null) => Asks(
        Operation.Pay, amount, key, (order, lab, options) => order.PayAsync(amount, lab.Card(card), options));

    /// <summary>Asks to hold money.</summary>
    /// <inheritdoc cref="Pay"/>
    public OrderStep Block(Money amount, string card = TestCards.Success, string? key = null) => Asks(
        Operation.Block, amount, key, (order, lab, options) => order.BlockAsync(amount, lab.Card(card), options));

    /// <summary>Asks to take what is held.</summary>
    /// <param name="amount">How much; null for all of it.</param>
    /// <param name="key">What makes a repetition the same request; null for one of its own.</param>
    public OrderStep Charge(Money? amount = null, string? key = null) => Asks(
        Operation.Charge, amount, key, (order, _, options) => order.ChargeAsync(amount, options));

    /// <summary>Asks to release what is held.</summary>
    /// <param name="key">What makes a repetition the same request; null for one of its own.</param>
    public OrderStep Unblock(string? key = null) => Asks(Operation.Unblock, null, key, (order, _, options) => order.UnblockAsync(options));

    /// <summary>Asks to give money back.</summary>
    /// <param name="amount">How much; null for all that is left.</param>
    /// <param name="key">What makes a repetition the same request.</param>
    public OrderStep Refund(Money? amount = null, string key = "refund") => Asks(
        Operation.Refund, amount, null, (order, _, options) => order.RefundAsync(new IdempotencyKey(key), amount, options));

    /// <summary>Money is held.</summary>
    /// <param name="held">How much.</param>
    public Check IsBlocked(Money held) => Is($"is blocked for {held}", view => view.Books is { Phase: OrderPhase.Blocked } books && books.Held == held);

    /// <summary>Money was taken, and nothing of it given back.</summary>
    /// <param name="captured">How much.</param>
    public Check IsCharged(Money captured) => Is($"is charged {captured}",
        view => view.Books is { Phase: OrderPhase.Charged } books && books.Captured == captured && books.Refunded == Money.Zero);

    /// <summary>The hold was released.</summary>
    public Check IsUnblocked() => Is("is unblocked", view => view.Books.Phase is OrderPhase.Unblocked);

    /// <summary>Money was given back: all or a part.</summary>
    /// <param name="refunded">How much in all.</param>
    public Check IsRefunded(Money refunded) => Is($"is refunded {refunded}", view => view.Books.Refunded == refunded);

    /// <summary>The payment was declined.</summary>
    public Check IsDeclined() => Is("is declined", view => view.Books.Phase is OrderPhase.Declined);

    /// <summary>No command is in progress, and nobody needs to look.</summary>
    public Check IsSettled() => Is("is settled", view => view is { Attempt: null, Attention: null });

    /// <summary>Nobody knows yet what the command in progress did, and the order says until when at the latest that may stay so.</summary>
    /// <param name="after">How long after the command was accepted that is, to the second; null for any time.</param>
    public Check IsInDoubt(TimeSpan? after = null) => Is(
        after is { } span ? $"is in doubt until {span:c} after it was asked" : "is in doubt",
        view => view.Attempt is { InDoubtUntil: { } until } attempt && (after is null || (until - attempt.Since - after.Value).Duration() <= Moment));

    /// <summary>A person must decide.</summary>
    /// <param name="reason">Why; null for any reason.</param>
    public Check NeedsAPerson(AttentionReason? reason = null) => Is(
        reason is null ? "needs a person" : $"needs a person: {reason}", view => view.Attention is { } attention && (reason is null || attention == reason));

    /// <summary>Money moved at the gateway just so often, counted in its own ledger.</summary>
    /// <param name="operation">What moved it.</param>
    /// <param name="times">How often.</param>
    public Check Moved(Operation operation, int times = 1) => new(
        string.Create(CultureInfo.InvariantCulture, $"{this} moved money by {operation} {Words.Times(times)} at the gateway"),
        lab => Task.FromResult(lab.Gateway.Effects(_id).Count(effect => effect.Operation == operation) is var real && real == times ? null : $"it did {Words.Times(real)}"));

    /// <summary>The last command was answered so.</summary>
    /// <typeparam name="TReply">The case of the answer, for example <see cref="OrderReply.Pending"/>.</typeparam>
    public Check WasAnswered<TReply>() where TReply : OrderReply => new($"{this} was answered {typeof(TReply).Name}", lab => Task.FromResult(
        lab.Replies.GetValueOrDefault(_id) switch
        {
            TReply => null,
            null => "nobody was left to hear an answer",
            var other => $"it was answered {other.GetType().Name}",
        }));

    /// <summary>The order, in words.</summary>
    public override string ToString() => $"order {_id}";

    private OrderStep Asks(Operation operation, Money? amount, string? key, Func<IOrder, PaytureLab, CallOptions, Task<OrderReply>> ask) => new(
        _id, operation, $"{this} is asked to {Verb(operation)}{(amount is { } some ? $" {some}" : "")}",
        lab => ask(lab.Orders[lab.Merchant.ToString(), _id], lab, new CallOptions { Key = key is null ? null : new IdempotencyKey(key) }));

    private static string Verb(Operation operation) => operation.ToString().ToLowerInvariant();

    private async Task MustAsync(OrderStep step, PaytureLab lab)
    {
        await step.ActAsync(lab);
        if (lab.Replies[_id] is not OrderReply.Approved)
            throw new ScenarioException($"{step.Text}: it was answered {lab.Replies[_id]?.GetType().Name ?? "nothing, for the process died"}.");
    }

    private Check Is(string text, Func<OrderView, bool> isTrue) => new($"{this} {text}", async lab =>
    {
        if (await lab.Orders[lab.Merchant.ToString(), _id].GetAsync() is not { } view)
            return "nothing is known of it";
        return isTrue(view) ? null : Words.Of(view);
    });
}
