using System.Diagnostics;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.Customers;

/// <summary>What callers hear of commands about a customer.</summary>
internal static class CustomerReplies
{
    /// <summary>The reply to a recorded answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="form">The form of its challenge, if it is still here: it is handed out once.</param>
    public static CustomerReply From(CustomerAnswer answer, ChallengeForm? form) => answer switch
    {
        { Ending: CustomerEnding.Done } => new CustomerReply.Done { Card = answer.Card },
        { Ending: CustomerEnding.Refused, Refusal: { } refusal } => new CustomerReply.Refused(refusal),
        { Ending: CustomerEnding.NotApplied } => new CustomerReply.NotApplied(null),
        { Ending: CustomerEnding.NotSent } => new CustomerReply.NotApplied(answer.Reason),
        { Ending: CustomerEnding.AwaitingCustomer, Deadline: { } deadline } when form is not null => new CustomerReply.ChallengeRequired(form, deadline),
        { Ending: CustomerEnding.AwaitingCustomer } => From(CustomerRejection.FormHandedOut),
        { Ending: CustomerEnding.NeverLearnt } => new CustomerReply.NeverLearnt(answer.Operation),
        _ => throw new UnreachableException($"No reply tells of {answer.Ending}."),
    };

    /// <summary>The reply to what was only handed on: nothing of it is kept.</summary>
    public static CustomerReply From(CustomerResult result) => result.Outcome switch
    {
        GatewayOutcome.Approved => new CustomerReply.Done { Cards = result.Cards },
        GatewayOutcome.SessionOpened session => new CustomerReply.Done { RedirectUrl = session.RedirectUrl },
        GatewayOutcome.Refused { Refusal: { Class: not ErrorClass.OutcomeUnknown } refusal } => new CustomerReply.Refused(refusal),
        GatewayOutcome.NotSent notSent => new CustomerReply.NotApplied(notSent.Reason),
        GatewayOutcome.Refused refused => new CustomerReply.Unanswered(refused.Refusal),
        _ => new CustomerReply.Unanswered(null),
    };

    /// <summary>The reply to what is not known yet.</summary>
    public static CustomerReply.InDoubt From(CustomerChange doubt, MerchantPolicy policy) =>
        new(doubt.Operation, doubt.RequestedAt, doubt.Horizon(policy));

    /// <summary>The reply to a refusal of ours.</summary>
    public static CustomerReply.Rejected From(CustomerRejection rejection) => Words(rejection) with { Why = rejection };

    private static CustomerReply.Rejected Words(CustomerRejection rejection) => rejection switch
    {
        CustomerRejection.CommandInProgress => new("key", "Another command of this customer is under way: ask again when it has ended."),
        CustomerRejection.KeyReused => new("key", "This key was used for another operation, card or amount: take a new one for what is new, or repeat the first request unchanged."),
        CustomerRejection.PasswordRequired => new("Payture-Customer-Password", "Give the customer's password."),
        CustomerRejection.CardRequired => new("card", "Give the card that is to be stored."),
        CustomerRejection.CardIdRequired => new("cardId", "Say which stored card, by its CardId."),
        CustomerRejection.AmountRequired => new("amount", "Give the sum that was held when the card was added, as the customer typed it, in kopecks."),
        CustomerRejection.NoChallenge => new("md", "No card of this customer waits for a 3-D Secure result: add the card first."),
        CustomerRejection.OtherChallenge => new("md", "This MD is not the one of the card that waits for its 3-D Secure result."),
        CustomerRejection.ChallengeOver => new("md", "The time for the 3-D Secure result has passed: add the card anew."),
        CustomerRejection.NothingToResolve => new("decision", "Nothing of this customer is in doubt."),
        CustomerRejection.FormHandedOut => new(
            "key", "The 3-D Secure form was handed out with this key's first answer and is not kept: bring the result, or add the card under another key."),
        _ => throw new UnreachableException($"No reply tells of {rejection}."),
    };
}
