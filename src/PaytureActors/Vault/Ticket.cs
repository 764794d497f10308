using Akka.Actor;

namespace PaytureActors.Vault;

/// <summary>A claim on an instrument that waits in its vault: harmless to hold or to print, and good for one use.</summary>
/// <param name="Id">Its number in the vault.</param>
/// <param name="Vault">Where the instrument waits: in the process that received it.</param>
internal sealed record Ticket(string Id, IActorRef Vault)
{
    /// <summary>Its number.</summary>
    public override string ToString() => $"Ticket {Id}";
}
