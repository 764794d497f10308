using System.Xml.Linq;
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

    [Fact]
    public async Task The_sandbox_serves_its_pages_and_says_where_its_bank_is()
    {
        await using var sandbox = HostProcess.Start(_folder.Path, "sandbox --urls http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await sandbox.AddressAsync() };

        var init = XElement.Parse(await PostAsync("/apim/Init", ("Key", "Merchant"), ("Data", "SessionType=Pay;OrderId=1;Amount=300")));
        var page = await client.GetStringAsync(new Uri($"/apim/Pay?SessionId={init.Attribute("SessionId")!.Value}", UriKind.Relative));
        var asked = XElement.Parse(await PostAsync("/api/Pay", ("Key", "Merchant"), ("OrderId", "2"), ("Amount", "300"),
            ("PayInfo", $"PAN={TestCards.Challenge};EMonth=12;EYear=35;CardHolder=A B;SecureCode=123")));

        Assert.Contains("id=\"pay\"", page, StringComparison.Ordinal);
        Assert.Equal(new Uri(client.BaseAddress, "/acs").AbsoluteUri, asked.Attribute("ACSUrl")!.Value);
        Assert.Equal("Open", (string)(await client.GetJsonAsync("/ledger/1"))["sessions"]![0]!["state"]!);

        async Task<string> PostAsync(string path, params (string Name, string Value)[] fields)
        {
            using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
            using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), form);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Theory]
    [InlineData("sandbox --notify somewhere", 2, "--notify")]
    [InlineData("sandbox --merchant nobody", 1, "--merchant")]
    [InlineData("sandbox --slow soon", 2, "soon")]
    [InlineData("sandbox --faults terrible", 2, "terrible")]
    public async Task A_wrong_option_is_named(string arguments, int code, string named)
    {
        await using var sandbox = HostProcess.Start(_folder.Path, arguments);

        Assert.Equal(code, await sandbox.ExitAsync());
        Assert.Contains(named, sandbox.Errors, StringComparison.Ordinal);
    }
}
