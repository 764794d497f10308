using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace PaytureActors.Host.Tests;

/// <summary>The service as people start it: what it prints works, and what is wrong is said in one message.</summary>
public sealed partial class ServeTests : IDisposable
{
    private const string AnyPort = "--urls http://127.0.0.1:0";
    private const string ApiKeyHash = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"; // Of "key".

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task The_printed_curl_lines_work_and_the_demo_survives_a_restart()
    {
        Skip.IfNot(File.Exists("/usr/bin/curl") || File.Exists("/usr/local/bin/curl"), "curl is not installed: the printed lines cannot be tried as they are.");
        string order;
        await using (var host = HostProcess.Start(_folder.Path, AnyPort, ("ASPNETCORE_ENVIRONMENT", "Development")))
        {
            var address = await host.AddressAsync();
            await host.LineAsync(line => line.Contains("-page/init", StringComparison.Ordinal));
            var lines = host.Output.Split('\n').Where(line => line.StartsWith("curl ", StringComparison.Ordinal)).ToArray();
            Assert.Equal(4, lines.Length);

            Assert.Contains("\"phase\":\"blocked\",\"held\":258900,", await Shell(lines[0]), StringComparison.Ordinal);
            Assert.Contains("\"phase\":\"charged\",\"held\":258900,\"captured\":150000,\"refunded\":0", await Shell(lines[1]), StringComparison.Ordinal);
            var refunded = await Shell(lines[2]);
            Assert.Contains("\"captured\":150000,\"refunded\":50000", refunded, StringComparison.Ordinal);
            Assert.Contains("\"sandbox\":true", refunded, StringComparison.Ordinal);
            Assert.Equal(refunded, await Shell(lines[2]));
            Assert.Contains("urn:payture-actors:key-reused", await Shell(lines[2].Replace("50000", "50001", StringComparison.Ordinal)), StringComparison.Ordinal);

            var page = RedirectUrl().Match(await Shell(lines[3])).Groups["url"].Value;
            Assert.StartsWith($"{address}sandbox/apim/Pay?SessionId=", page, StringComparison.Ordinal);
            Assert.Contains("2589.00", await Shell($"curl -s '{page}'"), StringComparison.Ordinal);

            order = lines[2][(lines[2].LastIndexOf("/orders/", StringComparison.Ordinal) + "/orders/".Length)..].Split('/')[0];
            using var client = new HttpClient { BaseAddress = address };
            var ledger = (await client.GetJsonAsync($"/sandbox/ledger/{order}"))["effects"]!.AsArray();
            Assert.Equal(["Block", "Charge", "Refund"], ledger.Select(effect => (string)effect!["operation"]!));
            Assert.Equal(0, await host.TerminateAsync());
        }

        await using (var host = HostProcess.Start(_folder.Path, $"serve --demo {AnyPort}"))
        {
            using var client = new HttpClient { BaseAddress = await host.AddressAsync() };
            Assert.Equal("charged", (string)(await client.GetJsonAsync($"/merchants/shop/orders/{order}"))["phase"]!);
            var (status, json) = await client.PostJsonAsync($"/merchants/shop/orders/{order}/refund", "{}", key: "the-rest");
            Assert.Equal((200, "refunded", 150_000), (status, (string)json["phase"]!, (int)json["refunded"]!));
        }
    }

