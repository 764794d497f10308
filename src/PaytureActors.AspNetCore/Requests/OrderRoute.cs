using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>Which order a path names.</summary>
internal static class OrderRoute
{
    /// <summary>The merchant of the path, if it is one that is configured.</summary>
    public static MerchantAlias? Merchant(HttpContext http, IPaytureOrders orders) =>
        http.GetRouteValue("merchant") is string text && MerchantAlias.IsValid(text) && new MerchantAlias(text) is var alias
            && orders.Merchants.Contains(alias) ? alias : null;

    /// <summary>The order of the path; what is wrong is noted.</summary>
    public static OrderId? Order(HttpContext http, FieldErrors errors)
    {
        if (Exact(http, (string?)http.GetRouteValue("orderId") ?? "") is not { } text)
        {
            errors.Add("orderId", "This server does not tell an encoded slash from an encoded percent sign: take an OrderId without slashes.");
            return null;
        }

        if (!OrderId.IsValid(text))
        {
            errors.Add("orderId", $"Give an OrderId of 1 to {OrderId.MaxLength} characters, none of them a control character"
                + $"{(text.Length > OrderId.MaxLength ? $"; this one has {text.Length}" : "")}.");
            return null;
        }

        var order = new OrderId(text);
        var wrong = GatewayRequestRules.CheckOrderId(order).ToArray();
        errors.AddRange(wrong);
        return wrong.Length == 0 ? order : null;
    }

    /// <summary>The path of an order's own resource.</summary>
    public static string PathOf(HttpContext http, OrderKey key) =>
        $"{http.Request.PathBase}{Prefix(http)}/merchants/{Uri.EscapeDataString(key.Merchant.ToString())}"
        + $"/orders/{Uri.EscapeDataString(key.Order.ToString())}";

    // Servers leave %2F encoded and decode %252F to %2F: only the raw target tells which one was sent, and the wrong one is another order.
    private static string? Exact(HttpContext http, string decoded)
    {
        if (!decoded.Contains("%2F", StringComparison.OrdinalIgnoreCase))
            return decoded;

        var path = (http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "").Split('?', '#')[0].TrimEnd('/').Split('/');
        var after = Pattern(http).Split("{orderId}")[^1].Count(c => c == '/');
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
