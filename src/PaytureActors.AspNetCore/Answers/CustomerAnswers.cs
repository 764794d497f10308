using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;

namespace PaytureActors.AspNetCore.Answers;

/// <summary>Turns what the engine says of a customer into what HTTP says.</summary>
internal static class CustomerAnswers
{
    private const int LookAgainInSeconds = 5;

    /// <summary>The answer to a command.</summary>
    /// <param name="http">The request.</param>
    /// <param name="merchant">Whose customer.</param>
    /// <param name="login">Which customer.</param>
    /// <param name="asked">What was asked; null for a person's decision.</param>
    /// <param name="reply">What it came to.</param>
    public static IResult To(HttpContext http, MerchantAlias merchant, string login, CustomerOperation? asked, CustomerReply reply)
    {
        var json = new CustomerJson { Merchant = merchant.ToString(), Login = login, Operation = asked ?? (reply as CustomerReply.Resolved)?.Operation ?? default };
        return reply switch
        {
            CustomerReply.Done done => Ok(json with
            {
                Cards = asked is CustomerOperation.GetList ? [.. done.Cards.Select(StoredCardJson.From)] : null,
                Card = done.Card is { } card ? StoredCardJson.From(card) : null,
                Challenge = done.RedirectUrl is { } url ? new ChallengeJson { Kind = ChallengeKind.Page, RedirectUrl = url } : null,
            }),
            CustomerReply.ChallengeRequired challenge => Ok(json with
            {
                Challenge = new ChallengeJson
                {
                    Kind = ChallengeKind.ThreeDSecure,
                    AcsUrl = challenge.Form.AcsUrl,
                    TermUrl = challenge.TermUrl,
                    ExpiresAt = challenge.ExpiresAt,
                    Form = FormJson.From(challenge.Form),
                },
            }),
            CustomerReply.InDoubt doubt => InDoubt(http, json with { InDoubt = new CustomerDoubtJson(doubt.Operation, doubt.Since, doubt.Until) }),
            CustomerReply.Resolved => Ok(json),
            CustomerReply.NeverLearnt never => Answer.Problem(http, CustomerProblems.NeverLearnt(never.Operation)),
            CustomerReply.Unanswered unanswered => Answer.Problem(http, CustomerProblems.Unanswered(unanswered.Refusal)),
            CustomerReply.Refused refused => Answer.Problem(http, CustomerProblems.Refused(refused.Refusal)),
            CustomerReply.NotApplied notApplied => Answer.Problem(http, CustomerProblems.NotApplied(notApplied.Reason)),
            CustomerReply.Rejected rejected => Answer.Problem(http, CustomerProblems.Rejected(rejected)),
            CustomerReply.Busy busy => Answer.Problem(http, Problems.Busy(new OrderReply.Busy(busy.Why) { MayBeAccepted = true })),
            _ => throw new UnreachableException($"No rule answers {reply.GetType().Name}."),
        };
    }

    private static IResult Ok(CustomerJson json) => Answer.Json(json, PaytureJson.Readable.CustomerJson);

    private static IResult InDoubt(HttpContext http, CustomerJson json)
    {
        http.Response.Headers.RetryAfter = LookAgainInSeconds.ToString(CultureInfo.InvariantCulture);
        return Answer.Json(json, PaytureJson.Readable.CustomerJson, StatusCodes.Status202Accepted);
    }
}
