using PaytureActors.Customers;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Gateway;
using PaytureActors.Hosting;
using PaytureActors.TestKit.Gateway;
using PaytureActors.Tests.Orders;

namespace PaytureActors.Tests.Customers;

/// <summary>A customer of the shop, on a whole engine with the simulated gateway beneath.</summary>
internal sealed class CustomerUnderTest : IDisposable
{
    public const string Login = "+79990001122";
    public const string Password = "canary-psw-8841";
    public const string CardId = "11111111-2222-3333-4444-555555555555"; // A stranger's.

    private EngineUnderTest _engine;

    public CustomerUnderTest(FaultScript? faults = null, bool isRegistered = true, string hocon = "", Action<PaytureActorsOptions>? configure = null)
    {
        _engine = new EngineUnderTest(faults, options =>
        {
            options.Merchants["shop"].Vwid = "VWMerchantside";
            configure?.Invoke(options);
        }, hocon);
        if (isRegistered)
            Assert.IsType<CustomerReply.Done>(Do(CustomerOperation.Register));
    }

    public EngineUnderTest Engine => _engine;

    public IReadOnlyList<CardView> Cards => _engine.Gateway.View().Customers.SingleOrDefault(customer => customer.Login == Login)?.Cards ?? [];

    public CustomerState State => Events.Aggregate(CustomerState.Initial, CustomerDecider.Evolve);

    public IEnumerable<CustomerEvent> Events => _engine.Journal
        .Read(CustomerKey.Of(new MerchantAlias("shop"), Login, new PaytureActorsOptions().CustomerIdKey).PersistenceId)
        .Select(kept => (CustomerEvent)kept.Payload);

    public static Instrument.Wallet Wallet(Instrument.Card? card = null, string password = Password) => new(Login, password) { Card = card };

    public ICustomer Customer => new PaytureCustomers(_engine.Engine)[new MerchantAlias("shop"), Login];

    public int Calls(string command) => _engine.Gateway.Calls(Login, command);

    /// <summary>Does a command with the password, and waits for its answer.</summary>
    public CustomerReply Do(CustomerOperation operation, string? key = null, Instrument.Card? card = null) =>
        Do(new CustomerAsk(operation), Wallet(card), key);

    public CustomerReply Do(CustomerAsk ask, Instrument.Wallet? wallet, string? key = null, Instrument.ThreeDSecureResult? result = null) =>
        _engine.Run(() => Customer.DoAsync(ask, wallet, result, key is null ? null : new CallOptions { Key = new(key) }));

    public CustomerReply Add(string? key = null, string card = TestCards.Success) => Do(CustomerOperation.Add, key, EngineUnderTest.Card(card));

    public ValueList<StoredCard> List() => Assert.IsType<CustomerReply.Done>(Do(CustomerOperation.GetList)).Cards;

    public void Wait(TimeSpan span) => _engine.Time.RunFor(span);

    public void Restart() => _engine = _engine.Restart();

    public void Dispose() => _engine.Dispose();
}
