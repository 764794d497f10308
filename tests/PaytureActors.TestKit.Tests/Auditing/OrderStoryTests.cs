using PaytureActors.Domain;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.TestKit.Tests.Auditing.SettledOrder;

namespace PaytureActors.TestKit.Tests.Auditing;

public sealed class OrderStoryTests
{
    [Fact]
    public void What_happens_at_one_moment_is_told_as_one_thing_led_to_another()
    {
        var order = Good with
        {
            Departures = [Left(Operation.Block), Left(Operation.Charge) with { Fault = "new Fault.LostBefore(Loss.Reset)" }, Left(Operation.Refund)],
            Effects = [Block, Charge, Refund, Effect(4, Operation.Refund, 1, seconds: 1) with { By = EffectBy.Operator }],
        };

        var story = OrderStory.Of(order, []).Select(line => line[20..].Trim()).Select(line => line[0] is '-' or '=' ? line : line[..2]);

        Assert.Equal(
            [
                "1.", "-> Block left", "=> at the gateway: Block 300.00", "2.",
                "3.", "-> Charge left, and met new Fault.LostBefore(Loss.Reset)", "=> at the gateway: Charge 200.00", "4.",
                "5.", "6.", "-> Refund left", "=> at the gateway: Refund 50.00", "7.",
                "=> a person at the gateway: Refund 1.00",
            ],
            story);
    }

    private static Departure Left(Operation operation) => new(Start, operation);
}
