using PaytureActors.Domain;
using PaytureActors.Hints;

namespace PaytureActors.Tests.Hints;

public sealed class ParkedHintsTests
{
    private static readonly DateTimeOffset At = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_too_many_of_a_merchant_costs_that_merchants_oldest()
    {
        var hints = new ParkedHints(2);

        Assert.Null(hints.Add(Hint("shop", "1", 1)));
        Assert.Null(hints.Add(Hint("other", "9", 0)));
        Assert.Null(hints.Add(Hint("shop", "2", 2)));
        Assert.Equal(new OrderKey("shop", "1"), hints.Add(Hint("shop", "3", 3)));

        Assert.Equal(3, hints.Count);
        Assert.False(hints.Has(new("shop", "1")));
    }

    [Fact]
    public void A_newer_hint_for_the_same_order_makes_it_the_newest()
    {
        var hints = new ParkedHints(2);
        hints.Add(Hint("shop", "1", 1));
        hints.Add(Hint("shop", "2", 2));

        Assert.Null(hints.Add(Hint("shop", "1", 3)));

        Assert.Equal(new OrderKey("shop", "2"), hints.Add(Hint("shop", "3", 4)));
        Assert.Equal([new OrderKey("shop", "1")], hints.Before(At.AddSeconds(4)));
    }

    private static ParkedHint Hint(string merchant, string order, int second) => new(new(merchant, order), "EnginePaySuccess", At.AddSeconds(second));
}
