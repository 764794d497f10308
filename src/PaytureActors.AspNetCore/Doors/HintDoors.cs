using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Requests;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>
/// The doors for those who prove nothing: the gateway's notifications, and customers' browsers on their way back. They ask for no API key,
/// and nothing that they bring is believed: the gateway is asked.
/// </summary>
internal sealed class HintDoors(IPaytureOrders orders, NotificationGuard guard, BrowserPatience patience)
{
    private const string NotificationKind = "Notification";
    private const string ReturnKind = "Return";
    private const string ThreeDSecureKind = "ThreeDSecureReturn";
    private const int LongestKind = 50;

    /// <summary>Takes a notification: 200 says that what it tells cannot be lost any more.</summary>
    public async Task<IResult> NotifyAsync(HttpContext http)
    {
        if (OrderRoute.Merchant(http, orders) is not { } merchant || !guard.Knows(http.GetRouteValue("secret") as string))
            return Answer.Problem(http, Problems.UnknownNotifications());
        if (!guard.Admits(http.Connection.RemoteIpAddress))
            return Answer.Problem(http, Problems.ForeignSource());

        var (fields, problem) = await FormBody.ReadAsync(http.Request);
        if (fields is null)
            return Answer.Problem(http, problem!);
        if (OrderOf(fields, "OrderId") is not { } order) // Of a customer or a card, or of no order that could be: there is nothing to ask about.
            return TypedResults.Ok();
        return await orders[new OrderKey(merchant, order)].HintAsync(KindOf(fields), http.RequestAborted)
            ? TypedResults.Ok()
            : Answer.Problem(http, Problems.HintNotKept());
    }

    /// <summary>Leads the customer's browser from the gateway's page to the shop.</summary>
    public async Task<IResult> ReturnAsync(HttpContext http)
    {
        if (OrderRoute.Merchant(http, orders) is not { } merchant)
            return SmallPage.Nothing(http);

        var order = OrderOf(http.Request.Query, "order");
        if (order is null && HttpMethods.IsPost(http.Request.Method))
            order = (await FormBody.ReadAsync(http.Request)).Fields is { } fields ? OrderOf(fields, "order") : null;
        return order is { } known ? await LeadBackAsync(http, new OrderKey(merchant, known), ReturnKind) : SmallPage.BeingConfirmed(http);
    }

    /// <summary>Takes what the bank sent the customer's browser with, and leads it to the shop. MD and PaRes go to the order and nowhere else.</summary>
    public async Task<IResult> ThreeDSecureAsync(HttpContext http)
    {
        if (OrderRoute.Merchant(http, orders) is not { } merchant || OrderRoute.Order(http, new FieldErrors()) is not { } orderId)
            return SmallPage.Nothing(http);

        var key = new OrderKey(merchant, orderId);
        if (await CompleteRequest.OfFormAsync(http.Request) is not { } result)
        {
            await patience.TryAsync(http, token => orders[key].HintAsync(ThreeDSecureKind, token), otherwise: false);
            return SmallPage.Incomplete(http);
        }

        // The order's own key: who presses the button twice joins the first try, or starts a second one when the first provably never left.
        var options = new CallOptions { UseDefaultKey = true, Limit = BrowserPatience.Completion };
        var reply = await patience.TryAsync<OrderReply?>(
            http, async token => await orders[key].CompleteAsync(result, options, token), otherwise: null, BrowserPatience.Completion + BrowserPatience.Usual);
        return reply is OrderReply.Rejected { Reason: Rejection.OtherChallenge }
            ? SmallPage.OtherPayment(http)
            : await LeadBackAsync(http, key, reply is OrderReply.Approved or OrderReply.Declined ? null : ThreeDSecureKind);
    }

    private async Task<IResult> LeadBackAsync(HttpContext http, OrderKey key, string? hint)
    {
        var order = orders[key];
        if (hint is not null)
            await patience.TryAsync(http, token => order.HintAsync(hint, token), otherwise: false); // Lost or not: the order's own clock asks, too.
        if (await patience.TryAsync(http, order.GetAsync, otherwise: null) is not { ReturnUrl: { } url })
            return SmallPage.BeingConfirmed(http);

        return SmallPage.LeadOn(http, QueryHelpers.AddQueryString(url, "order", key.Order.ToString()));
    }

    private static OrderId? OrderOf(IEnumerable<KeyValuePair<string, StringValues>> fields, string name) =>
        FormBody.One(fields, name) is { } text && OrderId.IsValid(text) && new OrderId(text) is var order && !GatewayRequestRules.CheckOrderId(order).Any()
            ? order
            : null;

    private static string KindOf(IEnumerable<KeyValuePair<string, StringValues>> fields) =>
        FormBody.One(fields, "Notification") is { Length: > 0 and <= LongestKind } kind && kind.All(char.IsAsciiLetterOrDigit) ? kind : NotificationKind;
}
