using Akka.Actor;
using PaytureActors.Domain.Customers;
using PaytureActors.Orders;
using PaytureActors.Vault;

namespace PaytureActors.Customers;

/// <summary>
/// Speaks with customers for callers: asks until there is an answer or the limit has passed, and says exactly what is known then.
/// </summary>
internal sealed class CustomerCalls(IActorRef customers, TimeProvider time, IdSource ids, int most, CancellationToken closing)
{
    private readonly Conversation _conversation = new(time, most, closing);

    /// <summary>
    /// Asks for a command under the customer's own default key. The key is fixed first, or asking again could ask for something new.
    /// </summary>
    /// <param name="command">What is asked, without a key.</param>
    /// <param name="cancellationToken">Stops waiting, never the command.</param>
    public async Task<CustomerReply> AskByDefaultAsync(AskCustomer command, CancellationToken cancellationToken)
    {
        var (started, why) = (time.GetTimestamp(), "");
        var look = new LookAtCustomer(command.Key, null, command.Operation);
        do
        {
            var left = command.Within - time.GetElapsedTime(started);
            switch (await _conversation.TryAsync(customers, look, Conversation.Min(left, Conversation.Patience), cancellationToken))
            {
                case CustomerSeen { DefaultKey: { } key }:
                    var reply = await AskAsync(
                        command with { Idempotency = key, Within = command.Within - time.GetElapsedTime(started) }, cancellationToken);
                    // The caller gave no key: somebody else's command was the one that took this one.
                    return reply is CustomerReply.Rejected { Why: CustomerRejection.KeyReused }
                        ? CustomerReplies.From(CustomerRejection.CommandInProgress)
                        : reply;

                case NotTaken notTaken:
                    why = notTaken.Why;
                    await _conversation.PauseAsync(left, cancellationToken);
                    break;
            }
        }
        while (!_conversation.IsClosing && time.GetElapsedTime(started) < command.Within);

        return GiveUp(command, why);
    }

    /// <summary>Asks for a command until it is answered or the limit has passed.</summary>
    /// <param name="command">What is asked, under its key.</param>
    /// <param name="cancellationToken">Stops waiting, never the command.</param>
    public async Task<CustomerReply> AskAsync(AskCustomer command, CancellationToken cancellationToken)
    {
        var (limit, started) = (command.Within, time.GetTimestamp());
        var (mayBeAccepted, why) = (false, "");
        command = command with { Call = ids.Next() };
        TimeSpan left;
        do
        {
            left = limit - time.GetElapsedTime(started);
            switch (await _conversation.TryAsync(customers, command with { Within = left }, Conversation.Min(left, Conversation.Patience), cancellationToken))
            {
                case CustomerAnswered answered:
                    return answered.Reply;

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

        var look = new LookAtCustomer(command.Key, command.Idempotency, null);
        if (mayBeAccepted && command.Operation.IsChange()
            && await _conversation.TryAsync(customers, look, Conversation.Grace, cancellationToken, evenWhenClosing: true) is CustomerSeen { Known: { } known })
        {
            return known;
        }

        return GiveUp(command, why);
    }

    /// <summary>Where a customer's browser goes after 3-D Secure; null where nobody said so, or the customer does not answer.</summary>
    public async Task<string?> ReturnUrlAsync(CustomerKey key, CancellationToken cancellationToken) =>
        (await _conversation.TryAsync(customers, new LookAtCustomer(key, null, null), Conversation.Patience, cancellationToken) as CustomerSeen)?.ReturnUrl;

    /// <summary>Tells a person's decision. It is not told twice: told again, it would not fit any more.</summary>
    public async Task<CustomerReply> ResolveAsync(ResolveCustomer resolve, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var left = limit - time.GetElapsedTime(started);
            switch (await _conversation.TryAsync(customers, resolve, left, cancellationToken))
            {
                case CustomerAnswered answered:
                    return answered.Reply;

                case NotTaken notTaken when _conversation.IsClosing || time.GetElapsedTime(started) >= limit:
                    return new CustomerReply.Busy(notTaken.Why);

                case NotTaken:
                    await _conversation.PauseAsync(left, cancellationToken);
                    break;

                default:
                    return new CustomerReply.Busy(
                        _conversation.IsClosing ? Conversation.ShuttingDown : "The customer did not answer in time. Whether the decision was kept is not known.");
            }
        }
    }

    private CustomerReply.Busy GiveUp(AskCustomer command, string why)
    {
        foreach (var ticket in new[] { command.Ticket, command.ReadTicket }.OfType<Ticket>())
            ticket.Vault.Tell(new RevokeTicket(ticket.Id));
        return new(
            _conversation.IsClosing ? Conversation.ShuttingDown
            : why.Length > 0 ? why
            : command.Operation.IsChange() ? "The customer did not answer in time. Ask again under the same key."
            : "The gateway did not answer in time. Ask again.");
    }
}
