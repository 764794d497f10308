using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.TestKit.Lab;

/// <summary>The eWallet customers of whichever process a runner means.</summary>
internal sealed class ForwardedCustomers(ICallRunner runner, Func<IServiceProvider, IPaytureCustomers> customers) : IPaytureCustomers
{
    public ICustomer this[MerchantAlias merchant, string login]
    {
        get
        {
            _ = customers(runner.Services)[merchant, login]; // It says what is wrong with them.
            return new ForwardedCustomer(runner, services => customers(services)[merchant, login]);
        }
    }

    public Task<CardReturn?> ReturnAsync(
        MerchantAlias merchant, string customer, Instrument.ThreeDSecureResult result, TimeSpan? limit = null, CancellationToken cancellationToken = default) =>
        runner.RunAsync(services => customers(services).ReturnAsync(merchant, customer, result, limit, cancellationToken));

    private sealed class ForwardedCustomer(ICallRunner runner, Func<IServiceProvider, ICustomer> customer) : ICustomer
    {
        public Task<CustomerReply> DoAsync(
            CustomerAsk command, Instrument.Wallet? wallet, Instrument.ThreeDSecureResult? result = null, CallOptions? options = null,
            CancellationToken cancellationToken = default) =>
            runner.RunAsync(services => customer(services).DoAsync(command, wallet, result, options, cancellationToken));

        public Task<CustomerReply> ResolveAsync(ManualDecision decision, string reason, string by, CancellationToken cancellationToken = default) =>
            runner.RunAsync(services => customer(services).ResolveAsync(decision, reason, by, cancellationToken));
    }
}
