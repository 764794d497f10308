namespace PaytureActors.TestKit.Gateway;

/// <summary>Serves the customer's browser: the payment page, the card-adding page, the bank's page, and what they post.</summary>
/// <remarks>All links are relative, so that the pages work under any address. No fault plan meets a browser.</remarks>
internal sealed class PageDoor(SimulatedGateway gateway, GatewayBooks books)
{
    private const string Bank = "acs";

    /// <summary>The page that a browser asks for or posts to, or null where the request is a merchant's.</summary>
    public SimulatedAnswer.Respond? Answer(string path, IReadOnlyDictionary<string, string> given)
    {
        var row = CommandRow.At(path);
        if (row is { Family: WireFamily.Api })
            return null;
        var fields = new Dictionary<string, string>(given, StringComparer.Ordinal);
        if (row is null)
            return path.Trim('/') is var other && (other == Bank || other == gateway.AcsUrl.AbsolutePath.Trim('/')) ? AtTheBank(fields) : null;

        return row switch
        {
            { Family: WireFamily.InPay, Name: "Pay" } => Payment(row, fields),
            { Family: WireFamily.EWallet, Name: "Pay" } when fields.ContainsKey("SessionId") => Payment(row, fields),
            { Family: WireFamily.EWallet, Name: "Add" } when fields.ContainsKey("SessionId") => Adding(row, fields),
            { Name: "PaySubmit" } => Submit(row, fields),
            { Name: "AddSubmit" } => SubmitCard(row, fields),
            { Kind: CommandKind.Page } => SubmitResult(row, fields),
            _ => null,
        };
    }

    private SimulatedAnswer.Respond Payment(CommandRow row, Dictionary<string, string> fields) => Find(row, fields) is (SimulatedOrder order, { } session)
        ? Payment(order, session, problem: null)
        : Nothing;

    private SimulatedAnswer.Respond Payment(SimulatedOrder order, SessionFile session, string? problem)
    {
        var file = order.Audit(Now).File;
        if (file.Payment is { IsFailedAttempt: false })
            return Paid(session);
        if (session.HasEnded(Now))
            return PageHtml.Result("Too late", $"The time to pay is over ({problem ?? "ORDER_TIME_OUT"}).", session.ReturnUrl(success: false));
        return file.Attempts < session.MostAttempts
            ? PageHtml.Payment(session, StoredCard(order, session)?.Name, problem)
            : PageHtml.Result("Not paid", $"The payment failed ({problem ?? file.ErrCode ?? "LIMIT_EXCHAUST"}).", session.ReturnUrl(success: false));
    }

    private static SimulatedAnswer.Respond Paid(SessionFile session) =>
        PageHtml.Result("Paid already", $"Order {session.OrderId} needs no other payment.", session.ReturnUrl(success: true));

    // The card that Init named, while its customer keeps it; else the page asks for one.
    private SimulatedCard? StoredCard(SimulatedOrder order, SessionFile session) => session.Terms is { CardId: { } cardId, Login: { } login }
        ? books.Customer(order.Merchant, login).Audit(Now).File.Card(cardId)
        : null;

    private SimulatedAnswer.Respond Adding(CommandRow row, Dictionary<string, string> fields) => Find(row, fields) is (SimulatedCustomer, { } session)
        ? session.HasEnded(Now) ? PageHtml.Result("Too late", "The time to add a card is over.", session.ReturnUrl(success: false)) : PageHtml.Adding(session, null)
        : Nothing;

