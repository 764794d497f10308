using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.OrderBook;
using PaytureActors.Orders;

namespace PaytureActors.Tests.OrderBook;

public sealed class OrderBookRowTests
{
    private static readonly OrderKey Key = new("shop", "42");
    private static readonly OrderTerms Terms = new(RandomOrders.Policy, false);

    [Fact]
    public void The_book_shows_after_every_event_what_the_order_itself_shows()
    {
        var orders = new RandomOrders(seed: 20_300_101);
        var kinds = new HashSet<Type>();
        for (var i = 0; i < 3_000; i++)
        {
            OrderBookRow? row = null;
            foreach (var (@event, state) in orders.Next())
            {
                kinds.Add(@event.GetType());
                row = OrderBookRow.Apply(row, Key, state.Sequence, @event);

                var shown = OrderView.Of(Key, state, RandomOrders.Policy, isCalling: true, sandbox: false);
                Assert.Equal(shown with { ReturnUrl = null }, row.ToView(Terms));
                Assert.Equal(state.Looks, row.Looks);
                Assert.Equal(state.HoldDue, row.HoldDue);
                Assert.Equal(state.InFlight is { IsDoubted: true } or { PendingSince: not null }, row.DoubtSince is not null);
                Assert.Equal(state.InFlight?.SendBy, row.SendBy);
                Assert.Equal(@event.At, row.UpdatedAt);
                Assert.Equal(DueAt(state, @event.At), row.DueAt);
            }
        }

        var all = typeof(OrderEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(OrderEvent)));
        Assert.Empty(all.Except(kinds).Select(type => type.Name)); // Else the streams prove too little.
    }

    [Fact]
    public void An_event_that_the_row_has_already_changes_nothing()
    {
        var history = new RandomOrders(seed: 7).Next();
        var row = history.Aggregate((OrderBookRow?)null, (row, step) => OrderBookRow.Apply(row, Key, step.State.Sequence, step.Event));

        Assert.NotEmpty(history);
        Assert.All(history, step => Assert.Same(row, OrderBookRow.Apply(row, Key, step.State.Sequence, step.Event)));
    }

    private static DateTimeOffset? DueAt(OrderState state, DateTimeOffset last) => state switch
    {
        { InProgress: not null, Attention: not null } => last + TimeSpan.FromHours(1),
        { InProgress: { } command } => command.AcceptedAt + TimeSpan.FromSeconds(60),
        { Challenge: { } challenge } => challenge.HandedOutAt + TimeSpan.FromSeconds(15),
        { LooksDue: [var due, ..] } => due,
        _ => null,
    };
}
