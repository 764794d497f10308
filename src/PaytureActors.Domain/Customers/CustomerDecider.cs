using System.Diagnostics;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Domain.Customers;

/// <summary>
/// Every rule about what may be asked of an eWallet customer, and what its facts are. The password is never kept, so a doubt can only be settled
/// when a command brings it, once the quiet period has passed; no further change leaves before that.
/// </summary>
public static class CustomerDecider
{
    /// <summary>Decides a command: facts to write down, a question to ask first, or a refusal. Time is an argument; the state is only read.</summary>
    public static CustomerDecision Decide(CustomerCommand command, CustomerState state, MerchantPolicy policy, DateTimeOffset now) => command switch
    {
        CustomerCommand.Ask ask => ask.Operation.IsChange() ? DecideKeyed(ask, state, policy, now) : new CustomerDecision.Forwarded(),
        CustomerCommand.Settle settle => DecideSettle(settle, state, policy, now),
        CustomerCommand.TakeSight sight => DecideSight(sight, state, policy, now),
        _ => throw new UnreachableException($"No rule decides {command.GetType().Name}."),
    };

    /// <summary>The state after one more fact. It decides nothing: it writes down.</summary>
    public static CustomerState Evolve(CustomerState state, CustomerEvent @event) =>
        Write(state, @event) with { Sequence = state.Sequence + 1 };

    private static CustomerDecision DecideKeyed(CustomerCommand.Ask ask, CustomerState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var key = ask.Key ?? state.DefaultKey(ask.Operation);
        return state switch
        {
            _ when state.Recorded(key) is { } earlier => (ask.Operation, ask.CardId, ask.Amount) == (earlier.Operation, earlier.CardId, earlier.Amount)
                ? new CustomerDecision.Repeated(earlier)
                : CustomerDecision.Reject(CustomerRejection.KeyReused),
            { InProgress: { } change } when change.Key == key && (ask.Operation, ask.CardId, ask.Amount) != (change.Operation, change.CardId, change.Amount) =>
                CustomerDecision.Reject(CustomerRejection.KeyReused),
            { InProgress: { } change } when ask.Asked.CallOpen =>
                change.Key == key ? new CustomerDecision.Joined(key) : CustomerDecision.Reject(CustomerRejection.CommandInProgress),
            { InProgress: { } doubt } => DecideInDoubt(ask, doubt, policy, now),
            _ => DecideChange(ask, key, state, policy, now),
        };
    }

    private static CustomerDecision DecideInDoubt(CustomerCommand.Ask ask, CustomerChange doubt, MerchantPolicy policy, DateTimeOffset now) => ask switch
    {
        _ when !ask.Asked.IsQuiet(policy) => new CustomerDecision.InDoubt(doubt), // It may still arrive, and undo what would come now.
        _ when CanEndUnseen(doubt, ask) => new CustomerDecision.SettledFirst([new CustomerEvent.NotApplied(doubt.Id, now)]),
        { HasPassword: false } or { HasRead: true } => new CustomerDecision.InDoubt(doubt),
        _ => new CustomerDecision.ReadFirst(ReadFor(doubt.Operation)),
    };

    /// <summary>
    /// Nothing shows what Update did. Delete comes from a merchant who need not have the password at all. Both may be repeated without harm.
    /// </summary>
    private static bool CanEndUnseen(CustomerChange doubt, CustomerCommand.Ask ask) => doubt.Operation switch
    {
        CustomerOperation.Update => true,
        CustomerOperation.Delete => ask is { Operation: CustomerOperation.Delete, HasPassword: false },
        _ => false,
    };

    private static CustomerOperation ReadFor(CustomerOperation doubt) =>
        doubt is CustomerOperation.Register or CustomerOperation.Delete ? CustomerOperation.Check : CustomerOperation.GetList;

    private static CustomerDecision DecideChange(
        CustomerCommand.Ask ask, IdempotencyKey key, CustomerState state, MerchantPolicy policy, DateTimeOffset now)
    {
        return ask switch
        {
            { HasPassword: false } when ask.Operation.NeedsPassword() => CustomerDecision.Reject(CustomerRejection.PasswordRequired),
            { Operation: CustomerOperation.Add, MaskedPan: null } => CustomerDecision.Reject(CustomerRejection.CardRequired),
            { Operation: CustomerOperation.Activate or CustomerOperation.Remove, CardId: null } =>
                CustomerDecision.Reject(CustomerRejection.CardIdRequired),
            { Operation: CustomerOperation.Activate, Amount: null or { InKopecks: 0 } } => CustomerDecision.Reject(CustomerRejection.AmountRequired),
            { Operation: CustomerOperation.AddSubmit3DS } => state.Challenge switch
            {
                null => CustomerDecision.Reject(CustomerRejection.NoChallenge),
                { MdHash: var hash } when hash != ask.MdHash => CustomerDecision.Reject(CustomerRejection.OtherChallenge),
                { Deadline: var deadline } when now > deadline => CustomerDecision.Reject(CustomerRejection.ChallengeOver),
                { MaskedPan: var masked } => Request(masked),
            },
            _ => Request(ask.MaskedPan),
        };

        CustomerDecision Request(string? maskedPan) => CustomerDecision.Accept(
            new CustomerEvent.ChangeRequested(state.LastAttempt.Next(), key, ask.Operation, now + policy.SendBy, now)
            {
                CardId = ask.CardId, Amount = ask.Amount, MaskedPan = maskedPan,
            });
    }

