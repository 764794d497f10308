using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.Transport;

/// <summary>Sends an attempt that needs no instrument, once. The sender hears <see cref="CallEnded"/>, always.</summary>
internal sealed record SendAttempt(GatewayRequest Request);

/// <summary>Asks where an order stands. The sender hears <see cref="InquiryEnded"/> with the same tag, always.</summary>
internal sealed record SendInquiry(OrderKey Order, ApiFamily Family, long Tag);

/// <summary>How an attempt's call ended, as far as this process knows. A stopped order learns it from the gateway instead.</summary>
internal sealed record CallEnded(AttemptId Attempt, GatewayOutcome Outcome) : IDeadLetterSuppression;

/// <summary>What came of an inquiry.</summary>
internal sealed record InquiryEnded(long Tag, InquiryResult Result) : IDeadLetterSuppression;

/// <summary>A seat asks its lane for work.</summary>
/// <param name="Done">Whose exchange it has just ended; none at its start.</param>
internal sealed record SeatIsIdle(MerchantAlias? Done) : INoSerializationVerificationNeeded;

/// <summary>Tells a lane to take nothing more. The sender hears <see cref="LaneDrained"/> once no exchange is open.</summary>
internal sealed record DrainLane : INoSerializationVerificationNeeded
{
    public static DrainLane Instance { get; } = new();
}

/// <summary>No exchange is open any more, and none will begin.</summary>
internal sealed record LaneDrained : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static LaneDrained Instance { get; } = new();
}
