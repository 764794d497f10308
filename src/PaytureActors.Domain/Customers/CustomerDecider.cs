using System.Diagnostics;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Domain.Customers;

/// <summary>
/// Every rule about what may be asked of an eWallet customer, and what its facts are. The password is never kept, so a doubt can only be settled
/// when a command brings it, once the quiet period has passed; no further change leaves before that. Where nobody has the password any more, a person
/// ends the doubt, or the first command after the horizon does.
/// </summary>
public static class CustomerDecider
{
    /// <summary>Decides a command: facts to write down, a question to ask first, or a refusal. Time is an argument; the state is only read.</summary>
    public static CustomerDecision Decide(CustomerCommand command, CustomerState state, MerchantPolicy policy, DateTimeOffset now) => command switch
    {
        CustomerCommand.Ask ask => ask.Operation.IsChange() ? DecideKeyed(ask, state, policy, now) : new CustomerDecision.Forwarded(),
        CustomerCommand.Settle settle => DecideSettle(settle, state, policy, now),
        CustomerCommand.TakeSight sight => DecideSight(sight, state, policy, now),
        CustomerCommand.Resolve resolve => DecideResolve(resolve, state, policy, now),
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
            _ when ShowsChallenge(ask, key, state, now) => new CustomerDecision.ReadFirst(CustomerOperation.GetList),
            _ when state.Recorded(key) is { } earlier => IsSame(ask, earlier.Operation, earlier.CardId, earlier.Amount, earlier.MaskedPan)
                ? new CustomerDecision.Repeated(earlier)
                : CustomerDecision.Reject(CustomerRejection.KeyReused),
            { InProgress: { } change } when change.Key == key && !IsSame(ask, change) && key != state.DefaultKey(ask.Operation) =>
                CustomerDecision.Reject(CustomerRejection.KeyReused),
            { InProgress: { } change } when ask.Asked.CallOpen => change.Key == key && IsSame(ask, change)
                ? new CustomerDecision.Joined(key)
                : CustomerDecision.Reject(CustomerRejection.CommandInProgress),
            { InProgress: { } doubt } => DecideInDoubt(ask, doubt, policy, now),
            _ => DecideChange(ask, key, state, policy, now),
        };
    }

    /// <summary>
    /// A customer who went away at the bank brings nothing any more. What came of it the list shows, before the next change, or before the Add's own
    /// key is answered; a list that does not come holds nothing up, since nothing of ours is on its way.
    /// </summary>
    private static bool ShowsChallenge(CustomerCommand.Ask ask, IdempotencyKey key, CustomerState state, DateTimeOffset now) =>
        ask is { HasPassword: true, HasRead: false, Operation: not CustomerOperation.AddSubmit3DS }
        && state.IsChallengeOver(now) && (state.Recorded(key) is null || state.Challenge!.Key == key);

    /// <summary>
    /// Under the same key the same is asked. Of a card no more than first six and last four digits is kept, so that is what tells cards apart; a 3-D
    /// Secure result has none of its own.
    /// </summary>
    private static bool IsSame(CustomerCommand.Ask ask, CustomerChange change) =>
        IsSame(ask, change.Operation, change.CardId, change.Amount, change.MaskedPan);

    private static bool IsSame(CustomerCommand.Ask ask, CustomerOperation operation, string? cardId, Money? amount, string? maskedPan) =>
        (ask.Operation, ask.CardId, ask.Amount) == (operation, cardId, amount)
        && (operation is not CustomerOperation.Add || ask.MaskedPan == maskedPan);

    private static CustomerDecision DecideInDoubt(CustomerCommand.Ask ask, CustomerChange doubt, MerchantPolicy policy, DateTimeOffset now) => ask switch
    {
        _ when !ask.Asked.IsQuiet(policy) => new CustomerDecision.InDoubt(doubt), // It may still arrive, and undo what would come now.
        _ when CanEndUnseen(doubt, ask) => new CustomerDecision.SettledFirst([new CustomerEvent.NotApplied(doubt.Id, now)]),
        _ when IsOver(doubt, ask, policy, now) => new CustomerDecision.SettledFirst([new CustomerEvent.NeverLearnt(doubt.Id, now)]),
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

    /// <summary>
    /// What needs no password comes from one who may not have it: after the horizon it does not wait for a question that nobody can ask. With the
    /// password the gateway is asked first, and a gateway that does not answer ends nothing.
    /// </summary>
    private static bool IsOver(CustomerChange doubt, CustomerCommand.Ask ask, MerchantPolicy policy, DateTimeOffset now) =>
        !ask.HasPassword && !ask.Operation.NeedsPassword() && doubt.IsPastHorizon(now, policy);

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
                CardId = ask.CardId, Amount = ask.Amount, MaskedPan = maskedPan, ReturnUrl = ask.ReturnUrl,
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
        state.IsChallengeOver(taken.Asked.At)
            ? DecideChallenge(state.Challenge!, taken.Sight, state, now)
            : state.InProgress is not { } doubt || doubt.Id != taken.About
            ? CustomerDecision.Nothing
            : CustomerJudge.Judge(doubt, taken.Sight, taken.Asked, state, policy) switch
            {
                CustomerVerdict.Applied applied => CustomerDecision.Accept(new CustomerEvent.Applied(doubt.Id, applied.Card, WasSeen: true, now)),
                CustomerVerdict.NotApplied => CustomerDecision.Accept(new CustomerEvent.NotApplied(doubt.Id, now)),
                CustomerVerdict.NeverLearnt => CustomerDecision.Accept(new CustomerEvent.NeverLearnt(doubt.Id, now)),
                _ => CustomerDecision.Nothing,
            };

    private static CustomerDecision DecideChallenge(CardChallenge challenge, CustomerSight sight, CustomerState state, DateTimeOffset now) =>
        CustomerJudge.Judge(challenge, sight, state) switch
        {
            CustomerVerdict.Applied applied => CustomerDecision.Accept(new CustomerEvent.ChallengeEnded(challenge.Opening, applied.Card, now)),
            CustomerVerdict.NotApplied => CustomerDecision.Accept(new CustomerEvent.ChallengeEnded(challenge.Opening, null, now)),
            _ => CustomerDecision.Nothing,
        };

    // A person cannot know what is still on its way, and has ninety seconds.
    private static CustomerDecision DecideResolve(CustomerCommand.Resolve resolve, CustomerState state, MerchantPolicy policy, DateTimeOffset now) =>
        state.InProgress switch
        {
            { } doubt when resolve.Decision is ManualDecision.Applied or ManualDecision.NotApplied =>
                resolve.Asked.CallOpen || !resolve.Asked.IsQuiet(policy)
                    ? CustomerDecision.Reject(CustomerRejection.CommandInProgress)
                    : CustomerDecision.Accept(new CustomerEvent.Resolved(doubt.Id, resolve.Decision, resolve.Reason, resolve.By, now)),
            _ => CustomerDecision.Reject(CustomerRejection.NothingToResolve),
        };

    private static CustomerState Write(CustomerState state, CustomerEvent @event) => @event switch
    {
        CustomerEvent.ChangeRequested e => state with
        {
            LastAttempt = e.Attempt,
            InProgress = new(e.Attempt, e.Key, e.Operation, e.At, e.SendBy)
            {
                CardId = e.CardId, Amount = e.Amount, MaskedPan = e.MaskedPan, ReturnUrl = e.ReturnUrl,
            },
        },
        CustomerEvent.Applied e => End(state, CustomerEnding.Done, answer => answer with { Card = e.Card }),
        CustomerEvent.Refused e => End(
            state, CustomerEnding.Refused, answer => answer with { Refusal = e.Refusal }, usesResultUp: !IsTechnical(e.Refusal)),
        CustomerEvent.NeverLearnt => End(state, CustomerEnding.NeverLearnt, answer => answer),
        CustomerEvent.Resolved { Decision: ManualDecision.Applied } => End(state, CustomerEnding.Done, answer => answer),
        CustomerEvent.Resolved or CustomerEvent.NotApplied => End(state, CustomerEnding.NotApplied, answer => answer, usesResultUp: false),
        CustomerEvent.NotSent e => End(state, CustomerEnding.NotSent, answer => answer with { Reason = e.Reason }, usesResultUp: false),
        CustomerEvent.ChallengeIssued e => End(state, CustomerEnding.AwaitingCustomer, answer => answer with { Deadline = e.Deadline }) with
        {
            Challenge = new(e.Attempt, state.InProgress!.Key, e.MdHash, state.InProgress!.MaskedPan, e.Deadline),
            ReturnUrl = state.InProgress!.ReturnUrl,
        },
        CustomerEvent.ChallengeEnded e => EndChallenge(
            state, state.Challenge!, e.Card is null ? CustomerEnding.NotApplied : CustomerEnding.Done, answer => answer with { Card = e.Card }),
        CustomerEvent.OutcomeUnknown => state with { InProgress = state.InProgress! with { IsDoubted = true } },
        _ => throw new UnreachableException($"No rule evolves {@event.GetType().Name}."),
    };

    // The gateway says that nothing happened; what was brought may be brought again.
    private static bool IsTechnical(Refusal refusal) => refusal.Class is ErrorClass.Retryable or ErrorClass.Access or ErrorClass.BadRequest;

    /// <summary>
    /// Ends the change. As with orders, a 3-D Secure result that had no effect may be brought again while the challenge lasts. One that was used up ends
    /// its challenge with it, and is the answer to the Add that waited.
    /// </summary>
    private static CustomerState End(
        CustomerState state, CustomerEnding ending, Func<CustomerAnswer, CustomerAnswer> complete, bool usesResultUp = true)
    {
        var change = state.InProgress!;
        var after = change.Operation is CustomerOperation.AddSubmit3DS && usesResultUp && state.Challenge is { } challenge
            ? EndChallenge(state, challenge, ending, complete)
            : state;
        return after with
        {
            InProgress = null,
            Answers = after.Answers.Add(
                complete(new(change.Key, change.Operation, ending) { CardId = change.CardId, Amount = change.Amount, MaskedPan = change.MaskedPan })),
        };
    }

    private static CustomerState EndChallenge(
        CustomerState state, CardChallenge challenge, CustomerEnding ending, Func<CustomerAnswer, CustomerAnswer> complete) => state with
    {
        Challenge = null,
        Answers = ValueList.From(state.Answers.Select(answer =>
            answer.Key == challenge.Key ? complete(answer with { Ending = ending, Deadline = null }) : answer)),
    };
}
