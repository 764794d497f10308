using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Domain.Tests.Customers;

/// <summary>A customer of ours, the gateway's side of it, and what is between them. All steps that the world may take from here.</summary>
internal sealed record CustomerWorld
{
    public static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly MerchantPolicy Policy = new();
    private const int MostChanges = 3;

    public CustomerState State { get; init; } = CustomerState.Initial;

    public CustomerLedger Ledger { get; init; } = new();

    /// <summary>A request on its way to the gateway.</summary>
    public CustomerChange? OnTheWay { get; init; }

    /// <summary>Whether this process waits for an answer.</summary>
    public bool IsCallOpen { get; init; }

    /// <summary>Whether the quiet period has passed: what was on its way has arrived or is lost.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>What the journal holds; two worlds are the same without it.</summary>
    public ValueList<CustomerEvent> Journal { get; private init; }

    public bool Equals(CustomerWorld? other) => other is not null && Parts == other.Parts;

    public override int GetHashCode() => Parts.GetHashCode();

    private (CustomerState, CustomerLedger, CustomerChange?, bool, bool) Parts => (State, Ledger, OnTheWay, IsCallOpen, IsQuiet);

    private Asked Asked => new(Now, IsQuiet ? Policy.QuietPeriod * 2 : TimeSpan.Zero, IsCallOpen);

    /// <summary>Where the world may go.</summary>
    public IEnumerable<CustomerWorld> Next()
    {
        if (State.LastAttempt.Number < MostChanges)
        {
            foreach (var ask in Asks())
            {
                yield return Hear(ask, isReadAnswered: true);
                yield return Hear(ask, isReadAnswered: false);
            }
        }

        foreach (var after in CallSteps().Concat(WorldSteps()))
            yield return after;
    }

    /// <summary>The gateway answers again, time has passed, and somebody brings the password: what is in doubt must end.</summary>
    public CustomerWorld BecomeCertain()
    {
        var quiet = (IsCallOpen ? Settle(new GatewayOutcome.Unknown(UnknownReason.Timeout)) : this) with { OnTheWay = null, IsQuiet = true };
        return quiet.Hear(
            new CustomerCommand.Ask(CustomerOperation.Register, new("last"), quiet.Asked) { HasPassword = true }, isReadAnswered: true);
    }

    /// <summary>The password is lost, and the horizon has passed: a merchant who takes the customer out ends what is in doubt.</summary>
    public CustomerState EndWithoutPassword()
    {
        var over = State.InProgress!.Horizon(Policy) + TimeSpan.FromTicks(1);
        var delete = new CustomerCommand.Ask(CustomerOperation.Delete, new("last"), new Asked(over, Policy.QuietPeriod * 2, CallOpen: false));
        return ((CustomerDecision.SettledFirst)CustomerDecider.Decide(delete, State, Policy, over)).Events.Aggregate(State, CustomerDecider.Evolve);
    }

    private IEnumerable<CustomerCommand.Ask> Asks()
    {
        IdempotencyKey?[] keys = [null, new($"own-{State.LastAttempt.Number}")];
        var cards = Ledger.Cards.Select(card => card.Id).Append("card-of-others").Take(1);
        foreach (var key in keys)
        {
            foreach (var hasPassword in (bool[])[true, false])
            {
                yield return Ask(CustomerOperation.Register);
                yield return Ask(CustomerOperation.Update);
                yield return Ask(CustomerOperation.Delete);
                yield return Ask(CustomerOperation.Add) with { MaskedPan = CustomerLedger.Mask };
                yield return Ask(CustomerOperation.AddSubmit3DS) with { MdHash = CustomerLedger.Md };
                yield return Ask(CustomerOperation.AddSubmit3DS) with { MdHash = "another" };
                foreach (var card in cards)
                {
                    yield return Ask(CustomerOperation.Remove) with { CardId = card };
                    yield return Ask(CustomerOperation.Activate) with { CardId = card, Amount = Money.Kopecks(CustomerLedger.Held) };
                    yield return Ask(CustomerOperation.Activate) with { CardId = card, Amount = Money.Kopecks(1) };
                }

                CustomerCommand.Ask Ask(CustomerOperation operation) => new(operation, key, Asked) { HasPassword = hasPassword };
            }
        }
    }

    // The shell's loop: ask first where the rules say so, then decide again.
    private CustomerWorld Hear(CustomerCommand.Ask ask, bool isReadAnswered) =>
        CustomerDecider.Decide(ask, State, Policy, Now) switch
        {
            CustomerDecision.Accepted accepted => Write(accepted.Events),
            CustomerDecision.SettledFirst settled => Write(settled.Events).Hear(ask, isReadAnswered),
            CustomerDecision.ReadFirst read => (isReadAnswered ? See(read.Read) : this).Hear(ask with { HasRead = true }, isReadAnswered),
            _ => this,
        };