    private static CustomerDecision DecideSettle(CustomerCommand.Settle settle, CustomerState state, MerchantPolicy policy, DateTimeOffset now) =>
        state.InProgress is not { } change || change.Id != settle.Attempt
            ? CustomerDecision.Nothing // It was settled by sight.
            : settle.Outcome switch
            {
                GatewayOutcome.Approved => CustomerDecision.Accept(new CustomerEvent.Applied(change.Id, settle.Card, WasSeen: false, now)),
                GatewayOutcome.ChallengeRequired challenge when change.Operation is CustomerOperation.Add =>
                    CustomerDecision.Accept(new CustomerEvent.ChallengeIssued(change.Id, challenge.MdHash, now + policy.ChallengeLifetime, now)),
                GatewayOutcome.NotSent notSent => CustomerDecision.Accept(new CustomerEvent.NotSent(change.Id, notSent.Reason, now)),
                GatewayOutcome.Refused { Refusal: { Class: not ErrorClass.OutcomeUnknown } refusal } =>
                    CustomerDecision.Accept(new CustomerEvent.Refused(change.Id, refusal, now)),
                GatewayOutcome.Refused { Refusal: var refusal } => Doubt(change, UnknownReason.Code, refusal, now),
                GatewayOutcome.Unknown unknown => Doubt(change, unknown.Reason, null, now),
                GatewayOutcome.ChallengeRequired or GatewayOutcome.SessionOpened => Doubt(change, UnknownReason.Malformed, null, now),
                _ => throw new UnreachableException($"No rule settles {settle.Outcome.GetType().Name}."),
            };

    private static CustomerDecision Doubt(CustomerChange change, UnknownReason reason, Refusal? refusal, DateTimeOffset now) =>
        change.IsDoubted ? CustomerDecision.Nothing : CustomerDecision.Accept(new CustomerEvent.OutcomeUnknown(change.Id, reason, refusal, now));

    private static CustomerDecision DecideSight(CustomerCommand.TakeSight taken, CustomerState state, MerchantPolicy policy, DateTimeOffset now) =>
        state.InProgress is not { } doubt || doubt.Id != taken.About
            ? CustomerDecision.Nothing
            : CustomerJudge.Judge(doubt, taken.Sight, taken.Asked, state, policy) switch
            {
                CustomerVerdict.Applied applied => CustomerDecision.Accept(new CustomerEvent.Applied(doubt.Id, applied.Card, WasSeen: true, now)),
                CustomerVerdict.NotApplied => CustomerDecision.Accept(new CustomerEvent.NotApplied(doubt.Id, now)),
                _ => CustomerDecision.Nothing,
            };

    private static CustomerState Write(CustomerState state, CustomerEvent @event) => @event switch
    {
        CustomerEvent.ChangeRequested e => state with
        {
            LastAttempt = e.Attempt,
            InProgress = new(e.Attempt, e.Key, e.Operation, e.At, e.SendBy) { CardId = e.CardId, Amount = e.Amount, MaskedPan = e.MaskedPan },
        },
        CustomerEvent.Applied e => End(state, CustomerEnding.Done, answer => answer with { Card = e.Card }),
        CustomerEvent.Refused e => End(state, CustomerEnding.Refused, answer => answer with { Refusal = e.Refusal }),
        CustomerEvent.NotApplied => End(state, CustomerEnding.NotApplied, answer => answer),
        CustomerEvent.NotSent e => End(state, CustomerEnding.NotSent, answer => answer with { Reason = e.Reason }) with
        {
            Challenge = state.Challenge, // Nothing left, so its result may still be brought.
        },
        CustomerEvent.ChallengeIssued e => End(state, CustomerEnding.AwaitingCustomer, answer => answer with { Deadline = e.Deadline }) with
        {
            Challenge = new(e.Attempt, e.MdHash, state.InProgress!.MaskedPan, e.Deadline),
        },
        CustomerEvent.OutcomeUnknown => state with { InProgress = state.InProgress! with { IsDoubted = true } },
        _ => throw new UnreachableException($"No rule evolves {@event.GetType().Name}."),
    };

    // A result was brought: whatever came of it, it cannot be brought again.
    private static CustomerState End(CustomerState state, CustomerEnding ending, Func<CustomerAnswer, CustomerAnswer> complete)
    {
        var change = state.InProgress!;
        return state with
        {
            InProgress = null,
            Challenge = change.Operation is CustomerOperation.AddSubmit3DS ? null : state.Challenge,
            Answers = state.Answers.Add(
                complete(new(change.Key, change.Operation, ending) { CardId = change.CardId, Amount = change.Amount })),
        };
    }
}
