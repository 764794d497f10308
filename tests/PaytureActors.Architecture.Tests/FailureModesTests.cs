using System.Text.RegularExpressions;

namespace PaytureActors.Architecture.Tests;

/// <summary>The page of what can fail while an order lives: no row without a test, and no test that is not there.</summary>
public sealed partial class FailureModesTests
{
    private const string Link = "Orders/README.md";

    private static readonly string[] Rows =
    [
        .. File.ReadLines(Path.Combine(TreeTests.Root, "src", "PaytureActors", "Orders", "README.md"))
            .Where(line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal) && !line.StartsWith("| what fails |", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_row_says_what_fails_what_is_done_and_which_test_shows_it()
    {
        Assert.True(Rows.Length > 100, $"The page has {Rows.Length} rows.");
        Assert.Empty(Rows.Where(row => !Row().IsMatch(row)));
        Assert.Empty(Rows.GroupBy(row => row).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var tests = TreeTests.Sources("tests").SelectMany(TestsOf).ToHashSet();

        var missing = Rows.SelectMany(row => Named().Matches(row)).Select(name => name.Groups[1].Value).Where(name => !tests.Contains(name));

        Assert.True(!missing.Any(), string.Join("\n", missing));
    }

    [Fact]
    public void The_engines_page_leads_to_it() =>
        Assert.Contains($"]({Link})", File.ReadAllText(Path.Combine(TreeTests.Root, "src", "PaytureActors", "README.md")), StringComparison.Ordinal);

    private static IEnumerable<string> TestsOf(string file)
    {
        var text = File.ReadAllText(file);
        var classes = Class().Matches(text);
        return from test in Test().Matches(text)
               where classes.LastOrDefault(name => name.Index < test.Index) is not null
               select $"{classes.Last(name => name.Index < test.Index).Groups[1].Value}.{test.Groups[1].Value}";
    }

    // Three cells; the last one holds one or more tests and nothing else.
    [GeneratedRegex(@"^\| [^|]+ \| [^|]+ \| `\w+\.\w+`(, `\w+\.\w+`)* \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"^[^/\n]*\bclass (\w+Tests)\b", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"\[\w*(?:Fact|Theory)[^\n]*\n(?:\s*\[[^\n]*\n)*\s*(?:public|internal) (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex Test();
}
