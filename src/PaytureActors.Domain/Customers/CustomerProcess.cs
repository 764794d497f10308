namespace PaytureActors.Domain.Customers;

/// <summary>What a customer wants done as its facts happen.</summary>
public abstract record CustomerEffect
{
    private CustomerEffect() { } // Closed: every case is in this file.

    /// <summary>Send this change to the gateway, once.</summary>
    public sealed record Call(CustomerChange Change) : CustomerEffect;
}

/// <summary>From facts to effects.</summary>
public static class CustomerProcess
{
    /// <summary>What one fact sets off at once. The only place from which something is changed.</summary>
    public static CustomerEffect? React(CustomerEvent @event, CustomerState state) => (@event, state.InProgress) switch
    {
        (CustomerEvent.ChangeRequested requested, { } change) when change.Id == requested.Attempt => new CustomerEffect.Call(change),
        _ => null,
    };

    /// <summary>
    /// What to do after a restart: nothing, whatever the state. A change that had not ended may have been sent or not; nobody has the password to
    /// ask with, and nothing is ever sent twice. It waits in doubt for the next command.
    /// </summary>
    public static CustomerEffect? Resume(CustomerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return null;
    }
}
