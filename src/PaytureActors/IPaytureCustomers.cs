using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors;

/// <summary>The door for callers in this process: eWallet customers and their cards.</summary>
public interface IPaytureCustomers
{
    /// <summary>One customer, by merchant and login (VWUserLgn); need not be known yet.</summary>
    /// <exception cref="ArgumentException">The merchant is not configured or has no VWID, or the login cannot be said on the wire.</exception>
    ICustomer this[MerchantAlias merchant, string login] { get; }

    /// <summary>
    /// Brings the 3-D Secure result of a card that is being added, as the bank posted it to the challenge's TermUrl: for a door of an installation's own
    /// there. The address alone says which customer, and the MD which card. Under the customer's own default key: who comes twice joins the first try.
    /// </summary>
    /// <param name="merchant">The merchant that the address names.</param>
    /// <param name="customer">The last segment of the address.</param>
    /// <param name="result">MD and PaRes; used up by this call.</param>
    /// <param name="limit">How long to wait; null for the option <c>AnswerWithin</c>.</param>
    /// <param name="cancellationToken">Stops waiting, never the command.</param>
    /// <returns>What it came to; null where no customer can be meant.</returns>
    /// <exception cref="ArgumentException">The 3-D Secure result was used up by an earlier call, or cannot be said on the wire.</exception>
    Task<CardReturn?> ReturnAsync(
        MerchantAlias merchant, string customer, Instrument.ThreeDSecureResult result, TimeSpan? limit = null,
        CancellationToken cancellationToken = default);
}

/// <summary>What a customer's way back from the bank came to, when a card was being added.</summary>
/// <param name="Reply">What the result came to.</param>
/// <param name="ReturnUrl">Where the browser goes on, if the Add said so.</param>
public sealed record CardReturn(CustomerReply Reply, string? ReturnUrl);

/// <summary>
/// One eWallet customer. Commands are done one after another; a command whose outcome is in doubt is settled by Check or GetList before the
/// next one leaves. The password is never stored: without it a doubt stays one until a command brings it, a person ends it, or the horizon has passed.
/// </summary>
public interface ICustomer
{
    /// <summary>Does a command about the customer.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="wallet">The password, and the card for Add; used up by this call. Delete needs none.</param>
    /// <param name="result">The 3-D Secure result, for AddSubmit3DS; used up by this call.</param>
    /// <param name="options">Key and limit of the call.</param>
    /// <param name="cancellationToken">Stops waiting, never the command.</param>
    Task<CustomerReply> DoAsync(
        CustomerAsk command, Instrument.Wallet? wallet, Instrument.ThreeDSecureResult? result = null, CallOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// A person ends a doubt that nobody can settle with the password: answered as <see cref="CustomerReply.Resolved"/> once it is written down, or as
    /// <see cref="CustomerReply.Rejected"/> when nothing is in doubt, or when it may still be on its way (for a quiet period). Without a person it
    /// ends by itself with the first command after the horizon, as <see cref="CustomerReply.NeverLearnt"/>.
    /// </summary>
    /// <param name="decision">What the person found out: applied or not applied.</param>
    /// <param name="reason">Why, in the person's words. It is kept.</param>
    /// <param name="by">The person's name. It is kept.</param>
    /// <param name="cancellationToken">Stops waiting, never the decision.</param>
    /// <exception cref="ArgumentException">Reason or name is empty.</exception>
    Task<CustomerReply> ResolveAsync(ManualDecision decision, string reason, string by, CancellationToken cancellationToken = default);
}

/// <summary>What is asked about a customer, without what is secret.</summary>
/// <param name="Operation">What to do.</param>
public sealed record CustomerAsk(CustomerOperation Operation)
{
    /// <summary>The operation alone: no personal data.</summary>
    public override string ToString() => $"CustomerAsk {Operation}";

    /// <summary>Which stored card, for Activate, Remove and SendCode.</summary>
    public string? CardId { get; init; }

    /// <summary>The amount that Add held, for Activate; the payment's, for SendCode.</summary>
    public Money? Amount { get; init; }

