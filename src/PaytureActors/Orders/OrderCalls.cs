using Akka.Actor;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Hints;
using PaytureActors.Vault;

namespace PaytureActors.Orders;

/// <summary>
/// Speaks with orders for callers: asks until there is an answer or the limit has passed, and says exactly what is known then. An order
/// that stops in between is asked again under the same key; nothing else makes that safe.
/// </summary>
/// <param name="orders">The parent of all orders.</param>
/// <param name="hints">Keeps hints for orders that are not known yet.</param>
/// <param name="time">The clock.</param>
/// <param name="ids">Where the calls' numbers come from.</param>
/// <param name="most">How many calls may wait at once.</param>
/// <param name="closing">Ends all waiting when the process stops.</param>
internal sealed class OrderCalls(IActorRef orders, IActorRef hints, TimeProvider time, IdSource ids, int most, CancellationToken closing)
{
    private readonly Conversation _conversation = new(time, most, closing);

    /// <summary>
    /// Asks for a command under the order's own default key. The key is fixed first, or asking again could ask for something new.
    /// </summary>
    public async Task<OrderReply> AskByDefaultAsync(
        OrderKey key, OrderCommand.Ask command, Ticket? ticket, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            // Who waits for nothing still needs a key; a limit of nothing would find no order at all.
            var seen = await LookAsync(key, command.Operation, limit > Conversation.Patience ? limit : Conversation.Patience, cancellationToken);
            var reply = await AskAsync(key, command with { Key = seen.DefaultKey }, ticket, limit - time.GetElapsedTime(started), cancellationToken);

            // The caller gave no key: somebody else's command was the one that took this one.
            return reply is OrderReply.Rejected { Reason: Rejection.KeyReused } taken ? taken with { Reason = Rejection.CommandInProgress } : reply;
        }
        catch (TimeoutException nobody)
        {
            ticket?.Vault.Tell(new RevokeTicket(ticket.Id));
            return Busy(mayBeAccepted: false, nobody.Message);
        }
    }

    /// <summary>Asks for a command, under a key, until it has settled or the limit has passed.</summary>
    public async Task<OrderReply> AskAsync(
        OrderKey key, OrderCommand.Ask command, Ticket? ticket, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (call, started) = (ids.Next(), time.GetTimestamp());
        var (mayBeAccepted, why) = (false, "");
        TimeSpan left;
        do
        {
            left = limit - time.GetElapsedTime(started);
            switch (await TryAsync(new AskOrder(key, call, command, ticket, left), Conversation.Min(left, Conversation.Patience), cancellationToken))
            {
                case OrderReply reply:
                    return reply;

                case NotTaken notTaken:
                    why = notTaken.Why;
                    await _conversation.PauseAsync(left, cancellationToken);
                    break;

                case AskAgain:
                    mayBeAccepted = true;
                    await _conversation.PauseAsync(left, cancellationToken);
                    break;

                default:
                    mayBeAccepted = true;
                    break;
            }
        }
        while (!_conversation.IsClosing && time.GetElapsedTime(started) < limit);

        if (mayBeAccepted
            && await TryAsync(new LookAtOrder(key, command, null), Conversation.Grace, cancellationToken, evenWhenClosing: true) is OrderSeen seen
            && (seen.Settled ?? (seen.IsInProgress ? new OrderReply.Pending(seen.View!) : null)) is { } known)
        {
            return known;
        }

        ticket?.Vault.Tell(new RevokeTicket(ticket.Id));
        return Busy(mayBeAccepted, why);
    }

    /// <summary>Tells a person's decision. It is not told twice: told again, it would not fit any more.</summary>
    public async Task<OrderReply> ResolveAsync(
        OrderKey key, OrderCommand.Resolve command, TimeSpan limit, CancellationToken cancellationToken)
    {
        var call = ids.Next();
        return await UntilTakenAsync(_ => new ResolveOrder(key, call, command), limit, cancellationToken) switch
        {
            OrderReply reply => reply,
            NotTaken notTaken => Busy(mayBeAccepted: false, notTaken.Why),
            _ => Busy(mayBeAccepted: true, ""),
        };
    }

    /// <summary>Has the gateway asked now.</summary>
    public async Task<OrderReply> InquireAsync(OrderKey key, TimeSpan limit, CancellationToken cancellationToken)
    {
        var call = ids.Next();
        return await UntilTakenAsync(left => new InquireOrder(key, call, left), limit, cancellationToken) switch
        {
            OrderReply reply => reply,
            NotTaken notTaken => Busy(mayBeAccepted: false, notTaken.Why),
            _ when await TryAsync(new LookAtOrder(key, null, null), Conversation.Grace, cancellationToken) is OrderSeen seen =>
                new OrderReply.Inquired(seen.View, GatewayAnswered: false),
            _ => Busy(mayBeAccepted: false, ""),
        };
    }

    /// <summary>Passes a hint on until an order has heard it or it is kept, so that it cannot be lost any more.</summary>
    /// <returns>False when that took longer than the limit; the hint may be kept all the same.</returns>
    public async Task<bool> HintAsync(OrderKey key, string kind, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        do
        {
            var left = limit - time.GetElapsedTime(started);
            switch (await TryAsync(new GiveHint(key, kind), Conversation.Min(left, Conversation.Patience), cancellationToken, to: hints))
            {
                case HintKept kept:
                    return kept.IsKept;

                case NotTaken:
                    return false; // Who gave it gives it again.
            }
        }
        while (!_conversation.IsClosing && time.GetElapsedTime(started) < limit);
        return false;
    }

    /// <summary>Takes a 3-D Secure form out of this process's vault.</summary>
    /// <param name="vault">The vault.</param>
    /// <param name="take">Which form.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null when none waits there (any more).</returns>
    public async Task<ChallengeForm?> TakeFormAsync(IActorRef vault, TakeForm take, CancellationToken cancellationToken) =>
        (await TryAsync(take, Conversation.Patience, cancellationToken, evenWhenClosing: true, to: vault) as FormTaken)?.Form;

    /// <summary>Looks at an order.</summary>
    /// <exception cref="TimeoutException">The order could not be read within the limit.</exception>
    public async Task<OrderSeen> LookAsync(OrderKey key, Operation? operation, TimeSpan limit, CancellationToken cancellationToken) =>
        await ReadAsync<OrderSeen>(new LookAtOrder(key, null, operation), limit, cancellationToken);

    /// <summary>Reads everything that happened to an order.</summary>
    /// <exception cref="TimeoutException">The journal could not be read within the limit.</exception>
    public async Task<IReadOnlyList<RecordedEvent>> HistoryAsync(OrderKey key, TimeSpan limit, CancellationToken cancellationToken) =>
        (await ReadAsync<OrderHistory>(new ReadHistory(key), limit, cancellationToken)).Events;

    private async Task<T> ReadAsync<T>(object question, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var why = "";
        do
        {
            var left = limit - time.GetElapsedTime(started);
            switch (await TryAsync(question, Conversation.Min(left, Conversation.Patience), cancellationToken))
            {
                case T answer:
                    return answer;

                case NotTaken notTaken:
                    why = notTaken.Why;
                    await _conversation.PauseAsync(left, cancellationToken);
                    break;
            }
        }
        while (!_conversation.IsClosing && time.GetElapsedTime(started) < limit);

        var reason = _conversation.IsClosing ? Conversation.ShuttingDown : why;
        throw new TimeoutException($"The order could not be read within {limit}. {reason}".TrimEnd());
    }

    // Asks until somebody took it, and then waits for the rest of the limit.
    private async Task<object?> UntilTakenAsync(Func<TimeSpan, object> question, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var left = limit - time.GetElapsedTime(started);
            var answer = await TryAsync(question(left), left, cancellationToken);
            if (answer is not NotTaken || _conversation.IsClosing || time.GetElapsedTime(started) >= limit)
                return answer;
            await _conversation.PauseAsync(left, cancellationToken);
        }
    }

    private Task<object?> TryAsync(
        object question, TimeSpan patience, CancellationToken cancellationToken, bool evenWhenClosing = false, IActorRef? to = null) =>
        _conversation.TryAsync(to ?? orders, question, patience, cancellationToken, evenWhenClosing);

    private OrderReply.Busy Busy(bool mayBeAccepted, string why) => new(Why(mayBeAccepted, why)) { MayBeAccepted = mayBeAccepted };

    private string Why(bool mayBeAccepted, string why) =>
        _conversation.IsClosing ? Conversation.ShuttingDown
        : why.Length > 0 ? why
        : mayBeAccepted ? "The order took the command and was not heard of again in time. Ask again under the same key."
        : "The order did not answer in time.";
}
