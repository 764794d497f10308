using System.Threading.Channels;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PaytureActors.Host.Sandbox.Tour;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Tests;

/// <summary>The simulated gateway in a process of its own.</summary>
public sealed class SandboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_tour_walks_every_family_and_prints_each_step()
    {
        await using var tour = HostProcess.Start(_folder.Path, "sandbox --try");
        var code = await tour.ExitAsync();

        Assert.DoesNotContain("but it should be", tour.Output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        string[] families = ["Api: ", "InPay: ", "EWallet: ", "Apple Pay and Google Pay: ", "Receipts", "Adoption: "];
        Assert.All(families, family => Assert.Contains($"\n{family}", "\n" + tour.Output, StringComparison.Ordinal));
        Assert.Contains("Every step went as it should.", tour.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_goes_another_way_is_counted_and_the_tour_goes_on()
    {
        TourStep[] steps = [Step("declined", expected: "approved"), Step("approved", expected: "approved"), Step("busy", expected: "approved")];

        Assert.Equal(2, await SandboxTour.WalkAsync([("Api", steps)], guide: null!));

        static TourStep Step(string said, string expected) => new("Pay", _ => Task.FromResult(said), expected);
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
    public async Task A_kept_ledger_has_all_that_was_answered_before_the_sandbox_was_killed()
    {
        const string command = "sandbox --urls http://127.0.0.1:0 --ledger money.jsonl";
        await using (var sandbox = HostProcess.Start(_folder.Path, command))
        {
            using var client = new HttpClient { BaseAddress = await sandbox.AddressAsync() };
            await PostAsync(client, "Block", ("OrderId", "1"), ("Amount", "100"),
                ("PayInfo", $"PAN={TestCards.Success};EMonth=12;EYear=35;CardHolder=A B;SecureCode=123;OrderId=1;Amount=100"));
            await PostAsync(client, "Charge", ("OrderId", "1"), ("Amount", "60"), ("Password", "123"));
            await sandbox.KillAsync();
        }

        File.AppendAllText(Path.Combine(_folder.Path, "money.jsonl"), "{\"serial\":3,\"order"); // As a kill in the middle of a line leaves it.
        await using var again = HostProcess.Start(_folder.Path, command);
        using var other = new HttpClient { BaseAddress = await again.AddressAsync() };
        await PostAsync(other, "Refund", ("OrderId", "1"), ("Amount", "10"), ("Password", "123"));

        var ledger = await other.GetJsonAsync("/ledger");
        Assert.Equal(["Block 100", "Charge 60", "Refund 10"], ledger["effects"]!.AsArray().Select(effect => $"{effect!["operation"]} {effect["amount"]}"));
        Assert.Equal(("Charged", 60, 10), ((string)ledger["payments"]![0]!["state"]!, (int)ledger["payments"]![0]!["captured"]!, (int)ledger["payments"]![0]!["refunded"]!));

        static async Task PostAsync(HttpClient client, string command, params (string Name, string Value)[] fields)
        {
            using var form = new FormUrlEncodedContent([new("Key", "Merchant"), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))]);
            using var answer = await client.PostAsync(new Uri($"/api/{command}", UriKind.Relative), form);
            Assert.Contains("Success=\"True\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
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

    [Fact]
    public async Task Calls_and_notifications_go_wrong_at_the_rates_that_were_named()
    {
        await using var door = await Door.OpenAsync();
        await using var sandbox = HostProcess.Start(
            _folder.Path, $"sandbox --urls http://127.0.0.1:0 --notify {door.Url} --notify-faults lost=0,doubled=0,reordered=1 --faults lateVisibility=1");
        using var client = new HttpClient { BaseAddress = await sandbox.AddressAsync() };

        Assert.Contains("Success=\"True\"", await PostAsync("/api/Block", ("OrderId", "1"), ("Amount", "100"),
            ("PayInfo", $"PAN={TestCards.Success};EMonth=12;EYear=35;SecureCode=123")), StringComparison.Ordinal);
        Assert.Contains("ORDER_NOT_FOUND", await PostAsync("/api/GetState", ("OrderId", "1")), StringComparison.Ordinal); // Seen late.
        Assert.Contains("Success=\"True\"", await PostAsync("/api/Charge", ("OrderId", "1")), StringComparison.Ordinal);

        Assert.Equal("EngineChargeSuccess", await door.NextAsync());
        Assert.Equal("EngineBlockSuccess", await door.NextAsync());

        async Task<string> PostAsync(string path, params (string Name, string Value)[] fields)
        {
            using var form = new FormUrlEncodedContent(fields.Append(("Key", "Merchant")).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
            using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), form);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Theory]
    [InlineData("sandbox --notify somewhere", 2, "--notify")]
    [InlineData("sandbox --merchant nobody", 1, "--merchant")]
    [InlineData("sandbox --slow soon", 2, "soon")]
    [InlineData("sandbox --faults terrible", 2, "--faults takes none, light, heavy, or rates from 0 to 1 of lostBefore, ")]
    [InlineData("sandbox --faults lostBefore=0.6,pending=0.5", 2, "--faults takes")]
    [InlineData("sandbox --notify-faults light", 2, "--notify-faults takes none, heavy, or rates from 0 to 1 of lost, doubled, reordered, delayed: not light.")]
    [InlineData("sandbox --notify-faults lost=0.1,lots=0.1", 2, "--notify-faults takes none, heavy, or rates from 0 to 1 of lost, doubled, reordered, delayed: not lots=0.1.")]
    [InlineData("sandbox --notify-faults doubled=2", 2, "doubled is not 2.")]
    [InlineData("sandbox --notify-faults reordered=-0.1", 2, "reordered is not -0.1.")]
    [InlineData("sandbox --notify-faults delayed=NaN", 2, "delayed is not NaN.")]
    [InlineData("sandbox --notify-faults lost=", 2, "lost is not .")]
    public async Task A_wrong_option_is_named(string arguments, int code, string named)
    {
        await using var sandbox = HostProcess.Start(_folder.Path, arguments);

        Assert.Equal(code, await sandbox.ExitAsync());
        Assert.Contains(named, sandbox.Errors, StringComparison.Ordinal);
    }

    /// <summary>A merchant's door that listens and says which notifications came.</summary>
    private sealed class Door : IAsyncDisposable
    {
        private readonly Channel<string> _told = Channel.CreateUnbounded<string>();
        private readonly WebApplication _app;

        private Door()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            _app = builder.Build();
            _app.MapPost("/", async (HttpContext http) => _told.Writer.TryWrite((await http.Request.ReadFormAsync())["Notification"]!));
        }

        public string Url => _app.Urls.First();

        public static async Task<Door> OpenAsync()
        {
            var door = new Door();
            await door._app.StartAsync();
            return door;
        }

        public async Task<string> NextAsync()
        {
            using var limit = new CancellationTokenSource(HostProcess.Limit);
            return await _told.Reader.ReadAsync(limit.Token);
        }

        public async ValueTask DisposeAsync() => await _app.DisposeAsync();
    }
}
