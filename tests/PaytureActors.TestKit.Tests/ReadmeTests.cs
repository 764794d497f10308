using System.Reflection;
using System.Text.RegularExpressions;

namespace PaytureActors.TestKit.Tests;

/// <summary>The examples of the package's README are the tests of the sample shop, word for word.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = typeof(ReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(each => each.Key == "RepositoryRoot").Value!;

    [Fact]
    public void Its_five_examples_are_tests_of_the_sample_shop()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Root, "tests", "PaytureActors.SampleShop.Tests"), "*.cs")
            .SelectMany(file => Region().Matches(Read(file)))
            .ToDictionary(region => region.Groups["number"].Value, region => Indent().Replace(region.Groups["lines"].Value, ""));
        var examples = Example().Matches(Read(Path.Combine(Root, "src", "PaytureActors.TestKit", "README.md")))
            .ToDictionary(example => example.Groups["number"].Value, example => example.Groups["lines"].Value);

        Assert.Equal(["1", "2", "3", "4", "5"], examples.Keys.Order());
        Assert.Equal(examples.Keys.Order(), tests.Keys.Order());
        Assert.All(examples, example => Assert.Equal(tests[example.Key], example.Value));
    }

    private static string Read(string file) => File.ReadAllText(file).ReplaceLineEndings("\n");

    [GeneratedRegex("^    #region example (?<number>\\d)\n(?<lines>.*?)^    #endregion$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex("^<!-- example (?<number>\\d) -->\n```csharp\n(?<lines>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("^    ", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
