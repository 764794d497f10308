using Akka.Actor;
using PaytureActors.Domain;

namespace PaytureActors.Orders;

/// <summary>Where an order's copy in memory stands.</summary>
internal enum SlotPhase
{
    /// <summary>It recovers; messages wait.</summary>
    Opening = 1,

    /// <summary>It takes messages.</summary>
    Open,

    /// <summary>It leaves memory or makes room for a fresh copy; messages wait.</summary>
    Closing,

    /// <summary>It stopped because of a failure, and is opened again after a pause; nothing is taken meanwhile.</summary>
    Failed,
}

/// <summary>One order in memory.</summary>
internal sealed class OrderSlot(OrderKey key)
{
    /// <summary>How many messages may wait for an order that is being opened or closed.</summary>
    public const int MaxWaiting = 1000;

    private Queue<(object Message, IActorRef Sender)>? _waiting;

    /// <summary>Which order.</summary>
    public OrderKey Key { get; } = key;

    /// <summary>Where it stands.</summary>
    public SlotPhase Phase { get; set; }

    /// <summary>Its copy.</summary>
    public IActorRef Copy { get; set; } = ActorRefs.Nobody;

    /// <summary>When the copy was made.</summary>
    public MonotonicTime Since { get; set; }

    /// <summary>How often in a row it failed.</summary>
    public int Failures { get; set; }

    /// <summary>Whether a message waits.</summary>
    public bool HasWaiting => _waiting is { Count: > 0 };

    /// <summary>Lets a message wait, if there is room.</summary>
    public bool TryHold(object message, IActorRef sender)
    {
        _waiting ??= new();
        if (_waiting.Count >= MaxWaiting)
            return false;
        _waiting.Enqueue((message, sender));
        return true;
    }

    /// <summary>Takes out all that waits, in its order.</summary>
    public IEnumerable<(object Message, IActorRef Sender)> TakeWaiting()
    {
        var waiting = _waiting;
        _waiting = null;
        return waiting ?? Enumerable.Empty<(object, IActorRef)>();
    }
}
