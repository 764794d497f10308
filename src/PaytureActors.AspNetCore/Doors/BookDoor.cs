using Microsoft.AspNetCore.Http;
using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Requests;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>The door of the order book.</summary>
internal sealed class BookDoor(IPaytureOrders orders)
{
    public async Task<IResult> FindAsync(HttpContext http)
    {
        var errors = new FieldErrors();
        var query = BookQuery.Read(http.Request.Query, errors);
        if (errors.Any)
            return Answer.Problem(http, Problems.Invalid(errors));
        if (query.Merchant is { } merchant && !orders.Merchants.Contains(merchant))
            return Answer.Problem(http, Problems.UnknownMerchant());

        try
        {
            var page = await orders.FindAsync(query, http.RequestAborted);
            return Answer.Json(new OrderPageJson([.. page.Items.Select(OrderJson.From)], page.Next), PaytureJson.Readable.OrderPageJson);
        }
        catch (ArgumentException) when (query.After is not null)
        {
            errors.Add("after", "Give the value of next from the page before, unchanged.");
            return Answer.Problem(http, Problems.Invalid(errors));
        }
    }
}
