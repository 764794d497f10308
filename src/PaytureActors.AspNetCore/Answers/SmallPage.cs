using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PaytureActors.AspNetCore.Answers;

/// <summary>
/// The little that customers see of this service, when it cannot lead them on to the shop: a plain page, in Russian for browsers that prefer
/// it. Nothing of a request stands in it.
/// </summary>
internal static class SmallPage
{
    private const string Style =
        """
        :root { color-scheme: light dark; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1.1rem/1.5 system-ui, sans-serif;
          background: light-dark(#f6f7f9, #16181c); color: light-dark(#1b1d21, #eceef2); }
        main { max-width: 26rem; margin: 1rem; padding: 2rem; border-radius: 0.75rem; box-sizing: border-box;
          background: light-dark(#fff, #22252b); box-shadow: 0 1px 4px rgb(0 0 0 / 0.2); }
        h1 { margin: 0 0 0.75rem; font-size: 1.4rem; line-height: 1.3; }
        p { margin: 0; }
        """;

    // Only this very style may run: no script, no picture, nothing from elsewhere.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'";

    /// <summary>The usual end of a way back.</summary>
    public static IResult BeingConfirmed(HttpContext http) => Show(http, StatusCodes.Status200OK,
        ("Your payment is being confirmed", "You can close this page: the shop learns the result by itself."),
        ("Платёж подтверждается", "Эту страницу можно закрыть: магазин сам узнает результат."));

    /// <summary>The bank's answer is for another payment than the address says.</summary>
    public static IResult OtherPayment(HttpContext http) => Show(http, StatusCodes.Status409Conflict,
        ("The bank's answer belongs to another payment", "It was not used. Go back to the shop and look at your order before you pay again."),
        ("Ответ банка относится к другому платежу", "Он не использован. Вернитесь в магазин и проверьте заказ, прежде чем платить снова."));

    /// <summary>The bank's answer lacks what it needs.</summary>
    public static IResult Incomplete(HttpContext http) => Show(http, StatusCodes.Status400BadRequest,
        ("The bank's answer is not complete", "Go back to the shop and look at your order before you pay again."),
        ("Ответ банка неполный", "Вернитесь в магазин и проверьте заказ, прежде чем платить снова."));

    /// <summary>The address names no merchant or no order.</summary>
    public static IResult Nothing(HttpContext http) => Show(http, StatusCodes.Status404NotFound,
        ("There is no payment under this address", "Go back to the shop and look at your order."),
        ("По этому адресу нет платежа", "Вернитесь в магазин и проверьте заказ."));

    /// <summary>The usual end of a way back from the bank, when a card was being added.</summary>
    public static IResult CardBeingAdded(HttpContext http) => Show(http, StatusCodes.Status200OK,
        ("Your card is being added", "You can close this page: the shop shows your cards as soon as this is done."),
        ("Карта добавляется", "Эту страницу можно закрыть: магазин покажет карту, как только она будет добавлена."));

    /// <summary>The bank's answer is for another card than the one that waits.</summary>
    public static IResult OtherCard(HttpContext http) => Show(http, StatusCodes.Status409Conflict,
        ("The bank's answer belongs to another card", "It was not used. Go back to the shop and look at your cards before you add one again."),
        ("Ответ банка относится к другой карте", "Он не использован. Вернитесь в магазин и проверьте свои карты, прежде чем добавлять снова."));

    /// <summary>The bank's answer lacks what it needs, when a card was being added.</summary>
    public static IResult IncompleteForCard(HttpContext http) => Show(http, StatusCodes.Status400BadRequest,
        ("The bank's answer is not complete", "Go back to the shop and look at your cards before you add one again."),
        ("Ответ банка неполный", "Вернитесь в магазин и проверьте свои карты, прежде чем добавлять снова."));

    /// <summary>On to the shop, as a GET, and without telling it from where.</summary>
    public static IResult LeadOn(HttpContext http, string url)
    {
        http.Response.Headers.Location = InAscii(new Uri(url));
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    // A header takes no other letters, and a domain's name is the one part of an address that is not escaped for it (магазин.рф).
    private static string InAscii(Uri address) => new UriBuilder(address) { Host = address.IdnHost }.Uri.AbsoluteUri;

    private static IResult Show(HttpContext http, int status, (string Title, string Words) english, (string Title, string Words) russian)
    {
        var isRussian = PrefersRussian(http.Request.Headers.AcceptLanguage.ToString());
        var (title, words) = isRussian ? russian : english;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Text(
            $"""
            <!DOCTYPE html>
            <html lang="{(isRussian ? "ru" : "en")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{title}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main role="status">
            <h1>{title}</h1>
            <p>{words}</p>
            </main>
            </body>
            </html>
            """,
            "text/html", Encoding.UTF8, status);
    }

    // The first of the two languages that a browser lists is the one that it prefers.
    private static bool PrefersRussian(string accepted) =>
        accepted.Split(',').Select(language => language.Split(';', '-')[0].Trim()).FirstOrDefault(language => language is "ru" or "en") is "ru";
}
