using PaytureActors.AspNetCore.Requests;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;

namespace PaytureActors.AspNetCore.Answers;

/// <summary>The problems of the customers' doors.</summary>
internal static class CustomerProblems
{
    private const int SoonInSeconds = 5;

    public static ProblemJson NoWallet() => Problems.Problem("no-wallet", 409, "The merchant has no eWallet",
        "Customers and their cards need the account's VWID: configure Payture:Merchants:{alias}:Vwid and start the service again. Nothing was done.");

    public static ProblemJson Refused(Refusal refusal)
    {
        var problem = refusal.Code.ToUpperInvariant() switch
        {
            "USER_NOT_FOUND" or "CUSTOMER_NOT_FOUND" or "WRONG_USER_PARAMS" => Problems.Problem("unknown-customer", 404,
                "The gateway does not know the customer", "Nothing was done. Check login and password, or register the customer first (PUT)."),
            "DUPLICATE_USER" or "DUPLICATE_CUSTOMER" => Problems.Problem("customer-known", 409, "The customer is registered already",
                "Nothing was done. Change the customer with PATCH, or ask with GET whether the password is right."),
            "CARD_NOT_FOUND" or "WRONG_CARD" => Problems.Problem("unknown-card", 404, "The gateway does not know the card, or it cannot be used",
                "Nothing was done. Look at the customer's cards (GET .../cards): only one that is active can pay."),
            "DUPLICATE_CARD" => Problems.Problem("card-known", 409, "The card is stored already",
                "Nothing was done. The customer's cards (GET .../cards) have it."),
            "AMOUNT_ERROR" or "WRONG_AMOUNT" => Problems.Problem("wrong-amount", 409, "The amount is not the one that is expected",
                "To activate a card, give the amount that adding it held on it, as the bank's message tells the customer."),
            _ when refusal.Class is ErrorClass.Declined or ErrorClass.Customer => Problems.Problem("declined", 402, "The command was declined",
                $"The gateway answered {refusal.Code}. It had no effect. "
                + (refusal.Class is ErrorClass.Customer ? "The customer must correct what was typed." : "Offer the customer another card.")),
            _ => Problems.Problem("refused-by-gateway", 409, "The gateway refused the command",
                $"The gateway answered {refusal.Code}. It had no effect. {Problems.Advice(refusal.Class)}"),
        };
        return problem with { Code = refusal.Code, Class = refusal.Class };
    }

    public static ProblemJson NotApplied(NotSentReason? reason) => reason is null
        ? Problems.Problem("not-applied", 409, "The command had no effect", "As far as the gateway shows, the command had no effect: ask again.")
        : Problems.Problem("not-sent", Problems.PassesSoon(reason) ? 503 : 409, "The command was not sent",
            $"{Problems.Why(reason)} Nothing left for the gateway: ask again{(Problems.PassesSoon(reason) ? " after the time in Retry-After" : "")}.") with
        {
            RetryAfter = Problems.PassesSoon(reason) ? SoonInSeconds : null,
        };

    public static ProblemJson NeverLearnt(CustomerOperation operation) => Problems.Problem("never-learnt", 409, "Nobody could learn what the command did",
        "Its answer was lost, and until the horizon passed nobody could ask the gateway: the customer is gone there, or the password is. It cannot arrive "
        + "any more. "
        + (operation is CustomerOperation.Add or CustomerOperation.AddSubmit3DS
            ? "Look at the customer's cards (GET .../cards) before the card is added again, under another Idempotency-Key: adding holds a small sum."
            : "Look at the customer (GET) and the cards (GET .../cards) before you ask again, under another Idempotency-Key."));

    public static ProblemJson Unanswered(Refusal? refusal) => Problems.Problem("gateway-silent", 503, "The gateway did not answer",
        (refusal is null ? "No answer came" : $"The gateway answered {refusal.Code}, which does not tell")
        + " what the command did. Ask again after the time in Retry-After: it does no harm. Of several codes the newest counts; a page that nobody "
        + "opens ends by itself.") with
    {
        Code = refusal?.Code,
        Class = refusal?.Class,
        RetryAfter = SoonInSeconds,
    };

    public static ProblemJson Rejected(CustomerReply.Rejected rejected) => rejected.Why switch
    {
        CustomerRejection.CommandInProgress => Problems.Problem("command-in-progress", 409, "Another command of this customer has not ended",
            "Nothing was done. It is under way, or may still be: ask again a little later."),
        CustomerRejection.KeyReused => Problems.Problem("key-reused", 409, "The Idempotency-Key belongs to another request",
            "This key was used for this customer with another operation, card or amount. Nothing was done. Use a new key for a new request, or repeat "
            + "the first request unchanged."),
        CustomerRejection.NoChallenge => Problems.Problem("no-challenge", 409, "No card of this customer waits for a 3-D Secure result",
            "Nothing was done. Look at the customer's cards (GET .../cards): if the card is there, the result was brought before; else add it again."),
        CustomerRejection.OtherChallenge => Problems.Problem("other-challenge", 409, "The MD belongs to another challenge",
            "Nothing was done. Bring MD and PaRes unchanged, as the bank posted them for this card."),
        CustomerRejection.ChallengeOver => Problems.Problem("challenge-over", 409, "The time for the 3-D Secure result has passed",
            "Nothing was done. Add the card again."),
        CustomerRejection.FormHandedOut => Problems.Problem("challenge-elsewhere", 409, "The 3-D Secure form is not here any more",
            "It was handed out with the first answer under this Idempotency-Key and is not kept. Nothing was done. Bring the result "
            + "(POST .../cards/complete), or add the card again under another key."),
        CustomerRejection.NothingToResolve => Problems.Problem("nothing-to-resolve", 409, "Nothing waits for a decision",
            "Nothing of this customer is in doubt. Nothing was done."),
        _ => Wrong(rejected),
    };

    private static ProblemJson Wrong(CustomerReply.Rejected rejected)
    {
        var errors = new FieldErrors();
        errors.Add(rejected.Field, rejected.Reason);
        return Problems.Invalid(errors);
    }
}
