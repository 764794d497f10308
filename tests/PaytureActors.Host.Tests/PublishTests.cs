using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PaytureActors.Host.Tests;

/// <summary>The image without Docker: its publish command, its environment, its health check.</summary>
public sealed partial class PublishTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    [Trait("Duration", "Long")]
    public async Task What_the_image_publishes_starts_with_the_images_environment()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("CI") == "true", "Publishes a Release build, which takes minutes where none is there: set CI=true to run it.");
        var root = Root();
        var dockerfile = await File.ReadAllTextAsync(Path.Combine(root, "docker", "Dockerfile"));
        var output = Path.Combine(_folder.Path, "app");
        var publish = Publish().Match(dockerfile).Groups["arguments"].Value.Replace("/app", output, StringComparison.Ordinal);
        using (var dotnet = Process.Start(new ProcessStartInfo("dotnet", publish) { WorkingDirectory = root })!)
        {
            await dotnet.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
            Assert.Equal(0, dotnet.ExitCode);
        }

        var data = Directory.CreateDirectory(Path.Combine(_folder.Path, "data")).FullName;
        var environment = Variables().Matches(dockerfile)
            .Select(variable => (variable.Groups["name"].Value, variable.Groups["value"].Value.Trim('"')
                .Replace("/data", data, StringComparison.Ordinal)
                .Replace("http://0.0.0.0:8080", "http://0.0.0.0:0", StringComparison.Ordinal)))
            .ToArray();
        Assert.Contains(environment, variable => variable.Item1 == "ASPNETCORE_URLS" && variable.Item2 == "http://0.0.0.0:0");
        var dll = Path.Combine(output, "PaytureActors.Host.dll");

        await using var naked = HostProcess.StartDll(dll, data, "", environment);
        Assert.Equal(1, await naked.ExitAsync());

        await using var service = HostProcess.StartDll(dll, data, "",
        [
            .. environment,
            ("Payture__ApiKeys__0", "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"),
            ("Payture__Merchants__shop__Host", "https://payture.invalid"),
            ("Payture__Merchants__shop__Key", "K"),
            ("Payture__Merchants__shop__Password", "P"),
        ]);
        var url = (await service.AddressAsync()).ToString().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);

        await using var health = HostProcess.StartDll(dll, data, $"health --url {url}", environment);
        Assert.Equal(0, await health.ExitAsync());
        Assert.True(File.Exists(Path.Combine(data, "payture.db")));
        Assert.Equal(0, await service.TerminateAsync());
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PaytureActors.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^RUN dotnet (?<arguments>publish .*)$", RegexOptions.Multiline)]
    private static partial Regex Publish();

    [GeneratedRegex(@"(?:^ENV| \\\n) +(?<name>\w+)=(?<value>""[^""]*""|[^ \n\\]*)", RegexOptions.Multiline)]
    private static partial Regex Variables();
}
