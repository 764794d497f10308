using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Lab;

namespace PaytureActors.TestKit.Scenarios;

/// <summary>A command that an order is asked, and what goes wrong with it. Each <c>But…</c> is one fault of its next call.</summary>
public sealed class OrderStep : Step
{
    private readonly string _orderId;
    private readonly Operation _operation;
    private readonly Func<PaytureLab, Task<OrderReply>> _ask;
    private readonly Action<PaytureLab>[] _faults;

    internal OrderStep(string orderId, Operation operation, string text, Func<PaytureLab, Task<OrderReply>> ask, params Action<PaytureLab>[] faults)
        : base(text, static _ => Task.CompletedTask) =>
        (_orderId, _operation, _ask, _faults) = (orderId, operation, ask, faults);

    /// <summary>The request does its work at the gateway, and the answer never comes.</summary>
    public OrderStep ButTheAnswerIsLost() => But("the answer is lost", new Fault.LostAfterEffect(Loss.Silence));

    /// <summary>The request never arrives, and nobody knows that.</summary>
    public OrderStep ButTheRequestIsLost() => But("the request is lost", new Fault.LostBefore(Loss.Silence));

    /// <summary>The connection breaks after the request has done its work.</summary>
    public OrderStep ButTheConnectionBreaks() => But("the connection breaks", new Fault.LostAfterEffect(Loss.Reset));

    /// <summary>No connection is made: the request is provably not sent.</summary>
    public OrderStep ButNoConnectionIsMade() => With("no connection is made", lab => lab.Faults.RefuseConnection(_operation.ToString()));

    /// <summary>The request comes later, when it was long taken for lost.</summary>
    /// <param name="delay">How much later.</param>
    public OrderStep ButTheRequestComesLate(TimeSpan delay) => But($"the request comes {delay:c} late", new Fault.Delayed(delay, Loss.Silence));

    /// <summary>The answer takes its time; the work is done at once.</summary>
    /// <param name="duration">How long it takes.</param>
    public OrderStep ButTheAnswerTakes(TimeSpan duration) => But($"the answer takes {duration:c}", new Fault.Slow(duration, EffectAt.Start));

    /// <summary>The request does its work, and the answer is no answer at all.</summary>
    public OrderStep ButTheAnswerIsGarbage() => But("the answer is garbage", new Fault.Garbage(GarbageKind.Noise, WithEffect: true));

    /// <summary>An HTTP error comes instead of an answer.</summary>
    /// <param name="status">500 to 599.</param>
    /// <param name="withEffect">Whether the request did its work all the same.</param>
    public OrderStep ButTheServerFails(int status = 502, bool withEffect = true) => But($"the server fails with {status}", new Fault.ServerError(status, withEffect));

    /// <summary>The gateway answers with a code.</summary>
    /// <param name="code">The code, for example <c>PROCESSING_TIME_OUT</c>.</param>
    /// <param name="withEffect">Whether the request did its work all the same.</param>
    public OrderStep ButTheGatewaySays(string code, bool withEffect = false) => But($"the gateway says {code}", new Fault.ErrorCode(code, withEffect));

    /// <summary>The gateway takes the command in, and ends it later.</summary>
    /// <param name="duration">How much later.</param>
    /// <param name="succeeds">How it ends.</param>
    public OrderStep ButTheGatewayIsAtWorkFor(TimeSpan duration, bool succeeds = true) =>
        But($"the gateway is at work for {duration:c}", new Fault.Pending(duration, succeeds));

    /// <summary>The gateway shows the work only after a while.</summary>
    /// <param name="duration">How long inquiries see the state from before.</param>
    public OrderStep ButItIsSeenOnlyAfter(TimeSpan duration) => But($"it is seen only after {duration:c}", Fault.LateVisibility(duration));

    /// <summary>The process dies while its request is at the gateway, where it does its work; the next process starts.</summary>
    public OrderStep ButTheProcessDiesMeanwhile() => With("the process dies meanwhile", lab => lab.CrashAtNext(CrashMoment.InCall, _operation.ToString()));

    /// <summary>The process dies before its request leaves; the next process starts.</summary>
    public OrderStep ButTheProcessDiesBefore() => With("the process dies before it is sent", lab => lab.CrashAtNext(CrashMoment.BeforeCall, _operation.ToString()));

    /// <summary>Any other fault.</summary>
    /// <param name="text">What goes wrong, in words that go on after "but".</param>
    /// <param name="fault">The fault.</param>
    public OrderStep But(string text, Fault fault) => With(text, lab => lab.Faults.On(_orderId, _operation.ToString(), fault));

    internal override async Task ActAsync(PaytureLab lab)
    {
        foreach (var fault in _faults)
            fault(lab);
        lab.Replies[_orderId] = null;
        try
        {
            lab.Replies[_orderId] = await _ask(lab);
        }
        catch (ProcessDiedException)
        {
            // Its caller died with it.
        }
    }

    private OrderStep With(string text, Action<PaytureLab> fault) => new(_orderId, _operation, $"{Text}{(_faults.Length == 0 ? ", but" : ", and")} {text}", _ask, [.. _faults, fault]);
}
