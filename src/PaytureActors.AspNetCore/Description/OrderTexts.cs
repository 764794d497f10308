using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Requests;

namespace PaytureActors.AspNetCore.Description;

/// <summary>The words of the OpenAPI document about an order's commands.</summary>
internal static class OrderTexts
{
    private const string Payers =
        "One thing pays: a card, a token of Apple, Google or Samsung Pay, or an eWallet customer (a stored card, a card that is not stored, or a token), "
        + "whose password comes in the header Payture-Customer-Password. If the bank wants to see the customer first (3-D Secure), the answer has the phase "
        + "awaitingCustomer and, once, challenge.form: let the browser post its paReq as PaReq, its md as MD and challenge.termUrl as TermUrl to "
        + "challenge.acsUrl. ";

    private static readonly (string, string)[] Payments =
    [
        ("card", """
            {"amount":258900,
             "card":{"number":"4111111111100031","expiryMonth":"12","expiryYear":"2039","holder":"ANNA KOVAL","securityCode":"123"},
             "customFields":{"Product":"Ticket"},"returnUrl":"https://shop.example/thanks"}
            """),
        ("applePay", """{"amount":258900,"applePay":{"token":"eyJzaW11bGF0ZWQiOiJhcHBsZSIsImFtb3VudCI6MjU4OTAwLCJkZWNsaW5lZEFzIjpudWxsLCJjaGFsbGVuZ2UiOmZhbHNlfQ=="}}"""),
        ("googlePay", """{"amount":258900,"googlePay":{"token":"eyJzaW11bGF0ZWQiOiJnb29nbGUiLCJhbW91bnQiOjI1ODkwMCwiZGVjbGluZWRBcyI6bnVsbCwiY2hhbGxlbmdlIjpmYWxzZX0="}}"""),
        ("samsungPay", """{"amount":258900,"samsungPay":{"token":"eyJzaW11bGF0ZWQiOiJzYW1zdW5nIiwiYW1vdW50IjoyNTg5MDAsImRlY2xpbmVkQXMiOm51bGwsImNoYWxsZW5nZSI6ZmFsc2V9"}}"""),
        ("storedCard", """
            {"amount":258900,"wallet":{"login":"anna@shop.example","cardId":"40252318-de07-4853-b43d-4b67f2cd2077","securityCode":"123","confirmCode":"A1B2C3"}}
            """),
        ("recurring", """{"amount":258900,"wallet":{"login":"anna@shop.example","cardId":"40252318-de07-4853-b43d-4b67f2cd2077"}}"""),
        ("walletWithCard", """
            {"amount":258900,"wallet":{"login":"anna@shop.example",
             "card":{"number":"4111111111100031","expiryMonth":"12","expiryYear":"2039","holder":"ANNA KOVAL","securityCode":"123"}}}
            """),
        ("walletWithToken", """{"amount":258900,"wallet":{"login":"anna@shop.example","token":"eyJzaW11bGF0ZWQiOiJhcHBsZSIsImFtb3VudCI6MjU4OTAwLCJkZWNsaW5lZEFzIjpudWxsLCJjaGFsbGVuZ2UiOmZhbHNlfQ=="}}"""),
        ("withReceipt", """
            {"amount":258900,
             "card":{"number":"4111111111100031","expiryMonth":"12","expiryYear":"2039","holder":"ANNA KOVAL","securityCode":"123"},
             "cheque":{"positions":[{"text":"Ticket","quantity":1,"price":200000,"tax":1},{"text":"Cherries, kg","quantity":0.5,"price":117800,"tax":2}],
              "taxationSystem":0,"contact":"anna@shop.example"}}
            """),
    ];

    public static DoorText Pay { get; } = new("pay", "Takes money in one step", $"Charges at once. {Payers}{Meanings.Certainty}")
    {
        Body = typeof(PaymentRequest), Examples = Payments, KeyIsRequired = false, PasswordIsRequired = false, MayWait = true,
        Answers = Meanings.SettledOrChallenged, Refusals = Meanings.Command,
    };

    public static DoorText Block { get; } = new("block", "Holds money", $"Holds money until Charge or Unblock. {Payers}{Meanings.Certainty}")
    {
        Body = typeof(PaymentRequest), Examples = Payments, KeyIsRequired = false, PasswordIsRequired = false, MayWait = true,
        Answers = Meanings.SettledOrChallenged, Refusals = Meanings.Command,
    };

    public static DoorText Charge { get; } = new("charge", "Captures a hold",
        "Captures the hold, or a part of it; the rest is released. Without an amount all of it. A part of an order with a receipt names its positions in "
        + $"items. {Meanings.Certainty}")
    {
        Body = typeof(AmountRequest),
        Examples =
        [
            ("part", "{\"amount\":150000}"),
            ("partWithReceipt", """{"amount":200000,"items":[{"text":"Ticket","quantity":1,"price":200000,"tax":1}]}"""),
        ],
        BodyIsOptional = true, KeyIsRequired = false, MayWait = true, Answers = Meanings.Settled, Refusals = Meanings.Command,
    };

    public static DoorText Unblock { get; } = new("unblock", "Releases a hold", $"Releases the whole hold. It takes no body. {Meanings.Certainty}")
    {
        KeyIsRequired = false, MayWait = true, Answers = Meanings.Settled, Refusals = Meanings.Command,
    };

    public static DoorText Refund { get; } = new("refund", "Gives captured money back",
        "Gives captured money back, or a part of it. Without an amount all that is left. A part of an order with a receipt names in items the positions "
        + "that are given back. The header Idempotency-Key is required: nothing else tells a repeated partial refund from a second one. "
        + Meanings.Certainty)
    {
        Body = typeof(AmountRequest), Examples = [("part", "{\"amount\":50000}")], BodyIsOptional = true, KeyIsRequired = true, MayWait = true,
        Answers = Meanings.Settled, Refusals = Meanings.Command,
    };

    public static DoorText Inquire { get; } = new("inquire", "Asks the gateway now",
        "Asks the gateway how the order stands, and answers with what is known afterwards. It takes no body and moves no money.")
    {
        MayWait = true,
        Answers = [(200, typeof(OrderJson), "The order after the gateway's answer.")],
        Refusals = [.. Meanings.Request, (503, "The gateway did not answer; order is what is known here.")],
    };

    public static DoorText Adopt { get; } = new("adopt", "Takes an order over that was opened elsewhere",
        "Asks the gateway for an order that this service does not know, and takes it into its books as the gateway shows it. It moves no money. "
        + Meanings.Certainty)
    {
        Body = typeof(AdoptRequest), Examples = [("inPay", "{\"family\":\"inPay\"}")], KeyIsRequired = false, MayWait = true, Answers = Meanings.Settled,
        Refusals = Meanings.Command,
    };

    public static DoorText Resolve { get; } = new("resolve", "A person decides",
        "Ends a doubt that the service cannot end by itself, or takes an attention mark off. Look at the gateway's own screen first: what you say "
        + "here is written into the books, and the order is looked at again later.")
    {
        Body = typeof(ResolveRequest),
        Examples = [("applied", "{\"decision\":\"applied\",\"reason\":\"The gateway's screen shows the charge.\",\"by\":\"Anna Koval\"}")],
        Answers = [(200, typeof(OrderJson), "The decision is written down; this is the order.")],
        Refusals = [.. Meanings.Request, (409, "Nothing waits for a decision."), (503, "The decision could not be kept: send it again.")],
    };
}
