using System.Globalization;
using PaytureActors.AspNetCore.Requests;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.AspNetCore.Answers;

/// <summary>Every problem that the doors can answer: a stable type, what happened, and what to do next.</summary>
internal static class Problems
{
    public const string TypePrefix = "urn:payture-actors:";

    private const int SoonInSeconds = 5;

    public static ProblemJson Unauthorized() => Problem("unauthorized", 401, "An API key is needed",
        "Send the header Authorization: Bearer <key> or X-Api-Key: <key>, with a key whose SHA-256 hash is configured as Payture:ApiKeys.");

    public static ProblemJson UnknownMerchant() => Problem("unknown-merchant", 404, "The merchant is not configured",
        "No merchant is configured under the alias in this path. Check its spelling (upper and lower case count), or configure "
        + "Payture:Merchants:{alias}:Host, :Key and :Password and start the service again.");

    public static ProblemJson UnknownOrder() => Problem("unknown-order", 404, "Nothing is known of the order",
        "No command of this order was ever accepted here. Check the merchant's alias and the OrderId; Pay or Block opens an order.");

    public static ProblemJson Invalid(FieldErrors errors) => Problem("invalid", 422, "The request is not valid",
        $"Correct what is listed in errors and send the request again; nothing was done. ({string.Join(", ", errors.ByField.Keys)})") with
    {
        Errors = errors.ByField,
    };

    public static ProblemJson BrokenJson(long? line, long? position) => Problem("broken-json", 400, "The body is not valid JSON",
        line is { } zeroBased
            ? string.Create(CultureInfo.InvariantCulture,
                $"The JSON breaks in line {zeroBased + 1}, after byte {position ?? 0} of that line. ")
                + "Correct it and send the request again; nothing was done."
            : "Correct the body and send the request again; nothing was done.");

    public static ProblemJson NotAnObject() => Problem("broken-json", 400, "The body is not a JSON object",
        "Send one JSON object in braces, for example {\"amount\":258900}; nothing was done.");

    public static ProblemJson NotJson() => Problem("not-json", 415, "The body is not declared as JSON",
        "Send the body as UTF-8 JSON with the header Content-Type: application/json; nothing was done.");

    public static ProblemJson BodyTooLarge() => Problem("body-too-large", 413, "The body is too large",
        $"Send at most {RequestBody.MaxBytes} bytes; nothing was done.");

    public static ProblemJson FormTooLarge() => Problem("body-too-large", 413, "The form is too large",
        $"Send at most {FormBody.MaxBytes} bytes; nothing was done.");

    public static ProblemJson NotAForm() => Problem("not-a-form", 415, "The body is not declared as a form",
        "Send the fields with the header Content-Type: application/x-www-form-urlencoded; nothing was done.");

    public static ProblemJson NoSuchDoor() => Problem("unknown-door", 404, "There is no door under this path",
        "The commands of an order are POST /merchants/{merchant}/orders/{orderId}/ and pay, block, init, challenge, complete, charge, unblock, refund, "
        + "inquire, adopt or resolve. Nothing was done.");

    public static ProblemJson WrongMethod(string method) => Problem("wrong-method", 405, "The path takes another method",
        $"Send it by {method}. Nothing was done.") with
    {
        Allow = method,
    };

    public static ProblemJson UnknownNotifications() => Problem("unknown-merchant", 404, "Nobody is notified under this path",
        "Check the merchant's alias, and the last segment when Payture:Notifications:Secret is configured. Nothing was kept.");

    public static ProblemJson ForeignSource() => Problem("foreign-source", 403, "Notifications do not come from this address",
        "The networks that may bring them are configured as Payture:Notifications:Sources. Nothing was kept.");

    public static ProblemJson HintNotKept() => Problem("hint-not-kept", 503, "The notification could not be kept",
        "Send it again after the time in Retry-After.") with
    {
        RetryAfter = SoonInSeconds,
    };

