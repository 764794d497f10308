using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Requests;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>
/// What is behind a path of orders that no door answers: mostly one whose OrderId was left out by mistake, or that is asked by another method, and that
/// is said.
/// </summary>
internal sealed class LostOrderDoor(IPaytureOrders orders)
{
    private const string History = "history";

    private static readonly string[] Commands =
    [
        "pay", "block", "init", "challenge", "complete", "charge", "unblock", "refund", "inquire", "adopt", "resolve", History,
    ];

    public IResult Find(HttpContext http)
    {
        if (OrderRoute.Merchant(http, orders) is null)
            return Answer.Problem(http, Problems.UnknownMerchant());

        var rest = http.GetRouteValue("rest") as string ?? "";
        if (MethodOf(rest) is { } method) // There is a door, or this one would not have been asked.
            return Answer.Problem(http, Problems.WrongMethod(method));
        if (rest.Length > 0 && rest[0] != '/' && !Commands.Contains(rest.TrimEnd('/'), StringComparer.OrdinalIgnoreCase))
            return Answer.Problem(http, Problems.NoSuchDoor());

        var errors = new FieldErrors();
        errors.Add("orderId", "The OrderId is missing in the path: send to /merchants/{merchant}/orders/{orderId}/pay and so on. A variable was perhaps "
            + "empty when the address was put together.");
        return Answer.Problem(http, Problems.Invalid(errors));
    }

    private static string? MethodOf(string rest) => rest.TrimEnd('/').Split('/') switch
    {
        [{ Length: > 0 } order] when !Commands.Contains(order, StringComparer.OrdinalIgnoreCase) => HttpMethods.Get,
        [{ Length: > 0 }, var command] when command.Equals(History, StringComparison.OrdinalIgnoreCase) => HttpMethods.Get,
        [{ Length: > 0 }, var command] when Commands.Contains(command, StringComparer.OrdinalIgnoreCase) => HttpMethods.Post,
        _ => null,
    };
}
