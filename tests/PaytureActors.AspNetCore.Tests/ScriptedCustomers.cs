using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>Answers every command about a customer with the reply that a test wants, and remembers what was asked.</summary>
internal sealed class ScriptedCustomers : IPaytureCustomers, ICustomer
{
    public CustomerReply Reply { get; set; } = new CustomerReply.Done();

    public bool HasWallet { get; set; } = true;

    public string? Login { get; private set; }

    public CustomerAsk? Asked { get; private set; }

    public Instrument.Wallet? Wallet { get; private set; }

    public Instrument.ThreeDSecureResult? Result { get; private set; }

    public CallOptions? Options { get; private set; }

    public ICustomer this[MerchantAlias merchant, string login]
    {
        get
        {
            Login = HasWallet ? login : throw new ArgumentException("No VWID.", nameof(merchant));
            return this;
        }
    }

    public Task<CustomerReply> DoAsync(
        CustomerAsk command, Instrument.Wallet? wallet, Instrument.ThreeDSecureResult? result, CallOptions? options, CancellationToken cancellationToken)
    {
        (Asked, Wallet, Result, Options) = (command, wallet, result, options);
        return Failure is null ? Task.FromResult(Reply) : Task.FromException<CustomerReply>(Failure);
    }

    public string? Door { get; private set; }

    public CardReturn? Back { get; set; } = new(new CustomerReply.Done(), "https://shop.example/cards?a=1");

    public Exception? Failure { get; set; }

    public Task<CardReturn?> ReturnAsync(
        MerchantAlias merchant, string customer, Instrument.ThreeDSecureResult result, TimeSpan? limit, CancellationToken cancellationToken)
    {
        (Door, Result) = (customer, result);
        return Failure is null ? Task.FromResult(Back) : Task.FromException<CardReturn?>(Failure);
    }

    public (ManualDecision Decision, string Reason, string By)? Resolution { get; private set; }

    public Task<CustomerReply> ResolveAsync(ManualDecision decision, string reason, string by, CancellationToken cancellationToken)
    {
        Resolution = (decision, reason, by);
        return Task.FromResult(Reply);
    }
}
