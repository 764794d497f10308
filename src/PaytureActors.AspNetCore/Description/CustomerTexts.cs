using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Requests;

namespace PaytureActors.AspNetCore.Description;

/// <summary>The words of the OpenAPI document about eWallet customers.</summary>
internal static class CustomerTexts
{
    private const string Password = "The customer's password comes in the header Payture-Customer-Password and is not kept.";

    private static readonly (int, Type, string)[] Done =
    [
        (200, typeof(CustomerJson), "The command had its effect, or tells what was asked."),
        (202, typeof(CustomerJson), "Nobody knows yet what it did: see inDoubt. The next command with the password finds out first; ask again after "
            + "Retry-After. If nothing can show it, the doubt ends with the first command after inDoubt.until, as never-learnt."),
    ];

    private static readonly (int, string)[] Refusals =
    [
        .. Meanings.Request.Where(meaning => meaning.Item1 != 404),
        (402, "Declined; code and class are the gateway's."),
        (404, "The merchant is not configured, or the gateway does not know the customer or the card; type says which."),
        (409, "Refused: type says why, the detail what to do next. As for orders: command-in-progress, key-reused, no-challenge, other-challenge, "
            + "challenge-over, challenge-elsewhere. Besides: customer-known, card-known, wrong-amount, not-applied, never-learnt."),
        (503, "Nothing was accepted, nothing left for the gateway, or no answer came that tells what a command did that may be repeated (gateway-silent): "
            + "ask again after Retry-After."),
    ];

    public static DoorText Register { get; } = Text("registerCustomer", "Makes a customer known to the gateway",
        "Its login is the path's, its password the header's.") with
    {
        Body = typeof(CustomerContactRequest), BodyIsOptional = true,
        Examples = [("contact", """{"phoneNumber":"79031234567","email":"anna@shop.example"}""")],
    };

    public static DoorText Update { get; } = Text("updateCustomer", "Changes a customer's phone number or e-mail address", Password) with
    {
        Body = typeof(CustomerContactRequest), Examples = [("contact", """{"phoneNumber":"79031234567"}""")],
    };

    public static DoorText Check { get; } = Text("checkCustomer", "Asks whether the customer is known and the password right", Password);

    public static DoorText Delete { get; } = Text("deleteCustomer", "Takes a customer out", "It takes no body and no password.") with
    {
        PasswordIsRequired = null,
    };

    public static DoorText Resolve { get; } = new("resolveCustomer", "A person decides what a command in doubt did",
        "For a customer whose password nobody has any more; with it the next command settles the doubt by itself. Look at the gateway's own screen first. "
        + "The decision is applied or notApplied; it is taken once the quiet period has passed, because until then the command may still arrive.")
    {
        Body = typeof(ResolveRequest),
        Examples = [("notApplied", "{\"decision\":\"notApplied\",\"reason\":\"The gateway's screen shows no such card.\",\"by\":\"Anna Koval\"}")],
        Answers = [(200, typeof(CustomerJson), "The decision is written down; operation is what was in doubt.")],
        Refusals =
        [
            .. Meanings.Request,
            (409, "Nothing is in doubt (nothing-to-resolve), or the command may still be on its way (command-in-progress)."),
            (503, "The decision could not be kept: look whether the customer is still in doubt, then send it again."),
        ],
    };

    public static DoorText SendCode { get; } = Text("sendCode", "Sends the customer a code by SMS",
        $"The customer types it, and a payment brings it as wallet.confirmCode. {Password}") with
    {
        Body = typeof(SendCodeRequest), BodyIsOptional = true,
        Examples = [("payment", """{"cardId":"40252318-de07-4853-b43d-4b67f2cd2077","orderId":"42","amount":258900}""")],
    };

    public static DoorText ListCards { get; } = Text("listCards", "Lists the customer's cards", $"Those that can be used, newest use first. {Password}");

    public static DoorText AddCard { get; } = Text("addCard", "Stores a card",
        "A small sum is held on it; the customer reads in the bank's message how much, and brings it to activate. If the bank wants to see the customer first "
        + "(3-D Secure), challenge.form has what the browser posts to challenge.acsUrl, with challenge.termUrl as TermUrl: that door stores the card and leads on to "
        + "returnUrl. With a TermUrl of your own bring MD and PaRes to .../cards/complete. What came of it the same Idempotency-Key tells, as does the list; a "
        + $"customer who never comes back is found out by the list, once challenge.expiresAt has passed. {Password}") with
    {
        Body = typeof(AddCardRequest),
        Examples =
        [
            ("card", """{"card":{"number":"4111111111100031","expiryMonth":"12","expiryYear":"2039","holder":"ANNA KOVAL","securityCode":"123"},"returnUrl":"https://shop.example/cards"}"""),
        ],
    };

    public static DoorText CompleteCard { get; } = Text("completeCard", "Brings the result of a card's 3-D Secure",
        "The MD says whose card it is. The customer's password in the header Payture-Customer-Password is not needed; with it, an earlier command in doubt "
        + "can be settled first. After a technical refusal by the gateway the same result can be brought again.") with
    {
        PasswordIsRequired = false,
        Body = typeof(CompleteRequest), Examples = [("result", """{"paRes":"eJzVWFmTosoS","md":"20150624160356619170"}""")],
    };

    public static DoorText OpenSession { get; } = Text("openCardSession", "Opens a page on which the customer adds a card",
        $"Send the browser to challenge.redirectUrl. {Password}") with
    {
        Body = typeof(CardSessionRequest), BodyIsOptional = true,
        Examples = [("page", """{"ip":"203.0.113.9","language":"EN","url":"https://shop.example/cards"}""")],
    };

    public static DoorText ActivateCard { get; } = Text("activateCard", "Makes a stored card usable",
        $"By the sum that adding it held, as the customer read it in the bank's message. {Password}") with
    {
        Body = typeof(ActivateRequest), Examples = [("amount", "{\"amount\":101}")],
    };

    public static DoorText RemoveCard { get; } = Text("removeCard", "Takes a stored card out", $"It takes no body. {Password}");

    private static DoorText Text(string id, string summary, string description) => new(id, summary, description)
    {
        PasswordIsRequired = true, KeyIsRequired = false, MayWait = true, Answers = Done, Refusals = Refusals,
    };
}
