using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.Hosting;

namespace PaytureActors;

/// <summary>The door for callers in this process.</summary>
/// <param name="engine">The orders.</param>
internal sealed class PaytureOrders(Engine engine) : IPaytureOrders
{
    public IReadOnlyCollection<MerchantAlias> Merchants => engine.Merchants;

    public IOrder this[OrderKey key]
    {
        get
        {
            if (!engine.Merchants.Contains(key.Merchant))
            {
                throw new ArgumentException(
                    $"No merchant is configured under the alias '{key.Merchant}': add Payture:Merchants:{key.Merchant}, or use one of "
                    + $"{string.Join(", ", engine.Merchants.Select(alias => alias.ToString()).Order(StringComparer.Ordinal))}.", nameof(key));
            }

            if (GatewayRequestRules.CheckOrderId(key.Order).FirstOrDefault() is { } error)
                throw new ArgumentException(error.Message, nameof(key));
            return new PaytureOrder(engine, key);
        }
    }

    public Task<OrderPage> FindAsync(OrderQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return engine.FindAsync(query, cancellationToken);
    }
}
