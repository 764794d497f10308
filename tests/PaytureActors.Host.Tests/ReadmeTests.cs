using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace PaytureActors.Host.Tests;

/// <summary>The README's examples do what stands behind their arrows.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private const string WrittenFor = "http://127.0.0.1:5080";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Its_examples_answer_what_it_says()
    {
        Skip.IfNot(File.Exists("/bin/bash") && File.Exists("/usr/bin/curl"), "bash and curl are needed to run the examples as they are.");
        await using var host = HostProcess.Start(_folder.Path, "serve --demo --urls http://127.0.0.1:0");
        var address = (await host.AddressAsync()).AbsoluteUri.TrimEnd('/');
        var examples = await ExamplesAsync();

        var answers = await RunAsync(examples.Replace(WrittenFor, address, StringComparison.Ordinal));

        var expected = Arrow().Matches(examples).Select(arrow => arrow.Groups["text"].Value).ToArray();
        Assert.True(expected.Length > 20, "The arrows are gone.");
        var from = 0;
        foreach (var text in expected)
        {
            var at = answers.IndexOf(text, from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{text} does not come in these answers:\n{answers[from..]}");
            from = answers.IndexOf('\n', at) + 1; // Each arrow has an answer of its own.
        }
    }

    private static async Task<string> ExamplesAsync()
    {
        var root = typeof(ReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "RepositoryRoot").Value!;
        var readme = (await File.ReadAllTextAsync(Path.Combine(root, "README.md"))).ReplaceLineEndings("\n");
        var examples = readme.Split("<!-- examples -->\n")[1].Split("<!-- /examples -->")[0];
        return string.Concat(Block().Matches(examples).Select(block => block.Groups["lines"].Value));
    }

    private static async Task<string> RunAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/bash", ["-eu", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = await shell.StandardError.ReadToEndAsync().WaitAsync(HostProcess.Limit * 2);
        await shell.WaitForExitAsync().WaitAsync(HostProcess.Limit);
        Assert.Equal("", errors);
        return (await output) + "\n";
    }

    [GeneratedRegex("^```sh\n(?<lines>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("# → (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
