using PaytureActors.Domain.Cheques;

namespace PaytureActors.Domain.Orders;

/// <summary>What a command asks beside operation and amount. It belongs to the request: under the same key it must be the same.</summary>
public sealed record AskDetails
{
    /// <summary>A command that says nothing more.</summary>
    public static AskDetails None { get; } = new();

    /// <summary>The interface that an opening command uses; later commands follow the order's own.</summary>
    /// <value>Api by default.</value>
    public ApiFamily Family { get; init; } = ApiFamily.Api;

    /// <summary>What a session is for: Pay or Block. Init needs it, nothing else takes it.</summary>
    public Operation? Session { get; init; }

    /// <summary>The receipt of Pay, Block or Init.</summary>
    public Cheque? Cheque { get; init; }

    /// <summary>
    /// The positions of the order's receipt that a partial Charge captures, or a partial Refund gives back; the receipt that remains is
    /// computed from them.
    /// </summary>
    public ValueList<ChequePosition> Items { get; init; }

    /// <summary>Where our doors send the customer's browser afterwards: https.</summary>
    public string? ReturnUrl { get; init; }
}
