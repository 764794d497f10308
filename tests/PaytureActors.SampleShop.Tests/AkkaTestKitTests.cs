using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Lab;
using static PaytureActors.TestKit.Scenarios.Words;

namespace PaytureActors.SampleShop.Tests;

/// <summary>With Akka's own test kit: its probes hear what the engine of a lab publishes.</summary>
public sealed class AkkaTestKitTests
{
    [Fact]
    public async Task A_probe_hears_each_fact_of_an_order()
    {
        await using var lab = await PaytureLab.StartAsync();
        var kit = new Akka.TestKit.Xunit2.TestKit(lab.System);
        lab.System.EventStream.Subscribe(kit.TestActor, typeof(OrderEventRecorded));

        await lab.Orders["shop", "42"].BlockAsync(Rub(100), lab.Card());

        Assert.IsType<OrderEvent.AttemptRequested>(kit.ExpectMsg<OrderEventRecorded>().Event);
        Assert.IsType<OrderEvent.Approved>(kit.ExpectMsg<OrderEventRecorded>().Event);
    }
}
