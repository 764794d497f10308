using System.Globalization;
using System.Net;
using System.Text;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Host.Simulation;

/// <summary>What a simulation came to, as a page of its own: charts, figures and the story of every order that went wrong. No script, no address outside.</summary>
internal static class SimulationPage
{
    private static readonly TimeSpan[] Steps =
        [.. new double[] { 0.1, 1, 5, 20, 60, 300, 1200, 3600 }.Select(TimeSpan.FromSeconds)];

    private const string Head =
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>A simulation of PaytureActors</title>
        <style>
        :root { color-scheme: light dark; --line: light-dark(#d5d9e0, #383d45); --bar: light-dark(#2f6fde, #6ea0ff); --soft: light-dark(#5a6372, #a2abba); }
        body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; font: 1rem/1.5 system-ui, sans-serif;
          background: light-dark(#fff, #16181c); color: light-dark(#1b1d21, #eceef2); }
        h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; } p { margin: 0.25rem 0; }
        .verdict { border-left: 0.4rem solid; padding: 0.5rem 1rem; margin: 1rem 0; font-size: 1.2rem; }
        .good { border-color: light-dark(#1f8a4c, #4ac27d); } .bad { border-color: light-dark(#c4322d, #ff7a70); }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 0.75rem; margin: 1rem 0; }
        dl div { border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.5rem 0.75rem; }
        dt { color: var(--soft); font-size: 0.85rem; } dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
        table { width: 100%; border-collapse: collapse; margin-bottom: 0.75rem; } caption { text-align: left; color: var(--soft); padding-bottom: 0.25rem; }
        th { text-align: left; font-weight: 400; white-space: nowrap; padding: 0.15rem 0.75rem 0.15rem 0; width: 1%; }
        td.count { text-align: right; width: 5.5rem; padding-left: 0.75rem; font-variant-numeric: tabular-nums; }
        .bar { background: var(--bar); height: 0.9rem; border-radius: 0.2rem; min-width: 2px; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.75rem; font-size: 0.85rem; }
        code { font-size: 0.9rem; overflow-wrap: anywhere; } summary { cursor: pointer; }
        </style>
        </head>
        """;

    /// <summary>The page.</summary>
    public static string Of(SimulationResult result)
    {
        var (trail, policy) = (result.Trail, result.Settings.Policy);
        var page = new StringBuilder(Head).Append("<body>\n<h1>A simulation of PaytureActors</h1>\n");
        Add(page, $"""<p class="verdict {(result.IsGood ? "good" : "bad")}">{Verdict(result)}</p>""");
        Add(page, $"<p>The same lives and faults again: <code>{result.Settings.CommandLine}</code></p>");
        page.Append("<dl>\n");
        foreach (var (name, value) in Figures(result))
            Add(page, $"<div><dt>{name}</dt><dd>{value}</dd></div>");
        page.Append("</dl>\n");

        Chart(page, "Outcomes", "What clients were told in the end, once for each key.",
            trail.Outcomes.OrderBy(each => each.Key.Operation).ThenBy(each => each.Key.Ending)
                .Select(each => ($"{each.Key.Operation}: {Words(each.Key.Ending)}", each.Value)));
        Chart(page, "Families", "How many orders of each family moved money.", trail.Families.OrderBy(family => family.Key).Select(family => ($"{family.Key}", family.Value)));
        page.Append("<h2>Time to certainty</h2>\n");
        foreach (var (kind, took) in trail.Doubts.OrderBy(each => each.Key))
        {
            var p99 = Certainty.Percentile(took, 0.99);
            Chart(page, null, Text($"{SimulationReport.Words(kind, policy)}: {took.Count} doubts, p99 {p99.TotalSeconds:0.0} s, goal {Certainty.Goal(kind, policy).TotalSeconds:0} s"), Histogram(took));
        }

        Chart(page, "Doubts by cause", "Why nobody knew at first what a call had done, once for each call.",
            trail.Causes.OrderByDescending(cause => cause.Value).ThenBy(cause => cause.Key, StringComparer.Ordinal).Select(cause => (cause.Key, cause.Value)));
        Chart(page, "Faults", "How often each kind of fault met a call or a batch for the journal.",
            result.Faults.OrderByDescending(fault => fault.Value).Select(fault => (fault.Key, (long)fault.Value)));
        Stories(page, trail);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static string Verdict(SimulationResult result) => result.IsGood
        ? Text($"Every promise was kept: {result.Trail.Orders} orders, {result.Trail.Effects} movements of money, 0 violations.")
        : Text($"{result.Trail.Violations.Count} promises were broken in {result.Trail.Orders} orders.");

    private static IEnumerable<(string Name, string Value)> Figures(SimulationResult result)
    {
        var trail = result.Trail;
        yield return ("orders", Text($"{trail.Orders}"));
        yield return ("commands accepted", Text($"{trail.Commands}"));
        yield return ("movements of money", Text($"{trail.Effects}"));
        yield return ("calls that change", Text($"{result.Commands}"));
        yield return ("inquiries", Text($"{result.Inquiries}"));
        yield return ("calls in doubt", Text($"{trail.Unknowns}"));
        yield return ("late effects", Text($"{trail.LateEffects}"));
        yield return ("persons called", Text($"{trail.Attentions}"));
        yield return ("crashes", Text($"{result.Crashes.Count}"));
        yield return ("events", Text($"{trail.Events}"));
        yield return ("virtual days", Text($"{result.Virtual.TotalDays:0.0}"));
        yield return ("real time", Text($"{result.Took.TotalSeconds:0.0} s"));
    }

    private static IEnumerable<(string, long)> Histogram(List<TimeSpan> took)
    {
        var from = TimeSpan.MinValue;
        foreach (var to in Steps)
        {
            var (low, high) = (from, to);
            yield return (Text($"up to {to.TotalSeconds:0.#} s"), took.LongCount(span => span > low && span <= high));
            from = to;
        }

        yield return ("more", took.LongCount(span => span > from));
    }

    private static void Chart(StringBuilder page, string? title, string caption, IEnumerable<(string Name, long Count)> rows)
    {
        if (title is not null)
            Add(page, $"<h2>{title}</h2>");
        var all = rows.ToList();
        var most = Math.Max(1, all.Select(row => row.Count).DefaultIfEmpty().Max());
        Add(page, $"<table><caption>{caption}</caption>");
        foreach (var (name, count) in all)
        {
            var width = Text($"{100.0 * count / most:0.#}");
            Add(page, $"""<tr><th scope="row">{name}</th><td>""");
            if (count > 0)
                Add(page, $"""<div class="bar" style="width:{width}%"></div>""");
            Add(page, $"""</td><td class="count">{Text($"{count}")}</td></tr>""");
        }

        page.Append(all.Count == 0 ? "<tr><td>None.</td></tr></table>\n" : "</table>\n");
    }

    private static void Stories(StringBuilder page, AuditTrail trail)
    {
        if (trail.Violations.Count == 0)
            return;
        page.Append("<h2>What went wrong</h2>\n<ul>\n");
        foreach (var violation in trail.Violations)
            Add(page, $"<li>{violation.Order}: {violation.What}</li>");
        page.Append("</ul>\n");
        foreach (var (violation, story) in trail.Stories)
            Add(page, $"<details open><summary>{violation.Order}: {violation.What}</summary><pre>{string.Join('\n', story)}</pre></details>");
    }

    private static string Words(Ending ending) => ending switch
    {
        Ending.NotSent => "not sent",
        Ending.NotApplied => "not applied",
        _ => ending.ToString().ToLowerInvariant(),
    };

    // Whatever is filled in is text: an order's story may hold any sign.
    private static void Add(StringBuilder page, FormattableString html) => page
        .AppendLine(string.Format(CultureInfo.InvariantCulture, html.Format, [.. html.GetArguments().Select(argument => WebUtility.HtmlEncode($"{argument}"))]));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
