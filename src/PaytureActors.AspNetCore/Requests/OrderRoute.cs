using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>Which order or customer a path names.</summary>
internal static class OrderRoute
{
    /// <summary>The merchant of the path, if it is one that is configured.</summary>
    public static MerchantAlias? Merchant(HttpContext http, IPaytureOrders orders) =>
        http.GetRouteValue("merchant") is string text && MerchantAlias.IsValid(text) && new MerchantAlias(text) is var alias
            && orders.Merchants.Contains(alias) ? alias : null;

    /// <summary>The order of the path; what is wrong is noted.</summary>
    public static OrderId? Order(HttpContext http, FieldErrors errors)
    {
        if (Segment(http, "orderId", errors) is not { } text || Order(text, errors) is not { } order)
            return null;
        var wrong = GatewayRequestRules.CheckOrderId(order).ToArray();
        errors.AddRange(wrong);
        return wrong.Length == 0 ? order : null;
    }

    /// <summary>The customer of the path; what is wrong is noted.</summary>
    public static string? Login(HttpContext http, FieldErrors errors) =>
        Printable(http, "login", CallHeaders.LongestLogin, errors);

    /// <summary>The stored card of the path; what is wrong is noted.</summary>
    public static string? CardId(HttpContext http, FieldErrors errors) =>
        Printable(http, "cardId", CallHeaders.LongestLogin, errors);

    /// <summary>The path of an order's own resource.</summary>
    public static string PathOf(HttpContext http, OrderKey key) =>
        $"{http.Request.PathBase}{Prefix(http)}/merchants/{Uri.EscapeDataString(key.Merchant.ToString())}"
        + $"/orders/{Uri.EscapeDataString(key.Order.ToString())}";

    private static OrderId? Order(string text, FieldErrors errors)
    {
        if (OrderId.IsValid(text))
            return new OrderId(text);
        errors.Add("orderId", $"Give an OrderId of 1 to {OrderId.MaxLength} characters, none of them a control character"
            + $"{(text.Length > OrderId.MaxLength ? $"; this one has {text.Length}" : "")}.");
        return null;
    }

    private static string? Printable(HttpContext http, string name, int most, FieldErrors errors)
    {
        if (Segment(http, name, errors) is not { } text)
            return null;
        if (text.Length <= most && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl))
            return text;
        errors.Add(name, $"Give a {name} of 1 to {most} characters, none of them a control character, in the path.");
        return null;
    }

    private static string? Segment(HttpContext http, string name, FieldErrors errors)
    {
        if (Exact(http, name, (string?)http.GetRouteValue(name) ?? "") is { } text)
            return text;
        errors.Add(name, $"This server does not tell an encoded slash from an encoded percent sign: take one without slashes for {name}.");
        return null;
    }

    // Servers leave %2F encoded and decode %252F to %2F: only the raw target tells which one was sent, and the wrong one is another order.
    private static string? Exact(HttpContext http, string name, string decoded)
    {
        if (!decoded.Contains("%2F", StringComparison.OrdinalIgnoreCase))
            return decoded;

        var path = (http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "").Split('?', '#')[0].TrimEnd('/').Split('/');
        var after = Pattern(http).Split($"{{{name}}}")[^1].Count(c => c == '/');
        return path.Length > after ? Uri.UnescapeDataString(path[^(after + 1)]) : null;
    }

    private static string Prefix(HttpContext http)
    {
        var pattern = Pattern(http);
        var at = pattern.IndexOf("/merchants/", StringComparison.Ordinal);
        return at > 0 && !pattern[..at].Contains('{', StringComparison.Ordinal) ? pattern[..at] : "";
    }

    private static string Pattern(HttpContext http) =>
        '/' + ((http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "").Trim('/');
}
