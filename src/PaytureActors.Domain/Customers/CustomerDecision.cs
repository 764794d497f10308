namespace PaytureActors.Domain.Customers;

/// <summary>What the rules say to a command about a customer.</summary>
public abstract record CustomerDecision
{
    private CustomerDecision() { } // Closed: every case is in this file.

    /// <summary>These facts are to be written down, in one piece. None at all: there is nothing new to say.</summary>
    public sealed record Accepted(ValueList<CustomerEvent> Events) : CustomerDecision;

    /// <summary>These facts end a doubt; once they are written down, the command is to be decided again.</summary>
    public sealed record SettledFirst(ValueList<CustomerEvent> Events) : CustomerDecision;

    /// <summary>Check or GetList must be asked first, with the command's password; then the command is to be decided again.</summary>
    public sealed record ReadFirst(CustomerOperation Read) : CustomerDecision;

    /// <summary>It changes nothing: it goes to the gateway as it is, and nothing is written down.</summary>
    public sealed record Forwarded : CustomerDecision;

    /// <summary>Nothing of the command is sent: an earlier one, or itself asked before, is still in doubt.</summary>
    public sealed record InDoubt(CustomerChange Doubt) : CustomerDecision;

    /// <summary>The command is refused and nothing changes.</summary>
    public sealed record Rejected(CustomerRejection Reason) : CustomerDecision;

    /// <summary>The key's command has ended: this is its answer, as it was.</summary>
    public sealed record Repeated(CustomerAnswer Answer) : CustomerDecision;

    /// <summary>The key's call is open: wait for it.</summary>
    public sealed record Joined(IdempotencyKey Key) : CustomerDecision;

    internal static CustomerDecision Nothing { get; } = new Accepted([]);

    internal static CustomerDecision Accept(params ReadOnlySpan<CustomerEvent> events) => new Accepted(ValueList.Of(events));

    internal static CustomerDecision Reject(CustomerRejection reason) => new Rejected(reason);
}

/// <summary>Why a command about a customer was refused here, with nothing sent.</summary>
public enum CustomerRejection
{
    /// <summary>Another command of this customer has an open call: it comes first.</summary>
    CommandInProgress = 1,

    /// <summary>The key was used for another operation, stored card, card (by its masked number) or amount.</summary>
    KeyReused,

    /// <summary>The command carries the customer's password, and none came with it.</summary>
    PasswordRequired,

    /// <summary>Add stores a card, and none came with it.</summary>
    CardRequired,

    /// <summary>Activate and Remove are about a stored card: say which.</summary>
    CardIdRequired,

    /// <summary>Activate needs the sum that Add held.</summary>
    AmountRequired,

    /// <summary>No card of this customer waits for a 3-D Secure result.</summary>
    NoChallenge,

    /// <summary>The MD is not the one of the card that waits.</summary>
    OtherChallenge,

    /// <summary>The time for the 3-D Secure result has passed: add the card anew.</summary>
    ChallengeOver,

    /// <summary>Nothing of this customer is in doubt.</summary>
    NothingToResolve,

    /// <summary>The key's command waits for the customer, and its 3-D Secure form was handed out already: it is not kept.</summary>
    FormHandedOut,
}
