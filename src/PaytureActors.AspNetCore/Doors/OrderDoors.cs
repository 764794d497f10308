using Microsoft.AspNetCore.Http;
using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Requests;
using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>The doors of one order: they read and check a request, ask the order, and answer.</summary>
internal sealed class OrderDoors(IPaytureOrders orders, TimeProvider time)
{
    public Task<IResult> PayAsync(HttpContext http) =>
        PaymentAsync(http, (order, amount, card, options) => order.PayAsync(amount, card, options, http.RequestAborted));

    public Task<IResult> BlockAsync(HttpContext http) =>
        PaymentAsync(http, (order, amount, card, options) => order.BlockAsync(amount, card, options, http.RequestAborted));

    public Task<IResult> ChargeAsync(HttpContext http) => CommandAsync(http, (fields, errors) =>
    {
        var key = CallHeaders.Key(http.Request, errors, required: false);
        var amount = fields.Amount("amount", required: false);
        fields.RefuseOthers();
        return order => order.ChargeAsync(amount, Options(http, key), http.RequestAborted);
    });

    public Task<IResult> UnblockAsync(HttpContext http) => CommandAsync(http, (fields, errors) =>
    {
        var key = CallHeaders.Key(http.Request, errors, required: false);
        fields.RefuseOthers();
        return order => order.UnblockAsync(Options(http, key), http.RequestAborted);
    });

    public Task<IResult> RefundAsync(HttpContext http) => CommandAsync(http, (fields, errors) =>
    {
        var key = CallHeaders.Key(http.Request, errors, required: true);
        var amount = fields.Amount("amount", required: false);
        fields.RefuseOthers();
        return order => order.RefundAsync(key!.Value, amount, Options(http, key), http.RequestAborted);
    });

    public Task<IResult> InquireAsync(HttpContext http) => CommandAsync(http, (fields, _) =>
    {
        fields.RefuseOthers();
        return order => order.InquireAsync(Options(http, null), http.RequestAborted);
    });

    public Task<IResult> ResolveAsync(HttpContext http) => CommandAsync(http, (fields, _) =>
    {
        var resolve = ResolveRequest.Read(fields);
        return order => order.ResolveAsync(resolve!.Decision, resolve.Reason, resolve.By, http.RequestAborted);
    });

    public Task<IResult> GetAsync(HttpContext http) => FindAsync(http, async order =>
        await order.GetAsync(http.RequestAborted) is { } view
            ? Answer.Json(OrderJson.From(view), PaytureJson.Default.OrderJson)
            : Answer.Problem(http, Problems.UnknownOrder()));

    public Task<IResult> HistoryAsync(HttpContext http) => FindAsync(http, async order =>
        await order.HistoryAsync(http.RequestAborted) is { Count: > 0 } events
            ? Answer.Json(new HistoryJson([.. events.Select(EventJson.From)]), PaytureJson.Default.HistoryJson)
            : Answer.Problem(http, Problems.UnknownOrder()));

    private Task<IResult> PaymentAsync(HttpContext http, Func<IOrder, Money, Instrument, CallOptions, Task<OrderReply>> call) =>
        CommandAsync(http, (fields, errors) =>
        {
            var key = CallHeaders.Key(http.Request, errors, required: false);
            var (amount, card, customFields) = PaymentRequest.Read(fields, errors, time.GetUtcNow());
            return order => call(order, amount!.Value, card!, Options(http, key) with { Extras = customFields is null ? null : new PaymentExtras { CustomFields = customFields } });
        });

    /// <summary>Reads and checks everything first; the call is made only when nothing at all is wrong.</summary>
    private async Task<IResult> CommandAsync(HttpContext http, Func<JsonFields, FieldErrors, Func<IOrder, Task<OrderReply>>> read)
    {
        if (OrderRoute.Merchant(http, orders) is not { } merchant)
            return Answer.Problem(http, Problems.UnknownMerchant());

        var errors = new FieldErrors();
        var orderId = OrderRoute.Order(http, errors);
        var (document, problem) = await RequestBody.ReadAsync(http.Request);
        if (document is null)
            return Answer.Problem(http, problem!);

        Func<IOrder, Task<OrderReply>> call;
        using (document)
            call = read(new JsonFields(document.RootElement, errors), errors);

        return errors.Any
            ? Answer.Problem(http, Problems.Invalid(errors))
            : Answer.To(http, await call(orders[new OrderKey(merchant, orderId!.Value)]));
    }

    private async Task<IResult> FindAsync(HttpContext http, Func<IOrder, Task<IResult>> answer)
    {
        if (OrderRoute.Merchant(http, orders) is not { } merchant)
            return Answer.Problem(http, Problems.UnknownMerchant());

        var errors = new FieldErrors();
        return OrderRoute.Order(http, errors) is { } orderId
            ? await answer(orders[new OrderKey(merchant, orderId)])
            : Answer.Problem(http, Problems.Invalid(errors));
    }

    /// <summary>Without a caller's key the order's default key joins a repetition from anywhere, and refuses what has ended.</summary>
    private static CallOptions Options(HttpContext http, IdempotencyKey? key) =>
        new() { Key = key, UseDefaultKey = key is null, Limit = CallHeaders.Wait(http) };
}
