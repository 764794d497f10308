using Akka.Actor;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Vault;

namespace PaytureActors.Customers;

// One exchange with the gateway at a time: what leaves, and what its end means.
internal sealed partial class CustomerActor
{
    private const string Overdue = "overdue";
    private static readonly TimeSpan JustPast = TimeSpan.FromMilliseconds(1);

    private void Exchanges(ExchangeKind kind, Asker asker, Ticket ticket, CustomerOperation operation, DateTimeOffset? sendBy)
    {
        var asked = Asking();
        _open = new Exchange(
            ++_exchanges, kind, operation, _state.InProgress?.Id ?? default, asked, kind is ExchangeKind.Change ? null : asker);
        var request = new CustomerRequest(_key.Merchant, "", operation, sendBy ?? _around.Now.Wall + MayWait(operation))
        {
            PersistedAt = sendBy is null ? null : _around.Time.GetTimestamp(),
            SendWithin = _policy.SendBy,
            CardId = asker.Ask.CardId,
            Amount = asker.Ask.Amount,
            Order = asker.Ask.Order,
        };
        if (kind is ExchangeKind.Read)
            request = request with { CardId = null, Amount = null, Order = null }; // The question has nothing of the command that it comes before.
        ticket.Vault.Tell(new SendCustomerWithTicket(ticket.Id, request, _open.Tag));

        // The vault always answers, unless it is gone; then nothing may wait for it for ever.
        Timers.StartSingleTimer(Overdue, new ExchangeOverdue(_open.Tag), _policy.QuietPeriod + JustPast);
    }

    // A question is as good a little later, and may be tried again.
    private TimeSpan MayWait(CustomerOperation operation) =>
        operation is CustomerOperation.Check or CustomerOperation.GetList ? _policy.QuietPeriod : _policy.SendBy;

    private void End(CustomerCallEnded ended)
    {
        if (_open is not { } open || open.Tag != ended.Tag)
            return;

        Timers.Cancel(Overdue);
        _open = null;
        var outcome = ended.Result.Outcome;
        switch (open.Kind)
        {
            case ExchangeKind.Change:
                if (outcome is GatewayOutcome.ChallengeRequired && ended.Result.Form is { } form && _state.InProgress is { } change)
                    _form = (change.Key, form);
                var card = ended.Result.CardId is { } id ? new StoredCard(id, ended.Result.CardName ?? "", Status: "") : null;
                Write(FactsOf(new CustomerCommand.Settle(open.About, outcome, card)));
                break;

            case ExchangeKind.Read:
                var asker = open.For! with { HasRead = true, ReadRefusal = RefusalOfAny(outcome) };
                Write(FactsSeen(open, ended.Result), then: () => Handle(asker));
                break;

            default:
                Write(FactsSeen(open, ended.Result), then: () => Answer(open.For!, CustomerReplies.From(ended.Result)));
                break;
        }
    }

    // What is wrong with the customer or the account is wrong with the command, too. Any other code tells of this question alone.
    private static Refusal? RefusalOfAny(GatewayOutcome outcome) =>
        outcome is GatewayOutcome.Refused { Refusal: { Class: ErrorClass.BadRequest or ErrorClass.Access } refusal } ? refusal : null;

    private ValueList<CustomerEvent> FactsSeen(Exchange read, CustomerResult result) =>
        CustomerSight.Of(read.Operation, result.Outcome, result.Cards) is { } sight
            ? FactsOf(new CustomerCommand.TakeSight(read.About, sight, read.Asked))
            : [];

    private enum ExchangeKind
    {
        Change = 1,
        Read,
        Forward,
    }

    /// <summary>What is on its way.</summary>
    /// <param name="Tag">Its number.</param>
    /// <param name="Kind">A change, a question that comes first, or what is only handed on.</param>
    /// <param name="Operation">What it asks.</param>
    /// <param name="About">The change itself, or the one that was in doubt when it left.</param>
    /// <param name="Asked">What its answer can prove.</param>
    /// <param name="For">Who hears what came of it; nobody of a change: who waits for its key does.</param>
    private sealed record Exchange(long Tag, ExchangeKind Kind, CustomerOperation Operation, AttemptId About, Asked Asked, Asker? For);

    private sealed record ExchangeOverdue(long Tag) : INoSerializationVerificationNeeded;
}
