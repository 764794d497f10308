using PaytureActors.Domain;
namespace PaytureActors.Orders;
internal static class OrderPersistenceId { public static string Of(OrderKey key) => $"order-{key}"; }
internal sealed record WakeOrder(OrderKey Key, long Sequence) : IOrderMessage;
