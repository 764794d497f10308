using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors;

/// <summary>What a call learns. Every case but <see cref="Pending"/> and <see cref="Busy"/> is final for its key.</summary>
public abstract record OrderReply
{
    private OrderReply() { } // Closed: every case is in this file.

    /// <summary>The command had its effect.</summary>
    public sealed record Approved(OrderView View) : OrderReply;

    /// <summary>The command had no effect and will have none.</summary>
    /// <param name="View">The order when the command ended.</param>
    /// <param name="Refusal">The gateway's code; null when something else happened to the order first.</param>
    public sealed record Declined(OrderView View, Refusal? Refusal) : OrderReply;

    /// <summary>
    /// A Pay or Block had no effect as far as the gateway shows. Ask again under the same OrderId: a late first try then wins or loses
    /// at the gateway. A new OrderId is safe only when <see cref="IsProved"/>, or after the horizon. Other commands end so by a person's
    /// decision alone; a refund that comes late all the same is not stopped by another one.
    /// </summary>
    /// <param name="View">The order when the command ended.</param>
    /// <param name="IsProved">Whether nothing ever left for the gateway.</param>
    /// <param name="Reason">Why nothing left, where that is proved.</param>
    public sealed record NotApplied(OrderView View, bool IsProved, NotSentReason? Reason) : OrderReply;

    /// <summary>The customer must act: authenticate, or pay on the gateway's page; the view's challenge says where and until when.</summary>
    /// <param name="View">The order.</param>
    /// <param name="Form">
    /// What the browser must bring to the bank, for 3-D Secure: handed out once, to the call that made it. Null for a page, for a repeated
    /// answer, and for a call that was not first.
    /// </param>
    public sealed record ChallengeRequired(OrderView View, ChallengeForm? Form) : OrderReply;

    /// <summary>The payment waited for a customer who cannot come; take a new OrderId.</summary>
    public sealed record Expired(OrderView View) : OrderReply;

    /// <summary>Not settled yet: the order goes on by itself; ask again under the same key, or look at the order.</summary>
    public sealed record Pending(OrderView View) : OrderReply;

    /// <summary>The order refuses the command; nothing changed.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="View">The order as it stands; null when nothing is known of it.</param>
    public sealed record Rejected(Rejection Reason, OrderView? View) : OrderReply;

    /// <summary>
    /// The order could not be reached, or what it accepted could not be kept, until the limit passed. Try again later under the same key,
    /// which is safe in either case; nothing is said of the command's outcome.
    /// </summary>
    /// <param name="Why">What stands in the way, for people.</param>
    public sealed record Busy(string Why) : OrderReply
    {
        /// <summary>
        /// Whether the command may have been accepted all the same, because an order took it and was not heard of again. If not, nothing was
        /// accepted, for certain.
        /// </summary>
        /// <value>False by default.</value>
        public bool MayBeAccepted { get; init; }
    }

    /// <summary>The gateway answered an inquiry, or did not; the view has what is known now.</summary>
    /// <param name="View">The order as it stands; null when nothing is known of it.</param>
    /// <param name="GatewayAnswered">Whether the gateway was heard.</param>
    public sealed record Inquired(OrderView? View, bool GatewayAnswered) : OrderReply;
}
