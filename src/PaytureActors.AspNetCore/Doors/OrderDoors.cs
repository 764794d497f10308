using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Requests;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Hosting;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>The doors of one order: they read and check a request, ask the order, and answer.</summary>
internal sealed class OrderDoors(IPaytureOrders orders, TimeProvider time, IOptions<PaytureActorsOptions> settings)
{
    public Task<IResult> PayAsync(HttpContext http) =>
        PaymentAsync(http, Operation.Pay, (order, amount, instrument, options) => order.PayAsync(amount, instrument, options, http.RequestAborted));

    public Task<IResult> BlockAsync(HttpContext http) =>
        PaymentAsync(http, Operation.Block, (order, amount, instrument, options) => order.BlockAsync(amount, instrument, options, http.RequestAborted));

    public Task<IResult> ChargeAsync(HttpContext http) => CommandAsync(http, (fields, errors) =>
    {
        var key = CallHeaders.Key(http.Request, errors, required: false);
        var amount = fields.Amount("amount", required: false);
        var items = PositionRequest.ReadItems(fields, errors);
        fields.RefuseOthers();
        return order => order.ChargeAsync(amount, Options(http, key) with { Items = items }, http.RequestAborted);
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
        var items = PositionRequest.ReadItems(fields, errors);
        fields.RefuseOthers();
        return order => order.RefundAsync(key!.Value, amount, Options(http, key) with { Items = items }, http.RequestAborted);
    });

    public Task<IResult> InitAsync(HttpContext http) => CommandAsync(http, (fields, errors) =>
    {
        var key = CallHeaders.Key(http.Request, errors, required: false);
        var session = InitRequest.Read(fields, errors, http.Request, settings.Value.PublicUrl);
        if (!errors.Any)
            errors.AddRange(WireRules.Check(session));
        errors.AddRange(CheckAccount(http, session.Family));
        var page = session.Extras.Page!;
        var options = Options(http, key) with { Extras = session.Extras with { Page = null }, Cheque = session.Cheque, ReturnUrl = session.ReturnUrl };
        return order => order.InitAsync(session.Type!.Value, session.Amount!.Value, page, session.Wallet, options, http.RequestAborted);
    });

    public Task<IResult> CompleteAsync(HttpContext http) => CommandAsync(http, (fields, errors) =>
    {
        var key = CallHeaders.Key(http.Request, errors, required: false);
        var result = CompleteRequest.Read(fields);
        if (!errors.Any)
            errors.AddRange(WireRules.Check(result!));
        return order => order.CompleteAsync(result!, Options(http, key), http.RequestAborted);
    });

    public Task<IResult> AdoptAsync(HttpContext http) => CommandAsync(http, (fields, errors) =>
    {
        var key = CallHeaders.Key(http.Request, errors, required: false);
        var family = AdoptRequest.Read(fields);
        return order => order.AdoptAsync(family!.Value, Options(http, key), http.RequestAborted);
    });

    /// <summary>Hands the 3-D Secure form out; asked for by POST, because it is gone afterwards.</summary>
    public Task<IResult> ChallengeAsync(HttpContext http) => FindAsync(http, async order =>
    {
        if (await order.GetAsync(http.RequestAborted) is not { } view)
            return Answer.Problem(http, Problems.UnknownOrder());
        if (view.Challenge is not { Kind: ChallengeKind.ThreeDSecure })
            return Answer.Problem(http, Problems.NoForm(view));
        return await order.TakeChallengeFormAsync(http.RequestAborted) is { } form
            ? Answer.Json(OrderJson.From(view, form), PaytureJson.Readable.OrderJson)
            : Answer.Problem(http, Problems.FormElsewhere(view));
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
            ? Answer.Json(OrderJson.From(view), PaytureJson.Readable.OrderJson)
            : Answer.Problem(http, Problems.UnknownOrder()));

    public Task<IResult> HistoryAsync(HttpContext http) => FindAsync(http, async order =>
        await order.HistoryAsync(http.RequestAborted) is { Count: > 0 } events
            ? Answer.Json(new HistoryJson([.. events.Select(EventJson.From)]), PaytureJson.Readable.HistoryJson)
            : Answer.Problem(http, Problems.UnknownOrder()));

    private Task<IResult> PaymentAsync(HttpContext http, Operation operation, Func<IOrder, Money, Instrument, CallOptions, Task<OrderReply>> call) =>
        CommandAsync(http, (fields, errors) =>
        {
            var key = CallHeaders.Key(http.Request, errors, required: false);
            var payment = PaymentRequest.Read(fields, errors, http.Request, time.GetUtcNow());
            if (!errors.Any)
                errors.AddRange(WireRules.Check(operation, payment));
            errors.AddRange(CheckAccount(http, payment.Instrument?.Family));
            var options = Options(http, key) with { Extras = payment.Extras, Cheque = payment.Cheque, ReturnUrl = payment.ReturnUrl };
            return order => call(order, payment.Amount!.Value, payment.Instrument!, options);
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

    private IEnumerable<FieldError> CheckAccount(HttpContext http, ApiFamily? family) =>
        OrderRoute.Merchant(http, orders) is { } merchant ? WireRules.CheckAccount(settings.Value, merchant, family) : [];

    /// <summary>Without a caller's key the order's default key joins a repetition from anywhere, and refuses what has ended.</summary>
    private static CallOptions Options(HttpContext http, IdempotencyKey? key) =>
        new() { Key = key, UseDefaultKey = key is null, Limit = CallHeaders.Wait(http) };
}
