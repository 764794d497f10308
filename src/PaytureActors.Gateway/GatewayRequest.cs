using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.Gateway;

/// <summary>One attempt's request, without the instrument: safe to hold, and printed without personal data.</summary>
/// <param name="Merchant">Whose account.</param>
/// <param name="Order">Which order.</param>
/// <param name="Operation">What to change.</param>
/// <param name="Amount">How much; always given, but for Unblock, which has none.</param>
/// <param name="Attempt">Which attempt of the order.</param>
/// <param name="SendBy">The wall-clock time after which no byte of it may leave.</param>
public sealed record GatewayRequest(
    MerchantAlias Merchant,
    OrderId Order,
    Operation Operation,
    Money? Amount,
    AttemptId Attempt,
    DateTimeOffset SendBy)
{
    /// <summary>The <see cref="TimeProvider"/> timestamp of when this process persisted the intent.</summary>
    /// <value><see langword="null"/> when another process, or an earlier life of this one, persisted it.</value>
    public long? PersistedAt { get; init; }

    /// <summary>How long after <see cref="PersistedAt"/> the request may leave, on the monotonic clock.</summary>
    /// <value>10 seconds by default.</value>
    public TimeSpan SendWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The interface that the order uses.</summary>
    /// <value>Api by default.</value>
    public ApiFamily Family { get; init; } = ApiFamily.Api;

    /// <summary>What Init or CompleteChallenge leads to: Pay or Block. Nothing else takes it.</summary>
    public Operation? LeadsTo { get; init; }

    /// <summary>The receipt that goes with it. Personal data.</summary>
    public Cheque? Cheque { get; init; }

    /// <summary>What an opening command brings beside the instrument. Personal data.</summary>
    /// <value>Nothing by default.</value>
    public PaymentExtras Extras { get; init; } = PaymentExtras.None;

    /// <summary>Operation, order and attempt: no amounts, no personal data.</summary>
    public override string ToString() => $"{Operation} {Merchant}/{Order} {Attempt}";
}
