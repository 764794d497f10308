namespace PaytureActors.AspNetCore.Description;

/// <summary>The words of the OpenAPI document about those who prove nothing.</summary>
internal static class HintTexts
{
    private const string NoTrust = "It asks for no API key, and nothing that it brings is believed: the gateway is asked how the order stands.";

    public static DoorText Notification { get; } = new("notify", "Takes the gateway's notification",
        $"Give this address to Payture's support. {NoTrust} Only Notification and OrderId are looked at; a notification without OrderId is taken "
        + "and ignored.")
    {
        Form = [("Notification", "What it is about, for example EnginePaySuccess."), ("OrderId", "Which order.")],
        Bare = [(200, "What it tells cannot be lost any more.")],
        Refusals =
        [
            (403, "Notifications do not come from this address (Payture:Notifications:Sources)."),
            (404, "No merchant is notified under this path."),
            (413, "The form is larger than 64 KB."),
            (415, "The body is not a form."),
            (503, "It could not be kept: send it again."),
        ],
    };

    public static DoorText SecretNotification { get; } = Notification with
    {
        Id = "notifyWithSecret", Summary = "Takes the gateway's notification, at a path that nobody guesses",
        Description = $"The same with the secret of Payture:Notifications:Secret; where it is configured, only this path is there. {NoTrust}",
    };

    public static DoorText Return { get; } = new("return", "Leads a customer back from the gateway's page",
        $"The page that Init opened leads here, where Payture:PublicUrl is configured. {NoTrust} "
        + "Whoever names an OrderId is led to its returnUrl, since a browser can prove nothing: a returnUrl holds nothing secret, and the shop asks for the "
        + "order before it shows anything of it.")
    {
        Query = [("order", "string", "Which order.")],
        Bare = [(303, "On to the order's returnUrl, with order= added.")],
        Pages = [(200, "The order has no returnUrl: a small page says that the payment is being confirmed."), (404, "The merchant is not configured.")],
    };

    public static DoorText PostedReturn { get; } = Return with { Id = "returnByPost" };

    public static DoorText CardThreeDSecure { get; } = new("returnCard3ds", "Takes the result of 3-D Secure of a card that is being added",
        "The TermUrl of such a form leads here. It asks for no API key and no password; MD and PaRes store the card only when the MD is that of the card which "
        + "waits, and only once. They are not shown, logged or kept. The path's last segment is a keyed hash that says nothing of the customer, and that nobody else can make up.")
    {
        Form = [("MD", "The form's MD, as it was."), ("PaRes", "What the bank says of the customer.")],
        Bare = [(303, "On to the returnUrl that came with the card.")],
        Pages =
        [
            (200, "The card came without a returnUrl: a small page says that it is being added."),
            (400, "MD or PaRes is missing."),
            (404, "The merchant is not configured, or the path names no customer."),
            (409, "The MD belongs to another card; nothing was done."),
        ],
    };

    public static DoorText ThreeDSecure { get; } = new("return3ds", "Takes the result of 3-D Secure from a customer's browser",
        "The form's TermUrl leads here. It asks for no API key; MD and PaRes complete the payment only when the MD is this order's, and only once. "
        + "They are not shown, logged or kept.")
    {
        Form = [("MD", "The form's MD, as it was."), ("PaRes", "What the bank says of the customer.")],
        Bare = [(303, "On to the order's returnUrl, with order= added.")],
        Pages =
        [
            (200, "The order has no returnUrl: a small page says that the payment is being confirmed."),
            (400, "MD or PaRes is missing."),
            (404, "The merchant is not configured, or the OrderId cannot be one."),
            (409, "The MD belongs to another payment; nothing was done."),
        ],
    };
}
