using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors;

/// <summary>An order as callers see it; amounts are in kopecks.</summary>
public sealed record OrderView
{
    /// <summary>Which order.</summary>
    public required OrderKey Key { get; init; }

    /// <summary>Phase, held, captured and refunded.</summary>
    public required Books Books { get; init; }

    /// <summary>The newest attempt of the command in progress, or what it waits for; null when nothing is in progress.</summary>
    public AttemptView? Attempt { get; init; }

    /// <summary>What the gateway last said of the order, where that was worth keeping.</summary>
    public Standing? Gateway { get; init; }

    /// <summary>The code of the newest command that was refused by the gateway, if it was the newest command.</summary>
    public Refusal? LastError { get; init; }

    /// <summary>Why a person must look, if one must.</summary>
    public AttentionReason? Attention { get; init; }

    /// <summary>The order's sequence number: a later view has a higher one.</summary>
    public required long Sequence { get; init; }

    /// <summary>Whether the order lives at a simulated gateway.</summary>
    public bool Sandbox { get; init; }
}

/// <summary>The command in progress.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Amount">The amount; null while a refund of everything waits for its fence.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Since">When the command was accepted.</param>
/// <param name="InDoubtUntil">When "not applied" can be proved at the earliest; null when nothing is in doubt.</param>
public sealed record AttemptView(Operation Operation, Money? Amount, AttemptStatus Status, DateTimeOffset Since, DateTimeOffset? InDoubtUntil);

/// <summary>Where a command in progress is.</summary>
public enum AttemptStatus
{
    /// <summary>Its call is on the way.</summary>
    Sent = 1,

    /// <summary>Its outcome is not known; the gateway is being asked.</summary>
    InDoubt,

    /// <summary>The gateway is at work on it.</summary>
    PendingAtGateway,

    /// <summary>It waits for a fresh standing, or for its next attempt.</summary>
    Waiting,
}
