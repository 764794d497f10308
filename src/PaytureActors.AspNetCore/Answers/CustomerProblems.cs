using PaytureActors.AspNetCore.Requests;
using PaytureActors.Domain;

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

    public static ProblemJson Rejected(CustomerReply.Rejected rejected)
    {
        var errors = new FieldErrors();
        errors.Add(rejected.Field, rejected.Reason);
        return Problems.Invalid(errors);
    }
}