    [Fact]
    public async Task A_path_or_a_method_that_no_door_has_is_answered_with_what_to_do()
    {
        await using var host = HostProcess.Start(_folder.Path, $"--demo {AnyPort}");
        using var client = new HttpClient { BaseAddress = await host.AddressAsync() };

        var (unknown, noDoor) = await client.PostJsonAsync("/payments/42/charge", "{}");
        var (wrong, wrongMethod) = await client.PostJsonAsync("/orders", "{}");

        Assert.Equal((404, 405), (unknown, wrong));
        Assert.All([noDoor, wrongMethod], problem => Assert.Contains("/openapi/v1.json", (string)problem["detail"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_process_on_the_same_database_ends_at_once_and_says_why()
    {
        await using var first = HostProcess.Start(_folder.Path, $"--demo {AnyPort}");
        await first.AddressAsync();

        await using var second = HostProcess.Start(_folder.Path, $"--demo {AnyPort}");

        Assert.Equal(1, await second.ExitAsync());
        Assert.Contains("payture.db", second.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Errors + second.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Payture:Merchants:{alias}:Host")]
    [InlineData("--set Payture:Merchants:shop:Key=K --set Payture:Merchants:shop:Host=http://example.org", "Payture:Merchants:shop:Host")]
    [InlineData("--set Payture:Merchants:shop:Host=https://example.org", "Payture:Merchants:shop:Key")]
    [InlineData("--demo --set Payture:ApiKeys:0=plain", "Payture:ApiKeys:0")]
    [InlineData("--demo --urls http://0.0.0.0:0", "Payture:ApiKeys:0")]
    [InlineData("--demo --urls http://*:0", "Payture:ApiKeys:0")]
    [InlineData("--demo --urls 127.0.0.1", "--urls")]
    [InlineData("--demo --set Kestrel:Endpoints:Http:Url=http://127.0.0.1:0", "Kestrel:Endpoints")]
    [InlineData("--demo --set nonsense", "--set")]
    [InlineData("--demo --config nowhere.json", "nowhere.json")]
    [InlineData("--demo --set \"Payture:Journal:ConnectionString=Data Source=/proc/no/such.db\"", "/proc/no/such.db")]
    public async Task What_is_wrong_at_start_is_one_message_that_names_it(string arguments, string named)
    {
        await using var host = HostProcess.Start(_folder.Path, arguments.Contains("--urls", StringComparison.Ordinal) ? arguments : $"{arguments} {AnyPort}");

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains(named, host.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Errors + host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settings_file_that_is_not_JSON_is_named_with_the_place()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "appsettings.json"), "{\n  \"Payture\": {\n    oops\n");
        await using var host = HostProcess.Start(_folder.Path, $"--demo {AnyPort}");

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains("appsettings.json", host.Errors, StringComparison.Ordinal);
        Assert.Contains("LineNumber: 2", host.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_in_use_is_named()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        await using var host = HostProcess.Start(_folder.Path, $"--demo --urls http://{taken.LocalEndpoint}");

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains(taken.LocalEndpoint.ToString()!, host.Errors, StringComparison.Ordinal);
        Assert.Contains("--urls", host.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_that_is_not_there_is_a_mistake_of_usage()
    {
        await using var host = HostProcess.Start(_folder.Path, "serve --port 80");

        Assert.Equal(2, await host.ExitAsync());
        Assert.Contains("--port", host.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_an_API_key_the_commands_of_the_command_line_need_it_too()
    {
        await using var host = HostProcess.Start(_folder.Path, $"--demo --urls http://0.0.0.0:0 --set Payture:ApiKeys:0={ApiKeyHash}");
        var url = (await host.AddressAsync()).ToString().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);

        await using var health = HostProcess.Start(_folder.Path, $"health --url {url}");
        Assert.Equal(0, await health.ExitAsync());

        await using var refused = HostProcess.Start(_folder.Path, $"orders --url {url}");
        Assert.Equal(1, await refused.ExitAsync());
        Assert.Contains("PAYTURE_API_KEY", refused.Errors, StringComparison.Ordinal);

        await using var orders = HostProcess.Start(_folder.Path, $"orders --url {url} --merchant shop --limit 5", ("PAYTURE_API_KEY", "key"));
        Assert.Equal(0, await orders.ExitAsync());
        Assert.Contains("captured", orders.Output, StringComparison.Ordinal);

        await using var wrong = HostProcess.Start(_folder.Path, $"orders --url {url} --phase paid", ("PAYTURE_API_KEY", "key"));
        Assert.Equal(1, await wrong.ExitAsync());
        Assert.Contains("phase", wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_answering_is_said_plainly()
    {
        await using var health = HostProcess.Start(_folder.Path, "health --url http://127.0.0.1:1");
        Assert.Equal(1, await health.ExitAsync());
        Assert.Contains("No service answers", health.Errors, StringComparison.Ordinal);
    }

    private static async Task<string> Shell(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardOutput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync().WaitAsync(HostProcess.Limit);
        return output;
    }

    [GeneratedRegex("\"redirectUrl\":\"(?<url>[^\"]*)\"")]
    private static partial Regex RedirectUrl();
}
