using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.Transport;

/// <summary>One exchange that waits for a seat. It may hold an instrument, so it never leaves the process.</summary>
internal abstract class LaneWork(MerchantAlias merchant, IActorRef replyTo) : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>Whose account it uses.</summary>
    public MerchantAlias Merchant { get; } = merchant;

    /// <summary>Whether it must not leave any more.</summary>
    public abstract bool IsLate(TimeProvider time);

    /// <summary>The exchange itself.</summary>
    /// <returns>What its sender is to hear.</returns>
    public abstract Task<object> ExchangeAsync(IPaytureGateway gateway, CancellationToken cancellationToken);

    /// <summary>Ends it before it began.</summary>
    public void EndUnsent(NotSentReason reason) => End(NotSent(reason));

    /// <summary>Ends it without knowing what it did.</summary>
    public void EndUnknown() => End(Unknown());

    /// <summary>Ends it: its sender hears this, and what was secret is forgotten.</summary>
    public void End(object reply)
    {
        Forget();
        replyTo.Tell(reply, ActorRefs.NoSender);
    }

    /// <summary>What its sender hears when it never left.</summary>
    protected abstract object NotSent(NotSentReason reason);

    /// <summary>What its sender hears when nobody can tell.</summary>
    protected abstract object Unknown();

    /// <summary>Drops what was secret.</summary>
    protected virtual void Forget()
    {
    }
}

/// <summary>An attempt on its way, with what pays for it.</summary>
/// <param name="request">The attempt.</param>
/// <param name="instrument">What pays, where something must.</param>
/// <param name="replyTo">Whose attempt.</param>
/// <param name="keepForm">
/// Takes a 3-D Secure form before the order hears of the challenge; it goes another way than the outcome, which may leave the process.
/// </param>
internal sealed class GatewayCall(GatewayRequest request, Instrument? instrument, IActorRef replyTo, Action<ChallengeForm>? keepForm = null)
    : LaneWork(request.Merchant, replyTo)
{
    /// <inheritdoc />
    public override bool IsLate(TimeProvider time) =>
        time.GetUtcNow() > request.SendBy
        || (request.PersistedAt is { } persisted && time.GetElapsedTime(persisted) > request.SendWithin);

    /// <inheritdoc />
    public override async Task<object> ExchangeAsync(IPaytureGateway gateway, CancellationToken cancellationToken)
    {
        var result = await gateway.CallAsync(request, instrument, cancellationToken);
        if (result.Form is { } form)
            keepForm?.Invoke(form);
        return Ended(result.Outcome);
    }

    /// <inheritdoc />
    public override string ToString() => request.ToString();

    /// <inheritdoc />
    protected override object NotSent(NotSentReason reason) => Ended(new GatewayOutcome.NotSent(reason));

    /// <inheritdoc />
    protected override object Unknown() => Ended(new GatewayOutcome.Unknown(UnknownReason.ProcessLost));

    /// <inheritdoc />
    protected override void Forget() => instrument?.Clear();

    private CallEnded Ended(GatewayOutcome outcome) => new(request.Attempt, outcome);
}

/// <summary>An inquiry on its way.</summary>
internal sealed class GatewayInquiry(SendInquiry inquiry, IActorRef replyTo) : LaneWork(inquiry.Order.Merchant, replyTo)
{
    /// <inheritdoc />
    public override bool IsLate(TimeProvider time) => false; // An old question has a good answer, too.

    /// <inheritdoc />
    public override async Task<object> ExchangeAsync(IPaytureGateway gateway, CancellationToken cancellationToken) =>
        new InquiryEnded(inquiry.Tag, await gateway.InquireAsync(inquiry.Order.Merchant, inquiry.Family, inquiry.Order.Order, cancellationToken));

    /// <inheritdoc />
    public override string ToString() => $"Inquiry {inquiry.Order}";

    /// <inheritdoc />
    protected override object NotSent(NotSentReason reason) => Failed(new GatewayOutcome.NotSent(reason));

    /// <inheritdoc />
    protected override object Unknown() => Failed(new GatewayOutcome.Unknown(UnknownReason.ProcessLost));

    private InquiryEnded Failed(GatewayOutcome outcome) => new(inquiry.Tag, new InquiryResult.Failed(outcome));
}
