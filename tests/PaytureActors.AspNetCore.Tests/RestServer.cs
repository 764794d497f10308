using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaytureActors.Hosting;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>The doors in a server without sockets, and whatever engine a test puts behind them.</summary>
internal sealed class RestServer : IAsyncDisposable
{
    public const string Card = """{"number":"4111111111100031","expiryMonth":"12","expiryYear":"2035","holder":"ANNA KOVAL","securityCode":"123"}""";

    private readonly WebApplication _app;

    private RestServer(WebApplication app, LogLines log, HttpClient client) => (_app, Log, Client) = (app, log, client);

    public HttpClient Client { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<RestServer> StartAsync(
        ScriptedOrders orders, Action<PaytureActorsOptions>? configure = null, string prefix = "", bool overSockets = false, ScriptedCustomers? customers = null) =>
        StartAsync(services =>
        {
            services.AddSingleton<IPaytureCustomers>(customers ?? new ScriptedCustomers());
            services.AddSingleton<IPaytureOrders>(orders);
            services.AddSingleton(new PaytureHealth(() => orders.Troubles));
            services.Configure<PaytureActorsOptions>(options => configure?.Invoke(options));
        }, prefix, overSockets);

    public static async Task<RestServer> StartAsync(Action<IServiceCollection> configure, string prefix = "", bool overSockets = false)
    {
        var log = new LogLines();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (overSockets)
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        else
            builder.WebHost.UseTestServer();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddRoutingCore();
        builder.Services.AddPaytureRest();
        configure(builder.Services);
        var app = builder.Build();
        if (prefix.Length > 0)
            app.MapGroup(prefix).MapPayture();
        else
            app.MapPayture();
        await app.StartAsync();
        return new RestServer(app, log, overSockets ? new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) } : app.GetTestClient());
    }

    public async Task<RestAnswer> PostAsync(string path, string? json = null, string? key = null, string type = "application/json", string? prefer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, MediaTypeHeaderValue.Parse(type));
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (prefer is not null)
            request.Headers.TryAddWithoutValidation("Prefer", prefer);
        return await SendAsync(request);
    }

    public async Task<RestAnswer> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request);
    }

    /// <summary>Posts a form as a browser or the gateway does.</summary>
    public async Task<RestAnswer> PostFormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        return await SendAsync(request);
    }

    public async Task<RestAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        return new RestAnswer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>What a door answered.</summary>
internal sealed record RestAnswer(HttpStatusCode Status, string? Type, string Text, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The problem's kind, without the prefix that all have; null where the answer is no problem.</summary>
    public string? Problem => Type == "application/problem+json" ? ((string)Json["type"]!)["urn:payture-actors:".Length..] : null;

    /// <summary>The fields that a 422 names.</summary>
    public string[] Fields => [.. Json["errors"]!.AsObject().Select(wrong => wrong.Key)];
}

/// <summary>Everything that was logged, rendered.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add($"{formatter(state, exception)} {exception}");
    }

    public void Dispose() { }
}