    public static ProblemJson NoForm(OrderView view) => Problem("no-challenge", 409, "The order waits for no 3-D Secure form",
        view.Challenge is { Kind: ChallengeKind.Page }
            ? "The customer pays on the gateway's page: send the browser to challenge.redirectUrl of the order shown."
            : "Nothing is to be brought to the bank; the order shown says where it stands.") with
    {
        Order = OrderJson.From(view),
    };

    public static ProblemJson FormElsewhere(OrderView view) => Problem("challenge-elsewhere", 409, "The 3-D Secure form is not here, or not any more",
        "The form is handed out once, by the process that received the payment, and is kept nowhere else. If several nodes serve these orders, ask "
        + "the one that received the payment. If nobody has it, the customer cannot authenticate any more: the order ends by itself after "
        + "challenge.expiresAt; then pay under a new OrderId.") with
    {
        Order = OrderJson.From(view),
    };

    public static ProblemJson BadRequest(int status) => Problem("bad-request", status, "The request could not be read",
        "The HTTP request is not complete or not well formed. Send it again; nothing was done.");

    public static ProblemJson Unexpected() => Problem("unexpected", 500, "Something is wrong in this service",
        "Whether the command was accepted is not known: look at the order, or send the same request with the same Idempotency-Key again. "
        + "The service's log has the cause.");

    public static ProblemJson Busy(OrderReply.Busy busy) => Problem("busy", 503, "The service cannot accept the command now",
        busy.MayBeAccepted
            ? $"{busy.Why.TrimEnd('.')}. Whether the command was accepted is not known: send it again under the same Idempotency-Key after the time in "
                + "Retry-After; if it had none, look at the order first."
            : $"{busy.Why.TrimEnd('.')}. Nothing was done: send the same request again after the time in Retry-After.") with
    {
        RetryAfter = SoonInSeconds,
    };

    public static ProblemJson DatabaseAway() => Problem("database-away", 503, "The database does not answer",
        "The orders are kept, but cannot be read right now. Ask again after the time in Retry-After; the service's log has the cause.") with
    {
        RetryAfter = SoonInSeconds,
    };

    public static ProblemJson GatewaySilent(OrderView view) => Problem("gateway-silent", 503, "The gateway did not answer the inquiry",
        "The order is shown as it is known here. If something is in doubt, the service goes on asking by itself.") with
    {
        Order = OrderJson.From(view),
        RetryAfter = SoonInSeconds,
    };

    public static ProblemJson Expired(OrderView view) => Problem("expired", 409, "The payment has expired",
        "The payment waited for a customer who cannot come any more; no money moved. Take a new OrderId.") with
    {
        Order = OrderJson.From(view),
    };

    public static ProblemJson Declined(OrderView view, Refusal? refusal) => Problem("declined", 402, "The command was declined",
        refusal is null
            ? "Something else happened to the order first, so that the command had no effect and will have none. Look at the order before you decide."
            : $"The gateway answered {refusal.Code}. The command had no effect and will have none. {Advice(refusal.Class)}") with
    {
        Code = refusal?.Code,
        Class = refusal?.Class,
        Order = OrderJson.From(view),
    };

    public static ProblemJson NotApplied(OrderReply.NotApplied reply) => reply switch
    {
        _ when PassesSoon(reply.Reason) =>
            Problem("not-sent", 503, "The command was not sent", $"{Why(reply.Reason)} Nothing left for the gateway. Ask again after the time in "
                + $"Retry-After, under the same OrderId; {NewOrderId(reply)}") with
            {
                Order = OrderJson.From(reply.View),
                RetryAfter = SoonInSeconds,
            },
        { IsProved: true } or { Reason: not null } =>
            Problem("not-sent", 409, "The command was not sent", $"{Why(reply.Reason)} Nothing left for the gateway. Ask again under the same "
                + $"OrderId; {NewOrderId(reply)}") with
            {
                Order = OrderJson.From(reply.View),
            },
        { View.Books.Phase: OrderPhase.Charged } => // Only a person ends a refund so.
            Problem("not-applied", 409, "The refund had no effect", "A person decided that the refund had no effect. Should it come through late all "
                + "the same, then another one (with a new Idempotency-Key) would be a second refund: wait until the horizon, or be sure of that decision.") with
            {
                Order = OrderJson.From(reply.View),
            },
        _ => Problem("not-applied", 409, "The command had no effect", "As far as the gateway shows, the command had no effect. Ask again under "
                + "the same OrderId (with a new Idempotency-Key): if the first try should still come through late, then only one of the two can win. "
                + "A new OrderId is not safe yet.") with
        {
            Order = OrderJson.From(reply.View),
        },
    };

