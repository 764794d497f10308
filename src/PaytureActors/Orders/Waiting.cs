using Akka.Actor;
using PaytureActors.Domain;

namespace PaytureActors.Orders;

/// <summary>Who waits for what in an order. A call that asks again takes its own place; one that has given up loses it.</summary>
/// <typeparam name="TWhat">What they wait for.</typeparam>
internal sealed class Waiting<TWhat>
{
    private readonly List<Waiter> _waiters = [];

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _waiters.Count == 0;

    /// <summary>Lets one wait.</summary>
    public void Add(TWhat what, string call, IActorRef who, TimeSpan within, MonotonicTime now)
    {
        _waiters.RemoveAll(waiter => waiter.Until < now || waiter.Call == call);
        _waiters.Add(new Waiter(what, call, who, now + within));
    }

    /// <summary>Forgets those who have given up.</summary>
    public void Prune(MonotonicTime now) => _waiters.RemoveAll(waiter => waiter.Until < now);

    /// <summary>Answers those for whom there is an answer.</summary>
    public void Answer(Func<TWhat, object?> answerTo)
    {
        _waiters.RemoveAll(waiter =>
        {
            if (answerTo(waiter.What) is not { } answer)
                return false;
            waiter.Who.Tell(answer);
            return true;
        });
    }

    private sealed record Waiter(TWhat What, string Call, IActorRef Who, MonotonicTime Until);
}
