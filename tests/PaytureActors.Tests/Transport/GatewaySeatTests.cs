using Akka.Actor;
using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.Transport;

namespace PaytureActors.Tests.Transport;

/// <summary>A seat answers whatever its gateway does, and says no more than is proved.</summary>
public sealed class GatewaySeatTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly GatewayRequest Request =
        new(new MerchantAlias("shop"), new OrderId("42"), Operation.Charge, Money.Kopecks(1), new AttemptId(1), DateTimeOffset.MaxValue);

    public GatewaySeatTests()
        : base("akka.loglevel = OFF")
    {
    }

    [Fact]
    public void What_cannot_be_said_on_the_wire_has_provably_not_left() =>
        Assert.Equal(new GatewayOutcome.NotSent(NotSentReason.Unsayable), Outcome(new UnsayableException("no", new ArgumentException("no"))));

    [Fact]
    public void Any_other_failure_proves_nothing() =>
        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.ProcessLost), Outcome(new ArgumentException("after the socket, perhaps")));

    private GatewayOutcome Outcome(Exception bug)
    {
        var seat = ActorOf(Props.Create(() => new GatewaySeatActor(new Failing(bug))));
        seat.Tell(new GatewayCall(Request, null, TestActor));
        return ExpectMsg<CallEnded>().Outcome;
    }

    private sealed class Failing(Exception bug) : IPaytureGateway
    {
        public Task<CallResult> CallAsync(GatewayRequest request, Instrument? instrument, CancellationToken cancellationToken) =>
            Task.FromException<CallResult>(bug);

        public Task<InquiryResult> InquireAsync(MerchantAlias merchant, ApiFamily family, OrderId order, CancellationToken cancellationToken) =>
            Task.FromException<InquiryResult>(bug);

        public Task<CustomerResult> CallCustomerAsync(CustomerRequest request, Instrument? instrument, CancellationToken cancellationToken) =>
            Task.FromException<CustomerResult>(bug);
    }
}
