using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PaytureActors.Host.Tests;

namespace PaytureActors.Browser.Tests;

/// <summary>The service as a process, a shop beside it, and a browser: one for all tests, or one of a test's own.</summary>
public sealed class Installation : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>How long anything may take: much, because nothing is waited for but conditions.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private const string Greeted = "asks for 3-D Secure.";

    private readonly TemporaryFolder _folder = new();
    private readonly string _arguments;
    private HostProcess _host = null!;
    private HttpClient _client = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public Installation() : this("") { }

    private Installation(string arguments) => _arguments = arguments;

    internal Shop Shop { get; private set; } = null!;

    /// <summary>Where the service is.</summary>
    public Uri Url => _client.BaseAddress!;

    /// <summary>Everything that the service has printed since its greeting, which names the test cards.</summary>
    public string Logged => _host.Output[_host.Output.LastIndexOf(Greeted, StringComparison.Ordinal)..] + _host.Errors;

    /// <summary>An installation that no notification reaches.</summary>
    public static async Task<Installation> DeafAsync()
    {
        var deaf = new Installation("--set Payture:Notifications:Sources:0=198.51.100.0/24");
        await deaf.InitializeAsync();
        return deaf;
    }

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null)
            return; // The tests skip themselves.
        _host = HostProcess.Start(_folder.Path, $"serve --demo --urls http://127.0.0.1:0 {_arguments}");
        _client = new HttpClient { BaseAddress = await _host.AddressAsync(), Timeout = Limit };
        await _host.LineAsync(line => line.EndsWith(Greeted, StringComparison.Ordinal));
        Shop = await Shop.OpenAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        if (Shop is not null)
            await Shop.DisposeAsync();
        _client?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        _folder.Dispose();
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    /// <summary>A customer's browser, with nothing in it from any other.</summary>
    public async Task<IPage> OpenBrowserAsync(BrowserNewContextOptions? options = null)
    {
        var context = await _browser.NewContextAsync(options ?? new BrowserNewContextOptions { Locale = "en-GB" });
        context.SetDefaultTimeout((float)Limit.TotalMilliseconds);
        context.SetDefaultNavigationTimeout((float)Limit.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    /// <summary>A command about an order; answers that are not good are the test's end.</summary>
    public Task<JsonNode> OrderAsync(string path, string? json = null, string? password = null) =>
        SendAsync(HttpMethod.Post, $"/merchants/shop/orders/{path}", json, password);

    public async Task<string> PhaseOfAsync(string order) => (string)(await SendAsync(HttpMethod.Get, $"/merchants/shop/orders/{order}"))["phase"]!;

    /// <summary>A command about a customer.</summary>
    public Task<JsonNode> CustomerAsync(HttpMethod method, string path, string? json = null) =>
        SendAsync(method, $"/merchants/shop/customers/{path}", json, Wallet.Password);

    /// <summary>Waits until an order is somewhere.</summary>
    public async Task SettlesAsync(string order, string phase)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        string now;
        while ((now = await PhaseOfAsync(order)) != phase)
        {
            if (limit.IsCancellationRequested)
                Assert.Fail($"{order} is {now}, not {phase}, after {Limit}.");
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>What has moved at the gateway, in its own words.</summary>
    public async Task<string[]> LedgerAsync(string order) =>
        [.. (await SendAsync(HttpMethod.Get, $"/sandbox/ledger/{order}"))["effects"]!.AsArray().Select(effect => $"{effect!["operation"]} {effect["amount"]}")];

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, string? json = null, string? password = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (password is not null)
            request.Headers.Add("Payture-Customer-Password", password);
        if (path.EndsWith("/refund", StringComparison.Ordinal))
            request.Headers.Add("Idempotency-Key", path);
        request.Headers.Add("Prefer", "wait=60");
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}

/// <summary>The tests of this collection share an installation: each has orders of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SharedInstallation : ICollectionFixture<Installation>
{
    public const string Name = "One installation";
}
