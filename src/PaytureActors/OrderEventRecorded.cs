using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors;

/// <summary>
/// Published to the actor system's event stream as soon as the journal has a fact: subscribe with
/// <c>system.EventStream.Subscribe(actor, typeof(OrderEventRecorded))</c>. Only this process's orders publish here, and only what happens
/// while they live: who must not miss one reads the journal.
/// </summary>
/// <param name="Key">Which order.</param>
/// <param name="Sequence">The fact's number on the order, counted from 1.</param>
/// <param name="Event">The fact.</param>
public sealed record OrderEventRecorded(OrderKey Key, long Sequence, OrderEvent Event);
