using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>
/// Writes answers as the gateway does: one element named after the command, all data in attributes, no declaration. The orders of the
/// attributes are those of the recordings, where there are any.
/// </summary>
internal static class Answers
{
    private const string Xml = "text/xml; charset=utf-8";
    private const string Html = "text/html; charset=utf-8";

    public static SimulatedAnswer.Respond NotFound { get; } = new(404, Html,
        "<!DOCTYPE html><html><head><title>404 - Not Found</title></head><body><h1>Not Found</h1></body></html>");

    public static SimulatedAnswer.Respond Write(WireRequest request, Verdict verdict, GatewayBooks books, Uri acsUrl) => verdict switch
    {
        Verdict.Approved approved => Approved(request, approved, books.Options),
        Verdict.Refused refused => Refused(request, refused.ErrCode),
        Verdict.Challenge challenge => Challenge(request, challenge, books.Secrets, acsUrl),
        Verdict.SessionOpened opened => Session(request, opened.Session),
        Verdict.Seen seen => request.Command == CommandRow.PayStatus ? PayStatus(request, seen, books.Options) : State(request, seen, books.Options),
        Verdict.Cards cards => List(request, cards.List),
        Verdict.CustomerDone done => Customer(request, done),
        _ => throw new InvalidOperationException($"No rule writes {verdict.GetType().Name}."),
    };

    public static SimulatedAnswer.Respond Refused(WireRequest request, string code) =>
        Refused(request.Row, code, request.OrderId, request.Merchant.Key, request.Login);

    /// <summary>A refusal; what is null is not repeated.</summary>
    public static SimulatedAnswer.Respond Refused(CommandRow row, string code, string? orderId, string? key, string? login) => (row.Family, row.Kind) switch
    {
        (WireFamily.EWallet, CommandKind.Open) => Element(row.Name, ("VWUserLgn", login), ("OrderId", orderId), ("Success", "False"), ("ErrCode", code)),
        (WireFamily.EWallet, CommandKind.Complete) when row.Name == "PaySubmit3DS" =>
            Element(row.Name, ("VWUserLgn", login), ("OrderId", orderId), ("Success", "False"), ("ErrCode", code)),
        (WireFamily.EWallet, CommandKind.Complete) => Element(row.Name, ("VWUserLgn", login), ("Success", "False"), ("ErrCode", code)),
        (WireFamily.EWallet, CommandKind.Customer) when row.Name == "Add" => Element(row.Name, ("VWUserLgn", login), ("Success", "False"), ("ErrCode", code)),
        (WireFamily.EWallet, CommandKind.Customer) => Element(row.Name, ("Success", "False"), ("VWUserLgn", login), ("ErrCode", code)),
        (WireFamily.EWallet, CommandKind.Later) when row.Operation == Operation.Refund =>
            Element(row.Name, ("VWUserLgn", ""), ("OrderId", orderId), ("Success", "False"), ("ErrCode", code)),
        (_, CommandKind.Session) => Element(row.Name, ("Success", "False"), ("ErrCode", code)), // REC droff: no OrderId.
        (_, CommandKind.Read) when row is { Family: WireFamily.EWallet, Name: CommandRow.PayStatus } =>
            Element(row.Name, ("Success", "False"), ("VWUserLgn", ""), ("OrderId", orderId), ("Forwarded", "False"), ("ErrCode", code)),
        (_, CommandKind.Read) when row.Name == CommandRow.GetState =>
            Element(row.Name, ("Success", "False"), ("OrderId", orderId), ("Forwarded", "False"), ("ErrCode", code)),
        (WireFamily.Api, CommandKind.Token) when row.Operation is null =>
            Element(row.Name, ("Success", "False"), ("OrderId", orderId), ("Key", key), ("ErrCode", code)),
        (WireFamily.Api, CommandKind.Open or CommandKind.Token or CommandKind.Complete) =>
            Element(row.Name, ("OrderId", orderId), ("Key", key), ("Success", "False"), ("ErrCode", code)),
        _ => Element(row.Name, ("Success", "False"), ("OrderId", orderId), ("ErrCode", code)),
    };

    public static SimulatedAnswer.Respond Garbage(WireRequest request, GarbageKind kind) => new(200, Xml, kind switch
    {
        GarbageKind.CutOff => $"<{request.Command} Success=\"Tr",
        GarbageKind.OtherRoot => $"<Ping Success=\"True\" OrderId=\"{Escape(request.OrderId)}\" />",
        GarbageKind.NoSuccess => $"<{request.Command} OrderId=\"{Escape(request.OrderId)}\" />",
        GarbageKind.Empty => "",
        GarbageKind.Noise => "\u0000\u0001upstream reset\u0002",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such garbage."),
    });

    public static SimulatedAnswer.Respond ErrorPage(int status) => new(status, Html,
        $"<!DOCTYPE html><html><head><title>{status}</title></head><body><h1>{status}</h1><p>The proxy could not reach the service.</p></body></html>");

