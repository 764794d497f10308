using PaytureActors.Domain.Orders;

namespace PaytureActors.Host.Tests.Histories;

/// <summary>
/// Whether some order of moments, one for each question and each between its asking and its answer, explains everything that the clients of an order
/// were told (Wing and Gong's search, with Lowe's memory of what was tried).
/// </summary>
internal static class Linearizability
{
    public const int MostEntries = 64;

    /// <summary>Null if the history can be explained, else what cannot.</summary>
    public static string? Fault(IReadOnlyList<Entry> history)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(history.Count, MostEntries);
        var unexplained = history.FirstOrDefault(entry => entry.Outcome is Outcome.Refused refused && !HasReason(history, entry, refused.Reason));
        if (unexplained is not null)
            return $"Nothing explains the refusal of {unexplained}.\n{Text(history)}";
        return CanBeExplained(history) ? null : $"No order of moments explains:\n{Text(history)}";
    }

    private static bool HasReason(IReadOnlyList<Entry> history, Entry entry, Rejection reason) => reason switch
    {
        Rejection.CommandInProgress => history.Any(other => other.Question.Verb is not Verb.Look
            && other.Question.Key != entry.Question.Key && other.Overlaps(entry)),
        Rejection.KeyReused => history.Any(other => other.Question.Key == entry.Question.Key && other.Question != entry.Question && other.Asked < entry.Answered),
        _ => true,
    };

    private static bool CanBeExplained(IReadOnlyList<Entry> history)
    {
        var tried = new HashSet<(ulong Taken, Sums Sums)>();
        var open = new Stack<(ulong Taken, ModelOrder Order)>([(0UL, ModelOrder.New)]);
        while (open.TryPop(out var here))
        {
            var deadline = long.MaxValue;
            for (var i = 0; i < history.Count; i++)
            {
                if (!IsTaken(here.Taken, i) && !history[i].IsUnknown)
                    deadline = Math.Min(deadline, history[i].Answered);
            }

            if (deadline == long.MaxValue)
                return true; // What is left nobody ever heard of.
            for (var i = 0; i < history.Count; i++)
            {
                if (IsTaken(here.Taken, i) || history[i].Asked > deadline)
                    continue;
                var taken = here.Taken | (1UL << i);
                foreach (var next in Ways(history[i], history).Select(here.Order.After).OfType<ModelOrder>())
                {
                    if (tried.Add((taken, next.Sums)))
                        open.Push((taken, next));
                }
            }
        }

        return false;
    }

    /// <summary>What nobody waited for was done, or came to nothing: that shows where somebody asked again under its key.</summary>
    private static IEnumerable<Entry> Ways(Entry entry, IReadOnlyList<Entry> history) => entry.IsUnknown
        ? history.Where(other => other.Question == entry.Question && other.Outcome is Outcome.Nothing)
            .Select(other => entry with { Outcome = other.Outcome }).Distinct().Append(entry)
        : [entry];

    private static bool IsTaken(ulong taken, int number) => (taken & (1UL << number)) != 0;

    private static string Text(IEnumerable<Entry> history) => string.Join('\n', history.OrderBy(entry => entry.Asked).Select(entry => $"  {entry}"));
}
