using PaytureActors.Domain.Orders;

namespace PaytureActors.Domain.Customers;

/// <summary>A request to change an eWallet customer or a stored card: imperative mood, no secrets, and no login.</summary>
public abstract record CustomerCommand
{
    private CustomerCommand() { } // Closed: every case is in this file.

    /// <summary>What a caller asks for.</summary>
    /// <param name="Operation">What the caller wants done.</param>
    /// <param name="Key">
    /// The caller's key. Without one, the operation and the number of its ended commands on this customer are the key. What changes nothing
    /// takes none.
    /// </param>
    /// <param name="Asked">What this process could prove about a command in doubt at this moment.</param>
    public sealed record Ask(CustomerOperation Operation, IdempotencyKey? Key, Asked Asked) : CustomerCommand
    {
        /// <summary>Which stored card, for Activate and Remove.</summary>
        public string? CardId { get; init; }

        /// <summary>The sum that Add held, as the customer typed it, for Activate.</summary>
        public Money? Amount { get; init; }

        /// <summary>The first six and the last four digits of the card, for Add: by them a list shows whether it is stored.</summary>
        public string? MaskedPan { get; init; }

        /// <summary>Where our door sends the customer's browser after 3-D Secure, for Add. Under the same key it need not be the same.</summary>
        public string? ReturnUrl { get; init; }

        /// <summary>The hash of the MD that came with a 3-D Secure result, for AddSubmit3DS.</summary>
        public string? MdHash { get; init; }

        /// <summary>Whether it brings the customer's password: only then can the gateway be asked what a command in doubt did.</summary>
        public bool HasPassword { get; init; }

        /// <summary>Whether the gateway was asked for its sake already: it is not asked twice for one command.</summary>
        public bool HasRead { get; init; }
    }

    /// <summary>Reports how a command's call ended.</summary>
    /// <param name="Attempt">Which call.</param>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="Card">The stored card, where the answer names one.</param>
    public sealed record Settle(AttemptId Attempt, GatewayOutcome Outcome, StoredCard? Card = null) : CustomerCommand;

    /// <summary>Reports what Check or GetList showed, and when it was asked.</summary>
    /// <param name="About">The change that was in doubt when the question left: of a later one it shows nothing.</param>
    /// <param name="Sight">What it showed.</param>
    /// <param name="Asked">What it can prove.</param>
    public sealed record TakeSight(AttemptId About, CustomerSight Sight, Asked Asked) : CustomerCommand;

    /// <summary>A person ends a doubt, with what was found out elsewhere.</summary>
    /// <param name="Decision">What the person found out. There is nothing to acknowledge: a customer has no mark.</param>
    /// <param name="Reason">Why, in the person's words.</param>
    /// <param name="By">The person's name.</param>
    /// <param name="Asked">What this process could prove about the command in doubt at this moment.</param>
    public sealed record Resolve(ManualDecision Decision, string Reason, string By, Asked Asked) : CustomerCommand;
}
