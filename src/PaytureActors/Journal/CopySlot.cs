using Akka.Actor;
using PaytureActors.Domain;

namespace PaytureActors.Journal;

/// <summary>Where the copy in memory of something in the journal stands.</summary>
internal enum CopyPhase
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

/// <summary>One of many things that the journal keeps, in memory.</summary>
internal sealed class CopySlot<TKey>(TKey key)
{
    /// <summary>How many messages may wait for a copy that is being opened or closed.</summary>
    public const int MaxWaiting = 1000;

    private Queue<(object Message, IActorRef Sender)>? _waiting;

    /// <summary>Which.</summary>
    public TKey Key { get; } = key;

    /// <summary>Where its copy stands.</summary>
    public CopyPhase Phase { get; set; }

    /// <summary>Its copy.</summary>
    public IActorRef Copy { get; set; } = ActorRefs.Nobody;

    /// <summary>Whether nobody but ourselves has wanted it so far.</summary>
    public bool IsOnlyWoken { get; set; }

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