    // The page's own script posts a block of other names and wants JSON (3P lamoda); our form posts plain fields.
    private SimulatedAnswer.Respond Submit(CommandRow row, Dictionary<string, string> fields)
    {
        var wantsJson = string.Equals(fields.GetValueOrDefault("Json"), "true", StringComparison.OrdinalIgnoreCase);
        var posted = fields.TryGetValue("Data", out var data) ? WireFields.ReadBlock(data) : fields;
        if (Find(row, posted) is not (SimulatedOrder order, { } session))
            return wantsJson ? Json(false, "ORDER_NOT_FOUND") : Nothing;

        var (card, refused) = ReadCard(order, session, posted);
        var result = fields.GetValueOrDefault("action") == "cancel" ? gateway.CustomerCancels(order.Name, order.Merchant.Key)
            : card is null ? new PageResult(PageOutcome.Refused, refused)
            : gateway.OnPage(session, card, order);
        if (wantsJson)
            return Json(result.Outcome == PageOutcome.Succeeded, result.ErrCode);
        return Show(order, session, result);
    }

    private SimulatedAnswer.Respond Show(SimulatedOrder order, SessionFile session, PageResult result) => result switch
    {
        { Outcome: PageOutcome.Challenged, MD: { } md } => ToTheBank(md, session.Terms.Login is null ? "apim/PaySubmit3DS" : "vwapi/PageSubmit3DS"),
        { Outcome: PageOutcome.Succeeded } => PageHtml.Result("Thank you", $"{PageHtml.Rubles(session.Terms.Amount)} for order {session.OrderId}.", session.ReturnUrl(success: true)),
        { ErrCode: "CANCELED_BY_CLIENT" } => PageHtml.Result("Cancelled", "Nothing was paid.", session.ReturnUrl(success: false)),
        _ => Payment(order, session, result.ErrCode),
    };

    private SimulatedAnswer.Respond SubmitCard(CommandRow row, Dictionary<string, string> fields)
    {
        if (Find(row, fields) is not (SimulatedCustomer customer, { } session))
            return Nothing;
        if (fields.GetValueOrDefault("action") == "cancel")
            return PageHtml.Result("Cancelled", "No card was added.", session.ReturnUrl(success: false));
        var (card, refused) = ReadCard(fields);
        var result = card is null ? new PageResult(PageOutcome.Refused, refused) : gateway.OnPage(customer, new Deed.AddCard(card, null, session.Id));
        return Show(session, result);
    }

    private SimulatedAnswer.Respond Show(SessionFile session, PageResult result) => result switch
    {
        { Outcome: PageOutcome.Challenged, MD: { } md } => ToTheBank(md, "vwapi/PageSubmit3DS"),
        { Outcome: PageOutcome.Succeeded } => PageHtml.Result("The card is added", "Activate it with the amount that was held.", session.ReturnUrl(success: true)),
        { ErrCode: "ILLEGAL_ORDER_STATE" } => PageHtml.Result("Answered already", "The bank's answer counts once: look into the list of cards.", null),
        _ when session.HasEnded(Now) => PageHtml.Result("Too late", "The time to add a card is over.", session.ReturnUrl(success: false)),
        _ => PageHtml.Adding(session, result.ErrCode),
    };

    private SimulatedAnswer.Respond SubmitResult(CommandRow row, Dictionary<string, string> fields)
    {
        if (fields.GetValueOrDefault("MD") is not { } md || fields.GetValueOrDefault("PaRes") is not { } paRes)
            return Nothing;
        var deed = new Deed.Complete(null, md, paRes);
        switch (books.Challenged(md))
        {
            case SimulatedOrder order when IsAtHome(order, row) && order.Audit(Now).File.Session is { } session:
                return Show(order, session, gateway.OnPage(order, deed));

            case SimulatedCustomer customer when IsAtHome(customer, row) && customer.SessionOfChallenge(md) is { } adding:
                return Show(adding, gateway.OnPage(customer, deed));

            default:
                return Nothing;
        }
    }

    private SimulatedAnswer.Respond ToTheBank(string md, string comeBack) => PageHtml.Onward("To your bank", "../" + Bank,
        ("PaReq", books.Secrets.PaReq(md)), ("MD", md), ("TermUrl", comeBack));

