using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PaytureActors.AspNetCore.Requests;

namespace PaytureActors.AspNetCore.Answers;

/// <summary>Turns what the engine says into what HTTP says.</summary>
internal static class Answer
{
    private const int LookAgainInSeconds = 3; // The first inquiries of a doubted attempt are as far apart.

    public static IResult To(HttpContext http, OrderReply reply) => reply switch
    {
        OrderReply.Approved approved => Json(OrderJson.From(approved.View), PaytureJson.Readable.OrderJson),
        OrderReply.ChallengeRequired challenge => Json(OrderJson.From(challenge.View, challenge.Form), PaytureJson.Readable.OrderJson),
        OrderReply.Pending pending => Pending(http, pending.View),
        OrderReply.Declined declined => Problem(http, Problems.Declined(declined.View, declined.Refusal)),
        OrderReply.NotApplied notApplied => Problem(http, Problems.NotApplied(notApplied)),
        OrderReply.Expired expired => Problem(http, Problems.Expired(expired.View)),
        OrderReply.Rejected rejected => Problem(http, Problems.Rejected(rejected.Reason, rejected.View)),
        OrderReply.Busy busy => Problem(http, Problems.Busy(busy)),
        OrderReply.Inquired { View: null } => Problem(http, Problems.UnknownOrder()),
        OrderReply.Inquired { GatewayAnswered: false } inquired => Problem(http, Problems.GatewaySilent(inquired.View!)),
        OrderReply.Inquired inquired => Json(OrderJson.From(inquired.View!), PaytureJson.Readable.OrderJson),
        _ => throw new UnreachableException($"No rule answers {reply.GetType().Name}."),
    };

    public static IResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, type, contentType: null, status);

    public static IResult Problem(HttpContext http, ProblemJson problem)
    {
        if (problem.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (problem.Allow is { } method)
            http.Response.Headers.Allow = method;
        if (problem.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return TypedResults.Json(problem, PaytureJson.Readable.ProblemJson, "application/problem+json", problem.Status);
    }

    private static IResult Pending(HttpContext http, OrderView view)
    {
        http.Response.Headers.Location = OrderRoute.PathOf(http, view.Key);
        http.Response.Headers.RetryAfter = LookAgainInSeconds.ToString(CultureInfo.InvariantCulture);
        return Json(OrderJson.From(view), PaytureJson.Readable.OrderJson, StatusCodes.Status202Accepted);
    }
}
