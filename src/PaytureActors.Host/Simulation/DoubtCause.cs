using System.Diagnostics;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Host.Simulation;

/// <summary>Why nobody knew what a call had done, in words. Pure.</summary>
internal static class DoubtCause
{
    /// <summary>The causes of one order's doubts: one for each call that ended without an outcome, or that a crash cut off.</summary>
    /// <param name="journal">The order's journal.</param>
    /// <param name="crashes">When the node crashed, in order of time.</param>
    public static IEnumerable<string> Of(IReadOnlyList<RecordedEvent> journal, IReadOnlyList<DateTimeOffset> crashes)
    {
        DateTimeOffset? calledAt = null;
        foreach (var line in journal)
        {
            switch (line.Event)
            {
                case OrderEvent.AttemptRequested requested:
                    calledAt = requested.At;
                    break;

                case OrderEvent.OutcomeUnknown unknown:
                    calledAt = null;
                    yield return Words(unknown);
                    break;

                // While an attempt lasts nothing else is written of its call: what follows the request tells its end.
                default:
                    if (calledAt is { } from && crashes.Any(crash => crash > from && crash < line.Event.At))
                        yield return "the node crashed";
                    calledAt = null;
                    break;
            }
        }
    }

    private static string Words(OrderEvent.OutcomeUnknown unknown) => unknown.Reason switch
    {
        UnknownReason.Timeout => "no answer in time",
        UnknownReason.ConnectionLost => "the connection broke",
        UnknownReason.HttpStatus => "an HTTP error",
        UnknownReason.Malformed => "no well-formed answer",
        UnknownReason.OtherOrder => "an answer about another order",
        UnknownReason.AmountDiffers => "an answer with another amount",
        UnknownReason.Code => $"the code {unknown.Refusal?.Code}",
        UnknownReason.LostChallenge => "a challenge that nobody received",
        UnknownReason.ProcessLost => "the process that called was lost",
        UnknownReason.Restored => "an earlier call may have been forgotten",
        _ => throw new UnreachableException($"No words tell of {unknown.Reason}."),
    };
}