    public static ProblemJson Rejected(Rejection reason, OrderView? view)
    {
        var problem = reason switch
        {
            Rejection.CommandInProgress => Problem("command-in-progress", 409, "Another command of this order has not ended",
                "Nothing was done. Wait until the order's attempt is null, then ask again."),
            Rejection.KeyReused => Problem("key-reused", 409, "The Idempotency-Key belongs to another request",
                "This key was used on this order for another operation or amount. Nothing was done. Use a new key for a new request, or repeat "
                + "the first request unchanged."),
            Rejection.KeyRequired => Problem("key-required", 422, "A refund needs an Idempotency-Key",
                "Send the header Idempotency-Key; nothing was done."),
            Rejection.AmountRequired => Problem("amount-required", 422, "The amount is missing",
                "Give the amount in kopecks, more than zero; nothing was done."),
            Rejection.OrderIdUsed => Problem("order-id-used", 409, "The OrderId is used up",
                "This order has been paid, held, declined or has expired. Nothing was done. "
                + "If the order shown is not this payment already, take a new OrderId."),
            Rejection.NothingBlocked => Problem("nothing-blocked", 409, "Nothing is held on the order",
                $"Charge and Unblock need a hold. Nothing was done; {Standing(view)}."),
            Rejection.AmountExceedsHold => Problem("amount-exceeds-hold", 409, "The amount is more than is held",
                "Charge at most the order's held amount; nothing was done."),
            Rejection.NothingCharged => Problem("nothing-charged", 409, "Nothing is left to refund",
                $"A refund needs captured money that was not given back yet. Nothing was done; {Standing(view)}."),
            Rejection.AmountExceedsLeft => Problem("amount-exceeds-left", 409, "The amount is more than is left to refund",
                "Refund at most captured less refunded of the order shown; nothing was done."),
            Rejection.NothingToResolve => Problem("nothing-to-resolve", 409, "Nothing waits for a decision",
                "No attempt is in doubt and no mark is set. Nothing was done."),
            Rejection.NoChallenge => Problem("no-challenge", 409, "The order waits for no 3-D Secure result",
                view is null ? $"Nothing was done; {Standing(view)}." : $"Nothing was done; {Standing(view)}. If it is paid already, the result was brought before."),
            Rejection.OtherChallenge => Problem("other-challenge", 409, "The MD belongs to another challenge",
                "Nothing was done. Bring MD and PaRes unchanged, as the bank posted them for this order."),
            Rejection.ChallengeOver => Problem("challenge-over", 409, "The time for the 3-D Secure result has passed",
                "Nothing was done. The gateway is asked whether money moved all the same; when the order has expired, pay under a new OrderId."),
            Rejection.SessionRequired => Problem("session-required", 422, "The session has no type",
                "Give sessionType pay or block; nothing was done."),
            Rejection.ChequeDoesNotFit => Problem("cheque-does-not-fit", 422, "The receipt does not come to the money",
                "The positions of a payment come to its amount, to the kopeck, and those of a partial charge or refund to the amount that is charged or "
                + "given back. Correct the positions or the amount; nothing was done."),
            Rejection.NoCheque => Problem("no-cheque", 422, "The order has no receipt",
                "Positions are named in items, but the payment came without a receipt: leave items out. Nothing was done."),
            Rejection.NotInCheque => Problem("not-in-cheque", 422, "A position is not in the order's receipt",
                "Name in items only what the receipt still has: the same text, price and tax, and not more of it than is left. Nothing was done."),
            Rejection.SplitLosesKopecks => Problem("split-loses-kopecks", 422, "A line of the receipt cannot be split like this",
                "Its parts, each rounded to the kopeck, would not come to the whole. Name whole lines, or a quantity whose amount is whole kopecks. "
                + "Nothing was done."),
            Rejection.ItemsRequired => Problem("items-required", 422, "A part of an order with a receipt needs its positions",
                "Name in items which positions of the receipt are captured, or given back; nothing was done."),
            Rejection.Restored => Problem("restored", 409, "The database was set back to a backup",
                "Payture is being asked what this order did since. Nothing was done; ask again in a few seconds.") with { RetryAfter = SoonInSeconds },
            Rejection.OrderKnown => Problem("order-known", 409, "The order is known here already",
                "Only an order that was opened elsewhere can be taken over, and again only under another family while nothing that was asked for here had an "
                + "effect. Nothing was done; the order shown says where it stands."),
            _ => Problem("refused", 409, "The order refuses the command", "Nothing was done; look at the order before you decide."),
        };
        return problem with { Order = view is null ? null : OrderJson.From(view) };
    }

