using CsCheck;

namespace PaytureActors.Domain.Tests;

public sealed class MoneyTests
{
    [Fact]
    public void Money_is_never_negative()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Money.Kopecks(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Money.Kopecks(1) - Money.Kopecks(2));
    }

    [Fact]
    public void A_sum_that_does_not_fit_is_an_exception() =>
        Assert.Throws<OverflowException>(() => Money.Kopecks(long.MaxValue) + Money.Kopecks(1));

    [Fact]
    public void Money_adds_compares_and_prints_in_rubles() => Gen.Select(Gen.Long[0, 1L << 60], Gen.Long[0, 1L << 60]).Sample((a, b) =>
    {
        var (x, y) = (Money.Kopecks(a), Money.Kopecks(b));
        Assert.Equal(a + b, (x + y).InKopecks);
        Assert.Equal(a.CompareTo(b), x.CompareTo(y));
        Assert.Equal(Math.Min(a, b), Money.Min(x, y).InKopecks);
        Assert.Equal(Math.Max(a, b), Money.Max(x, y).InKopecks);
        Assert.Equal((a < b, a <= b, a > b, a >= b), (x < y, x <= y, x > y, x >= y));
        Assert.Equal($"{a / 100}.{a % 100:00}", x.ToString());
    });
}

public sealed class NameTests
{
    [Theory]
    [InlineData("42", true)]
    [InlineData("заказ-1", true)]
    [InlineData("", false)]
    [InlineData("   ", false)]
    [InlineData("line\nbreak", false)]
    [InlineData(null, false)]
    public void An_OrderId_has_1_to_50_printable_characters(string? text, bool valid)
    {
        Assert.Equal(valid, OrderId.IsValid(text));
        if (!valid)
            Assert.Throws<ArgumentException>(() => new OrderId(text!));
    }

    [Fact]
    public void An_OrderId_of_51_characters_is_too_long()
    {
        Assert.True(OrderId.IsValid(new string('x', 50)));
        Assert.False(OrderId.IsValid(new string('x', 51)));
    }

    [Theory]
    [InlineData("shop", true)]
    [InlineData("Shop_2-b", true)]
    [InlineData("a/b", false)]
    [InlineData("магазин", false)]
    public void A_merchant_alias_is_safe_in_a_path(string text, bool valid) => Assert.Equal(valid, MerchantAlias.IsValid(text));

    [Fact]
    public void Two_orders_never_share_a_printed_key()
    {
        Assert.NotEqual(new OrderKey("a", "b/c").ToString(), new OrderKey("a-b", "c").ToString());
        Assert.Equal("shop/42", new OrderKey("shop", "42").ToString());
    }
}

public sealed class ValueListTests
{
    [Fact]
    public void Lists_are_equal_when_their_items_are()
    {
        ValueList<int> list = [1, 2, 3];
        Assert.Equal(list, ValueList.From([1, 2, 3]));
        Assert.NotEqual(list, [1, 2]);
        Assert.Equal(default, ValueList.Of<int>([]));
        Assert.Equal(list.GetHashCode(), list.Except(each => each > 3).Add(9).Except(each => each == 9).GetHashCode());
    }
}
