using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Requests;
using PaytureActors.Domain.Customers;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>
/// The door through which a customer who adds a card comes back from the bank. It asks for no key and no password: MD and PaRes go to the customer whom the
/// address names, and the MD must be that of the card which waits.
/// </summary>
internal sealed class CardReturnDoor(IPaytureOrders orders, IPaytureCustomers customers, BrowserPatience patience)
{
    public async Task<IResult> ThreeDSecureAsync(HttpContext http)
    {
        if (OrderRoute.Merchant(http, orders) is not { } merchant)
            return SmallPage.Nothing(http);
        if (await CompleteRequest.OfFormAsync(http.Request) is not { } result)
            return SmallPage.IncompleteForCard(http);

        var customer = http.GetRouteValue("customer") as string ?? "";
        var back = await patience.TryAsync<CardReturn?>(
            http,
            token => customers.ReturnAsync(merchant, customer, result, BrowserPatience.Completion, token),
            otherwise: new(new CustomerReply.Busy(""), null), // Said or not: the customer's next command asks the list.
            BrowserPatience.Completion + BrowserPatience.Usual);
        return back switch
        {
            null => SmallPage.Nothing(http),
            { Reply: CustomerReply.Rejected { Why: CustomerRejection.OtherChallenge } } => SmallPage.OtherCard(http),
            { ReturnUrl: { } url } => SmallPage.LeadOn(http, url),
            _ => SmallPage.CardBeingAdded(http),
        };
    }
}
