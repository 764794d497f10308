using System.Diagnostics.CodeAnalysis;
using PaytureActors.Domain;

namespace PaytureActors.Orders;

/// <summary>Under which name the journal keeps an order; it never changes.</summary>
internal static class OrderPersistenceId
{
    /// <summary>What the names of all orders begin with; nothing else in the journal does.</summary>
    public const string Prefix = "order|";

    /// <summary>The name of an order.</summary>
    public static string Of(OrderKey key) => $"{Prefix}{key}";

    /// <summary>Which order a name in the journal belongs to; false if it is not an order's name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? persistenceId, out OrderKey key)
    {
        key = default;
        if (persistenceId is null || !persistenceId.StartsWith(Prefix, StringComparison.Ordinal))
            return false;

        var slash = persistenceId.IndexOf('/', Prefix.Length); // An alias has none, so the first one ends it.
        if (slash < 0)
            return false;

        var (merchant, order) = (persistenceId[Prefix.Length..slash], persistenceId[(slash + 1)..]);
        if (!MerchantAlias.IsValid(merchant) || !OrderId.IsValid(order))
            return false;

        key = new OrderKey(merchant, order);
        return true;
    }
}
