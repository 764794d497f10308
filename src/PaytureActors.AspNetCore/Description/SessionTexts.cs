using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Requests;

namespace PaytureActors.AspNetCore.Description;

/// <summary>The words of the OpenAPI document about what the customer must do.</summary>
internal static class SessionTexts
{
    public static DoorText Init { get; } = new("init", "Opens a session on the gateway's page",
        "The customer pays on the gateway's page, in one or several tries: send the browser to challenge.redirectUrl. The same Idempotency-Key gives the "
        + "same page again. The order learns by itself how it ends, also when the browser never comes back. "
        + "The family eWallet needs the customer's password in the header Payture-Customer-Password.")
    {
        Body = typeof(InitRequest),
        Examples =
        [
            ("inPay", """
                {"family":"inPay","sessionType":"pay","amount":258900,"ip":"203.0.113.9","product":"Ticket","total":"2589.00","language":"EN",
                 "returnUrl":"https://shop.example/thanks"}
                """),
            ("eWallet", """
                {"family":"eWallet","sessionType":"block","amount":258900,"ip":"203.0.113.9","product":"Ticket",
                 "wallet":{"login":"anna@shop.example","cardId":"40252318-de07-4853-b43d-4b67f2cd2077"},
                 "url":"https://shop.example/thanks?order={orderid}&success={success}"}
                """),
        ],
        KeyIsRequired = false, PasswordIsRequired = false, MayWait = true,
        Answers =
        [
            (200, typeof(OrderJson), "The session is open: challenge.redirectUrl is the page, challenge.expiresAt its end."),
            Meanings.Settled[1],
        ],
        Refusals = Meanings.Command,
    };

    public static DoorText Challenge { get; } = new("takeChallengeForm", "Hands the 3-D Secure form out, once",
        "For a payment whose answer nobody waited for: challenge.form has what the browser posts to challenge.acsUrl (its paReq as PaReq, its md as MD, and "
        + "challenge.termUrl as TermUrl). It is handed out once, by the process that received the payment, and kept nowhere. It takes no body.")
    {
        Answers = [(200, typeof(OrderJson), "The order with its form; a second time there is none.")],
        Refusals = [.. Meanings.Look, (409, "The order waits for no form (no-challenge), or the form is not here or not any more (challenge-elsewhere).")],
    };

    public static DoorText Complete { get; } = new("complete", "Brings the result of 3-D Secure",
        "For shops whose own page is the form's TermUrl; where the form leads to this service's door, that one brings the result by itself. An MD that "
        + $"is not this order's is refused. {Meanings.Certainty}")
    {
        Body = typeof(CompleteRequest), Examples = [("result", """{"paRes":"eJzVWFmTosoS","md":"20150624160356619170"}""")],
        KeyIsRequired = false, MayWait = true,
        Answers = Meanings.Settled, Refusals = Meanings.Command,
    };
}