    private static SimulatedAnswer.Respond Approved(WireRequest request, Verdict.Approved verdict, SimulatedGatewayOptions options)
    {
        var (answer, row) = (verdict.Answer, request.Row);
        return (row.Family, row.Kind) switch
        {
            (WireFamily.EWallet, CommandKind.Open or CommandKind.Complete) =>
                Element(row.Name, ("VWUserLgn", request.Login), ("OrderId", request.OrderId), ("Success", "True"), ("Amount", Text(answer.Amount))),
            (WireFamily.EWallet, CommandKind.Later) when row.Operation == Operation.Refund =>
                Element(row.Name, ("VWUserLgn", ""), ("OrderId", request.OrderId), ("Success", "True"), ("NewAmount", Text(answer.NewAmount))),
            (_, CommandKind.Token) when row.Operation is null =>
                Element(row.Name, ("Success", "True"), ("OrderId", request.OrderId), ("Amount", Text(answer.Amount)), ("Key", request.Merchant.Key)),
            (_, CommandKind.Open or CommandKind.Token or CommandKind.Complete) => Element(row.Name, AddInfo(verdict.File, options),
                ("OrderId", request.OrderId), ("Key", request.Merchant.Key), ("Success", "True"), ("Amount", Text(answer.Amount))),
            _ when row.Operation == Operation.Charge =>
                Element(row.Name, ("Success", "True"), ("OrderId", request.OrderId), ("Amount", Text(answer.Amount))),
            _ => Element(row.Name, ("Success", "True"), ("OrderId", request.OrderId), ("NewAmount", Text(answer.NewAmount))),
        };
    }

    // D:3d-secure/v1
    private static SimulatedAnswer.Respond Challenge(WireRequest request, Verdict.Challenge challenge, SeededSecrets secrets, Uri acsUrl)
    {
        var (row, paReq) = (request.Row, secrets.PaReq(challenge.Md));
        return row.Family == WireFamily.EWallet
            ? Element(row.Name, ("VWUserLgn", request.Login), ("OrderId", request.OrderId.Length > 0 ? request.OrderId : null), ("Success", "3DS"),
                ("Amount", Text(challenge.Amount)), ("ACSUrl", acsUrl.AbsoluteUri), ("PaReq", paReq), ("ThreeDSKey", challenge.Md))
            : Element(row.Name, ("OrderId", request.OrderId), ("Key", request.Merchant.Key), ("Success", "3DS"),
                ("Amount", Text(challenge.Amount)), ("ACSUrl", acsUrl.AbsoluteUri), ("PaReq", paReq), ("ThreeDSKey", challenge.Md));
    }

    private static SimulatedAnswer.Respond Session(WireRequest request, SessionFile session) => Element(request.Command,
        ("Success", "True"), ("OrderId", session.OrderId), ("Amount", Text(session.Terms.Amount)), ("SessionId", session.Id), ("SessionType", session.TypeName),
        ("SessionLifeTime", request.Row.Family == WireFamily.InPay ? Text((session.EndsAt - session.OpenedAt).TotalMinutes) : null),
        ("AttemptsCount", request.Row.Family == WireFamily.InPay ? Text(session.MostAttempts) : null));

    private static SimulatedAnswer.Respond State(WireRequest request, Verdict.Seen seen, SimulatedGatewayOptions options)
    {
        if (seen.File.Payment is not { } payment)
        {
            var knows = options.GetStateKnowsSessions && seen.File.Session is not null;
            return Refused(request, seen.HasTimedOut ? "ORDER_TIME_OUT" : knows ? "NONE" : "ORDER_NOT_FOUND");
        }

        var (isWallet, state) = (request.Row.Family == WireFamily.EWallet, StateName(request, seen.File, options));
        return Element(request.Command, AddInfo(seen.File, options),
            ("Success", "True"), ("OrderId", request.OrderId), ("VWUserLgn", isWallet ? Login(seen.File) : null), ("State", state),
            ("Status", payment.Pending is null ? null : state), // Pending states carry both (D:transaction-statuses/pending).
            ("Forwarded", seen.File.FinalTerminal is null ? "False" : "True"), ("FinalTerminal", seen.File.FinalTerminal),
            ("MerchantContract", request.Merchant.Contract), ("Amount", Text(payment.Reported)), ("RRN", Rrn(request)),
            ("PANMask", isWallet && seen.File.Card.Name.Length > 0 ? seen.File.Card.Name : null));
    }

