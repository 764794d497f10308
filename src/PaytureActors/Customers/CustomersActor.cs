using Akka.Actor;
using PaytureActors.Domain;
using PaytureActors.Journal;
using PaytureActors.Orders;

namespace PaytureActors.Customers;

/// <summary>What a customer may touch: the clock, the journal's name and its merchant's terms. The gateway is reached through the vaults.</summary>
internal sealed record CustomerSurroundings
{
    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The terms of each configured merchant.</summary>
    public required IReadOnlyDictionary<MerchantAlias, OrderTerms> Terms { get; init; }

    /// <summary>The journal's configuration path.</summary>
    public required string Journal { get; init; }

    /// <summary>How long a customer with nothing in doubt stays in memory.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>How many customers may be in memory at once.</summary>
    public required int MaxCustomers { get; init; }

    /// <summary>Spreads the pauses before failed customers are opened again.</summary>
    public required int JitterSeed { get; init; }

    /// <summary>Whether facts may be written now: whether the database is still this process's own.</summary>
    public required Func<bool> MayWrite { get; init; }

    /// <summary>Hears why the journal did not take a fact.</summary>
    public required Action<Exception> JournalFailed { get; init; }

    /// <summary>Now, by both clocks.</summary>
    public Moment Now => Time.GetMoment();
}

/// <summary>All eWallet customers of this process.</summary>
internal sealed class CustomersActor : CopiesActor<CustomerKey>
{
    private readonly CustomerSurroundings _around;

    public CustomersActor(CustomerSurroundings around)
        : base(around.Time, around.MaxCustomers, around.JitterSeed)
    {
        _around = around;
        Receive<ICustomerMessage>(message => Deliver(message.Key, message, Sender));
        Receive<CustomerIsOpen>(open => Opened(open.Key));
        Receive<CustomerIsIdle>(idle => Close(idle.Key));
    }

    protected override string Kind => "customer";

    protected override Props CopyOf(CustomerKey key) => Props.Create<CustomerActor>(key, _around.Terms[key.Merchant].Policy, _around);

    protected override string? Objection(CustomerKey key) =>
        _around.Terms.ContainsKey(key.Merchant) ? null : $"No merchant is configured under the alias '{key.Merchant}'.";
}