    private static string Standing(OrderView? view) => view is null
        ? "nothing is known of the order here: Pay, Block or Init opens one. Check the merchant's alias and the OrderId"
        : "the order shown says where it stands";

    // The one part of a recorded answer that may change: what an earlier try may still do is known better later.
    private static string NewOrderId(OrderReply.NotApplied reply) => reply.IsProved
        ? "a new OrderId is safe, too."
        : "a new OrderId is not safe yet, since an earlier try of this order may still come through.";

    /// <summary>Whether what kept a command from leaving is our own and passes by itself.</summary>
    public static bool PassesSoon(NotSentReason? reason) =>
        reason is NotSentReason.QueueFull or NotSentReason.BreakerOpen or NotSentReason.ShuttingDown;

    public static string Advice(ErrorClass @class) => @class switch
    {
        ErrorClass.Declined => "The bank or the gateway said no: offer the customer another card, under a new OrderId.",
        ErrorClass.Customer => "The customer must correct what was typed or ask the bank: try again under a new OrderId.",
        ErrorClass.BadRequest => "The gateway did not like the request: correct it and ask again.",
        ErrorClass.Access => "Check the merchant's Key, Password, rights and terminal with Payture, then ask again.",
        ErrorClass.Retryable => "Ask again a little later.",
        ErrorClass.StateConflict => "The order's state at the gateway does not allow it: look at the order before you decide.",
        _ => "Look at the order before you decide.",
    };

    public static string Why(NotSentReason? reason) => reason switch
    {
        NotSentReason.NameResolution => "The gateway's name could not be resolved: check the merchant's Host and the network.",
        NotSentReason.Connect => "No connection to the gateway was made: check the merchant's Host and the network.",
        NotSentReason.Tls => "The TLS handshake with the gateway failed: check the merchant's Host and the trusted certificates.",
        NotSentReason.QueueFull => "Too many calls wait for the gateway.",
        NotSentReason.BreakerOpen => "The gateway failed too often just now, so that calls are held back.",
        NotSentReason.SendByPassed => "The call waited for longer than SendBy.",
        NotSentReason.TicketRevoked => "The card was no longer at hand when its turn came.",
        NotSentReason.PreAuthentication => "The installation's own pre-authentication did not let the payment leave.",
        NotSentReason.ShuttingDown => "The service is shutting down.",
        NotSentReason.Unsayable => "The call cannot be said on the wire, which is a mistake of ours: the log says what is wrong with it.",
        _ => "The call never left.",
    };

    public static ProblemJson Problem(string type, int status, string title, string detail) =>
        new() { Type = TypePrefix + type, Status = status, Title = title, Detail = detail };
}