    private static SimulatedAnswer.Respond PayStatus(WireRequest request, Verdict.Seen seen, SimulatedGatewayOptions options)
    {
        if (seen.File.Payment is not { } payment)
            return Refused(request, seen.HasTimedOut ? "ORDER_TIME_OUT" : seen.File.Session is not null ? "NONE" : "ORDER_NOT_FOUND");

        var (state, forwarded) = (StateName(request, seen.File, options), seen.File.FinalTerminal is null ? "False" : "True");
        return request.Row.Family == WireFamily.EWallet
            ? Element(request.Command, ("Success", "True"), ("VWUserLgn", Login(seen.File)), ("OrderId", request.OrderId), ("Forwarded", forwarded),
                ("Amount", Text(payment.Reported)), ("CardId", seen.File.Card.CardId ?? "FreePay"), ("Status", state))
            : Element(request.Command, ("Success", "True"), ("OrderId", request.OrderId), ("Amount", Text(payment.Reported)), ("State", state),
                ("RRN", Rrn(request)), ("Forwarded", forwarded));
    }

    private static string Login(OrderFile file) => file.Card.Login ?? file.Session?.Terms.Login ?? "";

    private static string StateName(WireRequest request, OrderFile file, SimulatedGatewayOptions options) => file switch
    {
        { ShowsForwarded: true } => options.SpellsTerminals ? $"Forwarded({file.FinalTerminal})" : "Forwarded",
        { Payment.State: LedgerState.Rejected } when options.SpellsTerminals => $"Rejected({file.FinalTerminal ?? request.Merchant.Contract})",
        _ => file.Payment!.StateName,
    };

    // The keys are those that were seen (lamoda); the bank is invented.
    private static (string, string)[] AddInfo(OrderFile file, SimulatedGatewayOptions options) => options.ShowsAddInfo
        ?
        [
            ("BankHumanName", "Simulated Bank"), ("BankCountryCode", "RU"), ("BankCity", "Moscow"),
            ("PaymentSystem", file.Card.Name switch { ['4', ..] => "Visa", ['5', ..] => "MasterCard", ['2', ..] => "Mir", _ => "Unknown" }),
        ]
        : [];

    private static SimulatedAnswer.Respond Customer(WireRequest request, Verdict.CustomerDone done) => request.Command switch
    {
        "Add" or "AddSubmit3DS" =>
            Element(request.Command, ("VWUserLgn", request.Login), ("Success", "True"), ("CardName", done.Card!.Name), ("CardId", done.Card.Id)),
        "Activate" or "Remove" => Element(request.Command, ("Success", "True"), ("VWUserLgn", request.Login), ("CardId", done.Card!.Id)),
        "SendCode" => Element(request.Command, ("Success", "True"), ("VWUserLgn", request.Login),
            ("Amount", done.Amount is { } amount ? Text(amount) : "0"), ("OrderId", done.OrderId)),
        _ => Element(request.Command, ("Success", "True"), ("VWUserLgn", request.Login)),
    };

    // REC div: the one answer that is indented; a customer without cards gets one empty item.
    private static SimulatedAnswer.Respond List(WireRequest request, IReadOnlyList<SimulatedCard> cards)
    {
        var text = new StringBuilder($"<{request.Command} Success=\"True\" VWUserLgn=\"{Escape(request.Login)}\">\r\n");
        foreach (var card in cards)
        {
            text.Append(Tag("  ", "Item", ("CardName", card.Name), ("CardId", card.Id), ("CardHolder", card.Holder), ("Status", card.Status),
                ("NoCVV", "False"), ("Expired", "False"))).Append("\r\n");
        }
        if (cards.Count == 0)
            text.Append("  <Item />\r\n");
        return new SimulatedAnswer.Respond(200, Xml, text.Append("</").Append(request.Command).Append('>').ToString());
    }

    private static SimulatedAnswer.Respond Element(string name, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        new(200, Xml, Tag("", name, attributes));

    private static SimulatedAnswer.Respond Element(string name, (string Key, string Value)[] addInfo, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var tag = Tag("", name, attributes);
        if (addInfo.Length == 0)
            return new SimulatedAnswer.Respond(200, Xml, tag);
        var text = new StringBuilder(tag[..^3]).Append('>');
        foreach (var (key, value) in addInfo)
            text.Append(Tag("", "AddInfo", ("Key", key), ("Value", value)));
        return new SimulatedAnswer.Respond(200, Xml, text.Append("</").Append(name).Append('>').ToString());
    }

    private static string Tag(string indent, string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var text = new StringBuilder(indent).Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
                text.Append(' ').Append(attribute).Append("=\"").Append(Escape(value)).Append('"');
        }
        return text.Append(" />").ToString();
    }

    // Names that a customer chose may hold what XML cannot say.
    private static string Escape(string value)
    {
        var isXml = value.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && (rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value)));
        return SecurityElement.Escape(isXml ? value : string.Concat(value.Where(c => XmlConvert.IsXmlChar(c))));
    }

    private static string? Text(Money? amount) => amount?.InKopecks.ToString(CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    // Twelve digits that are always the same for an order.
    private static string Rrn(WireRequest request)
    {
        var chance = new Chance(0, new FaultCall(request.Merchant.Key, request.OrderId, "RRN", 1));
        return ((long)(chance.Unit() * 1_000_000_000_000)).ToString("000000000000", CultureInfo.InvariantCulture);
    }
}
