using System.Globalization;
using System.Net;
using System.Text;

namespace PaytureActors.TestKit.Gateway;

/// <summary>The pages that customers see, in plain HTML: no picture, no font, and a script only where a form may send itself.</summary>
internal static class PageHtml
{
    private const string Style = """
        :root{color-scheme:light dark;--back:#f4f5f7;--card:#fff;--text:#1b1f24;--quiet:#5b6470;--line:#c9ced6;--edge:#868e99;--main:#0b57c2;--wrong:#b3261e}
        @media(prefers-color-scheme:dark){:root{--back:#14171b;--card:#1d2127;--text:#e8eaed;--quiet:#a3abb6;--line:#424a55;--edge:#7a838f;--main:#6ea8ff;--wrong:#ff8a80}}
        *{box-sizing:border-box}body{margin:0;padding:1rem;background:var(--back);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
        main{max-width:26rem;margin:4vh auto;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
        h1{margin:0 0 .25rem;font-size:1.25rem}p{margin:.25rem 0 1rem;color:var(--quiet);overflow-wrap:anywhere}.amount{font-size:1.75rem;color:var(--text)}
        .wrong{color:var(--wrong)}label{display:block;margin:0 0 .75rem;font-size:.875rem;color:var(--quiet)}
        input{display:block;width:100%;margin-top:.25rem;padding:.625rem;font:inherit;font-size:1rem;color:var(--text);background:transparent;border:1px solid var(--edge);border-radius:.375rem}
        input::placeholder{color:var(--quiet);opacity:1}
        .row{display:flex;gap:.75rem}.row label{flex:1;min-width:0}button{flex:1;padding:.75rem;font:inherit;cursor:pointer;border:1px solid var(--main);border-radius:.375rem;background:transparent;color:var(--main)}
        button.main{background:var(--main);color:var(--card)}a{color:var(--main)}:focus-visible{outline:3px solid var(--main);outline-offset:2px}small{display:block;margin-top:1rem;color:var(--quiet)}
        """;

    public static SimulatedAnswer.Respond Payment(SessionFile session, string? cardName, string? problem)
    {
        var terms = session.Terms;
        var body = new StringBuilder()
            .Append("<h1>Payment</h1><p class=\"amount\" id=\"amount\">").Append(Rubles(terms.Amount)).Append("</p>")
            .Append("<p>").Append(Text(string.Join(" · ", new[] { terms.Product, terms.Description }.Where(word => word is not null))))
            .Append(terms.Product is null && terms.Description is null ? "" : "<br>").Append("Order ").Append(Text(session.OrderId)).Append("</p>")
            .Append(Problem(problem))
            .Append("<form method=\"post\" action=\"PaySubmit\">").Append(Hidden("SessionId", session.Id));
        if (cardName is null)
            body.Append(CardFields);
        else
            body.Append("<p id=\"card\">").Append(Text(cardName)).Append("</p>").Append(CodeField);
        return Page("Payment", body.Append(Buttons("pay", "Pay", "cancel", "Cancel")).Append("</form>").ToString());
    }

    public static SimulatedAnswer.Respond Adding(SessionFile session, string? problem) => Page("Add a card",
        $"<h1>Add a card</h1><p>A small amount is held on it; its size is the code that activates the card.</p>{Problem(problem)}"
        + $"<form method=\"post\" action=\"AddSubmit\">{Hidden("SessionId", session.Id)}{CardFields}{Buttons("pay", "Add", "cancel", "Cancel")}</form>");

    /// <summary>The bank's page, where the customer confirms or refuses.</summary>
    public static SimulatedAnswer.Respond Bank(string paReq, string md, string termUrl) => Page("Your bank",
        "<h1>Your bank asks</h1><p>Do you want to go on? Any code is right here; the buttons decide.</p><form method=\"post\">"
        + Hidden("PaReq", paReq) + Hidden("MD", md) + Hidden("TermUrl", termUrl)
        + "<label>Code from the message<input id=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\"></label>"
        + Buttons("confirm", "Confirm", "refuse", "Refuse") + "</form>");

    /// <summary>A form that brings values elsewhere: by itself where scripts run, else with its button.</summary>
    public static SimulatedAnswer.Respond Onward(string title, string url, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var body = new StringBuilder($"<h1>{title}</h1><form method=\"post\" id=\"onward\" action=\"{Text(url)}\">");
        foreach (var (name, value) in fields)
            body.Append(Hidden(name, value));
        return Page(title, body.Append("<div class=\"row\"><button class=\"main\" id=\"continue\">Continue</button></div></form>")
            .Append("<script>document.getElementById(\"onward\").submit()</script>").ToString());
    }

    /// <summary>What became of it; goes back to the shop after three seconds (D:inpay/pay).</summary>
    public static SimulatedAnswer.Respond Result(string title, string text, string? url)
    {
        var target = IsAddress(url) ? Text(url) : null;
        return Page(title, $"<h1 id=\"result\">{Text(title)}</h1><p>{Text(text)}</p>"
            + (target is null ? "" : $"<p><a id=\"return\" href=\"{target}\">Back to the shop</a></p>"),
            target is null ? "" : $"<meta http-equiv=\"refresh\" content=\"3;url={target}\">");
    }

    /// <summary>Whether a browser may be sent there: no script hides in the address.</summary>
    public static bool IsAddress(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var absolute) ? absolute.Scheme is "http" or "https" : url is { Length: > 0 } && !url.Contains(':');

    public static string Rubles(Domain.Money amount) => $"{amount} ₽";

    private const string CodeField =
        "<label>Code<input id=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"cc-csc\" maxlength=\"4\"></label>";

    private const string CardFields =
        "<label>Card number<input id=\"number\" name=\"number\" inputmode=\"numeric\" autocomplete=\"cc-number\" maxlength=\"23\" required></label><div class=\"row\">"
        + "<label>Month<input id=\"month\" name=\"month\" inputmode=\"numeric\" autocomplete=\"cc-exp-month\" maxlength=\"2\" placeholder=\"12\" required></label>"
        + "<label>Year<input id=\"year\" name=\"year\" inputmode=\"numeric\" autocomplete=\"cc-exp-year\" maxlength=\"4\" placeholder=\"30\" required></label>" + CodeField + "</div>"
        + "<label>Name on the card<input id=\"holder\" name=\"holder\" autocomplete=\"cc-name\" maxlength=\"30\" required></label>";

    private static string Buttons(string yes, string yesText, string no, string noText) =>
        $"<div class=\"row\"><button class=\"main\" id=\"{yes}\" name=\"action\" value=\"{yes}\">{yesText}</button>"
        + $"<button id=\"{no}\" name=\"action\" value=\"{no}\" formnovalidate>{noText}</button></div>";

    private static string Problem(string? code) =>
        code is null ? "" : $"<p class=\"wrong\" id=\"problem\" role=\"alert\">That did not work ({Text(code)}). Please try again.</p>";

    private static string Hidden(string name, string value) => $"<input type=\"hidden\" name=\"{name}\" value=\"{Text(value)}\">";

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static SimulatedAnswer.Respond Page(string title, string body, string head = "") => new(200, "text/html; charset=utf-8", string.Create(
        CultureInfo.InvariantCulture,
        $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">{head}<title>{Text(title)}</title><style>{Style}</style></head><body><main>{body}<small>Sandbox: no money moves here.</small></main></body></html>"));
}