    /// <summary>The order that a code is for, for SendCode.</summary>
    public OrderId? Order { get; init; }

    /// <summary>The customer's phone number, digits with the country code. Personal data.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The customer's e-mail address. Personal data.</summary>
    public string? Email { get; init; }

    /// <summary>What the card-adding page shows, for InitAdd.</summary>
    public SessionPage? Page { get; init; }

    /// <summary>Where our door sends the customer's browser after 3-D Secure, for Add: an absolute https address with nothing secret in it.</summary>
    public string? ReturnUrl { get; init; }
}

/// <summary>What a command about a customer came to.</summary>
public abstract record CustomerReply
{
    private CustomerReply() { } // Closed: every case is in this file.

    /// <summary>It had its effect, or told what was asked.</summary>
    public sealed record Done : CustomerReply
    {
        /// <summary>The customer's cards, for GetList.</summary>
        public ValueList<StoredCard> Cards { get; init; }

        /// <summary>The stored card, for Add and AddSubmit3DS.</summary>
        public StoredCard? Card { get; init; }

        /// <summary>The card-adding page's address, for InitAdd.</summary>
        public string? RedirectUrl { get; init; }
    }

    /// <summary>The gateway refused it: it had no effect.</summary>
    public sealed record Refused(Refusal Refusal) : CustomerReply;

    /// <summary>The customer must authenticate (Add): the form is handed out once, here.</summary>
    /// <param name="Form">What the browser posts to the bank.</param>
    /// <param name="ExpiresAt">Until when the customer may authenticate.</param>
    public sealed record ChallengeRequired(ChallengeForm Form, DateTimeOffset ExpiresAt) : CustomerReply
    {
        /// <summary>
        /// What to put into the form's field TermUrl: our own door, which brings the result and leads on to <see cref="CustomerAsk.ReturnUrl"/>; null
        /// where <c>Payture:PublicUrl</c> is not configured.
        /// </summary>
        public string? TermUrl { get; init; }
    }

    /// <summary>It had no effect, as far as the gateway shows; ask again.</summary>
    public sealed record NotApplied(NotSentReason? Reason) : CustomerReply;

    /// <summary>Nobody knows yet what it did; the next command that brings the password settles it first.</summary>
    /// <param name="Operation">What was asked.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="Until">
    /// The horizon: the first command after it ends the doubt as <see cref="NeverLearnt"/>, if the gateway shows nothing or cannot be asked.
    /// </param>
    public sealed record InDoubt(CustomerOperation Operation, DateTimeOffset Since, DateTimeOffset Until) : CustomerReply;

    /// <summary>
    /// Nobody could learn what it did, and it cannot arrive any more: the customer is gone, or the password is. Look at the customer's cards before you
    /// ask again, under another key.
    /// </summary>
    /// <param name="Operation">What was asked.</param>
    public sealed record NeverLearnt(CustomerOperation Operation) : CustomerReply;

    /// <summary>
    /// No answer came that tells what it did (Check, GetList, SendCode, InitAdd). Asking again does no harm: of several codes or pages the newest counts.
    /// </summary>
    /// <param name="Refusal">The gateway's code, where it gave one that settles nothing.</param>
    public sealed record Unanswered(Refusal? Refusal) : CustomerReply;

    /// <summary>A person's decision has ended the doubt.</summary>
    /// <param name="Operation">What was in doubt.</param>
    public sealed record Resolved(CustomerOperation Operation) : CustomerReply;

    /// <summary>It is refused here, and nothing left; the reason says what to do.</summary>
    /// <param name="Field">The field or header that it is about.</param>
    /// <param name="Reason">What to do, in words.</param>
    public sealed record Rejected(string Field, string Reason) : CustomerReply
    {
        /// <summary>The rule that refused it, for programs; null where the field's value is wrong.</summary>
        public CustomerRejection? Why { get; init; }
    }

    /// <summary>The customer could not be reached in time; ask again under the same key.</summary>
    public sealed record Busy(string Why) : CustomerReply;
}
