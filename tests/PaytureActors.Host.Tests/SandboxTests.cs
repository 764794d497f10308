using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Tests;

/// <summary>The simulated gateway in a process of its own.</summary>
public sealed class SandboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_tour_walks_from_Block_to_Refund_and_prints_each_step()
    {
        await using var tour = HostProcess.Start(_folder.Path, "sandbox --try");

        Assert.Equal(0, await tour.ExitAsync());
        Assert.Matches("Block 2589.00 .*approved: Blocked, held 2589.00", tour.Output);
        Assert.Matches("Charge 1500.00 .*approved: Charged", tour.Output);
        Assert.Matches("again, same key .*approved: Charged.*refunded 500.00", tour.Output);
        Assert.Equal(1, tour.Output.Split("\n  Refund 500.00").Length - 1);
    }

    [Fact]
    public async Task A_charge_whose_answer_dies_with_the_service_is_settled_by_itself_after_the_restart()
    {
        await using var sandbox = HostProcess.Start(_folder.Path, "sandbox --urls http://127.0.0.1:0 --slow 00:00:30 --merchant Shop:secret");
        var gateway = await sandbox.AddressAsync();
        var arguments = "--urls http://127.0.0.1:0 --set Payture:Merchants:shop:Sandbox=true "
            + $"--set Payture:Merchants:shop:Host={gateway} --set Payture:Merchants:shop:Key=Shop --set Payture:Merchants:shop:Password=secret";
        const string order = "/merchants/shop/orders/slow-1";

        await using (var service = HostProcess.Start(_folder.Path, arguments))
        {
            using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
            var card = $$"""{"number":"{{TestCards.SlowCharge}}","expiryMonth":12,"expiryYear":2035,"securityCode":"123"}""";
            var (blocked, _) = await client.PostJsonAsync(order + "/block", $"{{\"amount\":258900,\"card\":{card}}}");
            Assert.Equal(200, blocked);

            var (status, json) = await client.PostJsonAsync(order + "/charge", "{}", key: "charge-1", prefer: "wait=1");
            Assert.Equal((202, "charge"), (status, (string)json["attempt"]!["operation"]!));
            await service.KillAsync();
        }

        await using (var service = HostProcess.Start(_folder.Path, arguments))
        {
            using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
            await Eventually(async () => (await client.GetJsonAsync("/orders"))["items"]!.AsArray() is [{ } only] && (string)only["phase"]! == "charged");
            var (status, json) = await client.PostJsonAsync(order + "/charge", "{}", key: "charge-1");
            Assert.Equal((200, 258_900), (status, (int)json["captured"]!));
        }

        using var ledger = new HttpClient { BaseAddress = gateway };
        var effects = (await ledger.GetJsonAsync("/ledger/slow-1"))["effects"]!.AsArray();
        Assert.Equal(["Block", "Charge"], effects.Select(effect => (string)effect!["operation"]!));
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
            Assert.False((await ReadShared(file)).Contains(TestCards.SlowCharge, StringComparison.Ordinal), $"{file} holds a card number.");
    }

    [Fact]
    public async Task The_sandbox_speaks_forms_and_shows_its_ledger()
    {
        await using var sandbox = HostProcess.Start(_folder.Path, "sandbox --urls http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await sandbox.AddressAsync() };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Key"] = "Merchant", ["OrderId"] = "1", ["Amount"] = "100",
            ["PayInfo"] = $"PAN={TestCards.Success};EMonth=12;EYear=35;CardHolder=A B;SecureCode=123;OrderId=1;Amount=100",
        });
        using var answer = await client.PostAsync(new Uri("/api/Pay", UriKind.Relative), form);

        Assert.Contains("Success=\"True\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Charged", (string)(await client.GetJsonAsync("/ledger"))["payments"]![0]!["state"]!);
        Assert.Equal(0, await sandbox.TerminateAsync());
    }

    [Theory]
    [InlineData("sandbox --merchant nobody", 1, "--merchant")]
    [InlineData("sandbox --slow soon", 2, "soon")]
    [InlineData("sandbox --faults terrible", 2, "terrible")]
    public async Task A_wrong_option_is_named(string arguments, int code, string named)
    {
        await using var sandbox = HostProcess.Start(_folder.Path, arguments);

        Assert.Equal(code, await sandbox.ExitAsync());
        Assert.Contains(named, sandbox.Errors, StringComparison.Ordinal);
    }

    private static async Task Eventually(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(HostProcess.Limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isSo())
            await pause.WaitForNextTickAsync(limit.Token);
    }

    private static async Task<string> ReadShared(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
