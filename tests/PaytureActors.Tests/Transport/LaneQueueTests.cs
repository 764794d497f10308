using PaytureActors.Domain;
using PaytureActors.Transport;

namespace PaytureActors.Tests.Transport;

public sealed class LaneQueueTests
{
    private static readonly MerchantAlias A = new("a");
    private static readonly MerchantAlias B = new("b");

    [Fact]
    public void What_finds_no_room_is_refused()
    {
        var queue = new LaneQueue<int>(2, _ => 10);
        Assert.True(queue.TryAdd(A, 1));
        Assert.True(queue.TryAdd(B, 2));
        Assert.False(queue.TryAdd(A, 3));

        Assert.True(queue.TryTake(out _));
        Assert.True(queue.TryAdd(A, 3));
    }

    [Fact]
    public void Merchants_take_turns_and_each_keeps_its_own_order()
    {
        var queue = new LaneQueue<string>(100, _ => 10);
        foreach (var item in new[] { "a1", "a2", "a3", "b1", "b2" })
            queue.TryAdd(item[0] == 'a' ? A : B, item);

        Assert.Equal(["a1", "b1", "a2", "b2", "a3"], TakeAll(queue));
    }

    [Fact]
    public void A_merchant_at_its_limit_keeps_nobody_else_waiting_and_goes_on_when_one_ends()
    {
        var queue = new LaneQueue<string>(100, _ => 1);
        foreach (var item in new[] { "a1", "a2", "b1" })
            queue.TryAdd(item[0] == 'a' ? A : B, item);

        Assert.Equal(["a1", "b1"], TakeAll(queue));
        queue.Release(B);
        Assert.Empty(TakeAll(queue));
        queue.Release(A);
        Assert.Equal(["a2"], TakeAll(queue));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void What_is_taken_out_leaves_the_rest_in_order()
    {
        var queue = new LaneQueue<int>(100, _ => 10);
        for (var i = 1; i <= 5; i++)
            queue.TryAdd(A, i);

        Assert.Equal([1, 2], queue.TakeWhere(item => item < 3).ToList());
        Assert.Equal(3, queue.Count);
        Assert.Equal([3, 4, 5], TakeAll(queue));
    }

    private static List<T> TakeAll<T>(LaneQueue<T> queue)
    {
        var taken = new List<T>();
        while (queue.TryTake(out var item))
            taken.Add(item);
        return taken;
    }
}