    private SimulatedAnswer.Respond AtTheBank(Dictionary<string, string> fields)
    {
        var (md, termUrl) = (fields.GetValueOrDefault("MD", "").Trim(), fields.GetValueOrDefault("TermUrl", ""));
        if (fields.GetValueOrDefault("PaReq") is not { } paReq || paReq.Trim() != books.Secrets.PaReq(md) || !PageHtml.IsAddress(termUrl))
            return PageHtml.Result("Your bank does not know this request", "PaReq, MD and TermUrl must come as the gateway and the shop gave them.", null);
        return fields.GetValueOrDefault("action") switch
        {
            "confirm" or "refuse" => PageHtml.Onward("Back to the shop", termUrl, ("MD", md), ("PaRes", books.Secrets.PaRes(md, fields["action"] == "confirm"))),
            _ => PageHtml.Bank(paReq, md, termUrl),
        };
    }

    private (PayCard? Card, string? Refused) ReadCard(SimulatedOrder order, SessionFile session, IReadOnlyDictionary<string, string> posted) =>
        StoredCard(order, session) is { Id: var cardId }
            ? books.Customer(order.Merchant, session.Terms.Login!).CardToPay(cardId, !string.IsNullOrEmpty(Said(posted, "code", "SecureCode")), Now)
            : ReadCard(posted);

    // A person may put blanks into the number and write 2030.
    private (PayCard? Card, string? Refused) ReadCard(IReadOnlyDictionary<string, string> posted) => WireFields.Card(
        Said(posted, "number", "cardNumber")?.Replace(" ", "", StringComparison.Ordinal),
        Said(posted, "month", "EMonth")?.PadLeft(2, '0'),
        Said(posted, "year", "EYear") is { Length: 4 } long4 && long4.StartsWith("20", StringComparison.Ordinal) ? long4[2..] : Said(posted, "year", "EYear"),
        Said(posted, "holder", "CardHolder"), Said(posted, "code", "SecureCode"), Now, books.Secrets);

    private static string? Said(IReadOnlyDictionary<string, string> posted, string ours, string theirs) =>
        (posted.GetValueOrDefault(ours) ?? posted.GetValueOrDefault(theirs))?.Trim();

    private bool IsAtHome(Subject subject, CommandRow row) =>
        subject is SimulatedOrder order ? order.Audit(Now).File.OpenedBy?.Family == row.Family : row.Family == WireFamily.EWallet;

    private (Subject? Subject, SessionFile? Session) Find(CommandRow row, IReadOnlyDictionary<string, string> fields) =>
        Find(fields) is ({ } subject, { } session) && IsAtHome(subject, row) ? (subject, session) : (null, null);

    private (Subject? Subject, SessionFile? Session) Find(IReadOnlyDictionary<string, string> fields)
    {
        if (fields.GetValueOrDefault("SessionId") is { } id)
        {
            return books.InSession(id) switch
            {
                SimulatedOrder order => (order, order.Audit(Now).File.Session),
                SimulatedCustomer customer => (customer, customer.Audit(Now).Sessions.First(session => session.Id == id.Trim())),
                _ => (null, null),
            };
        }

        // The page's own script names the order instead (3P lamoda).
        if (fields.GetValueOrDefault("Key") is not { } key || fields.GetValueOrDefault("OrderId") is not { } orderId
            || books.Options.Merchants.FirstOrDefault(merchant => merchant.Key == key) is not { } account)
            return (null, null);
        var named = books.Order(account, orderId);
        return (named, named.Audit(Now).File.Session);
    }

    private static SimulatedAnswer.Respond Json(bool success, string? errCode) => new(200, "application/json; charset=utf-8",
        errCode is null ? $"{{\"Success\":{(success ? "true" : "false")}}}" : $"{{\"Success\":false,\"ErrCode\":\"{errCode}\"}}");

    private static SimulatedAnswer.Respond Nothing { get; } = PageHtml.Result("There is nothing here", "The gateway does not know this session.", null);

    private DateTimeOffset Now => gateway.Time.GetUtcNow();
}