    private CustomerWorld See(CustomerOperation read)
    {
        var doubt = State.InProgress!;
        var sight = new CustomerCommand.TakeSight(doubt.Id, Ledger.Show(read), Asked);
        var after = Write(((CustomerDecision.Accepted)CustomerDecider.Decide(sight, State, Policy, Now)).Events);
        if (after.State.Recorded(doubt.Key) is { } answer)
            Truth(doubt, answer);
        return after;
    }

    // What was settled by sight is what the gateway did. A register that finds the customer there, and a removal that finds no card, have what they wanted.
    private void Truth(CustomerChange change, CustomerAnswer answer)
    {
        var isDone = Ledger.Effects.Contains(change.Id.Number) || change.Operation switch
        {
            CustomerOperation.Register => Ledger.IsKnown,
            CustomerOperation.Delete => !Ledger.IsKnown,
            CustomerOperation.Remove => Ledger.Cards.All(card => card.Id != change.CardId),
            CustomerOperation.Activate => Ledger.Cards.Any(card => card.Id == change.CardId && card.IsActive),
            CustomerOperation.Add or CustomerOperation.AddSubmit3DS => Ledger.Cards.Any(card => card.Name == CustomerLedger.Card && !State.HasStored(card.Id)),
            _ => false,
        };
        if (answer.Ending is not (CustomerEnding.Done or CustomerEnding.NotApplied))
            throw new InvalidOperationException($"{answer} was settled by sight.");
        if (isDone != (answer.Ending is CustomerEnding.Done))
            throw new InvalidOperationException($"{answer} is not what the gateway did: {Ledger}");
        if (answer.Ending is CustomerEnding.NotApplied && OnTheWay?.Id == change.Id)
            throw new InvalidOperationException($"{answer} may still arrive.");
    }

    private IEnumerable<CustomerWorld> CallSteps()
    {
        if (!IsCallOpen)
            yield break;

        var change = State.InProgress!;
        var unknown = new GatewayOutcome.Unknown(UnknownReason.Timeout);
        yield return Settle(unknown); // Still on its way, if it was.
        if (OnTheWay is null)
            yield break;

        yield return (this with { OnTheWay = null }).Settle(new GatewayOutcome.NotSent(NotSentReason.Connect));
        yield return (this with { OnTheWay = null }).Settle(unknown);
        yield return (this with { OnTheWay = null }).Settle(
            new GatewayOutcome.Refused(new Refusal("INTERNAL_ERROR", ErrorClass.OutcomeUnknown, true)));
        foreach (var asksForChallenge in (bool[])[false, true])
        {
            var (ledger, answer, card) = Ledger.Take(change, asksForChallenge);
            var arrived = this with { OnTheWay = null, Ledger = ledger };
            yield return arrived.Settle(answer, card);
            yield return arrived.Settle(unknown);
            yield return arrived.Crash();
        }
    }

    private IEnumerable<CustomerWorld> WorldSteps()
    {
        yield return Crash();
        if (OnTheWay is { } change)
        {
            yield return this with { OnTheWay = null };
            yield return this with { OnTheWay = null, Ledger = Ledger.Take(change, asksForChallenge: false).After };
        }
        else if (!IsCallOpen)
        {
            yield return this with { IsQuiet = true };
        }
    }

    private CustomerWorld Settle(GatewayOutcome outcome, StoredCard? card = null)
    {
        var decision = CustomerDecider.Decide(new CustomerCommand.Settle(State.InProgress!.Id, outcome, card), State, Policy, Now);
        return (this with { IsCallOpen = false }).Write(((CustomerDecision.Accepted)decision).Events);
    }

    private CustomerWorld Crash()
    {
        var replayed = Journal.Aggregate(CustomerState.Initial, CustomerDecider.Evolve);
        if (replayed != State)
            throw new InvalidOperationException("The journal tells another story.");
        if (CustomerProcess.Resume(replayed) is CustomerEffect.Call)
            throw new InvalidOperationException("A restart sends.");
        return this with { IsCallOpen = false, IsQuiet = false };
    }

    private CustomerWorld Write(ValueList<CustomerEvent> events)
    {
        var world = this;
        foreach (var @event in events)
        {
            var before = world.State;
            world = world with { State = CustomerDecider.Evolve(before, @event), Journal = world.Journal.Add(@event) };
            if (CustomerProcess.React(@event, world.State) is not CustomerEffect.Call call)
                continue;
            if (before.InProgress is not null || world.OnTheWay is not null)
                throw new InvalidOperationException($"{call.Change} leaves before {before.InProgress ?? world.OnTheWay} has ended.");
            if (call.Change.Id.Number <= before.LastAttempt.Number)
                throw new InvalidOperationException($"{call.Change} leaves twice.");
            world = world with { OnTheWay = call.Change, IsCallOpen = true, IsQuiet = false };
        }

        return world;
    }
}
