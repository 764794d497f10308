using System.Globalization;
using System.Net;
using System.Text;
using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Domain;
using PaytureActors.Host.Tests;

namespace PaytureActors.Benchmarks.Contenders;

/// <summary>The engine as a service in a process of its own; this process is its client.</summary>
internal sealed class RestContender : IContender
{
    private static readonly string Opening = string.Create(CultureInfo.InvariantCulture, $$$"""
        {"amount":{{{Flow.Kopecks}}},"card":{"number":"{{{Accounts.CardNumber}}}","expiryMonth":"12","expiryYear":"30","holder":"Ivan Ivanov","securityCode":"521"}}
        """);

    private readonly HostProcess? _service;

    /// <summary>A client of a service that somebody else has started.</summary>
    public RestContender(Uri address) : this(null, address, [])
    {
    }

    private RestContender(HostProcess? service, Uri address, IEnumerable<Spender> database)
    {
        _service = service;
        Spenders = [.. service is null ? Array.Empty<Spender>() : [new(SpenderKind.Service, () => [service.Id])], Spender.ThisProcess, .. database];
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
    }

    public HttpClient Client { get; }

    public IEnumerable<Spender> Spenders { get; }

    public static async Task<RestContender> StartAsync(Database database, Uri gateway, string folder)
    {
        var service = HostProcess.Start(folder, "serve --urls http://127.0.0.1:0",
            [.. Accounts.Settings(gateway, database).Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!))]);
        return new RestContender(service, await service.AddressAsync(), database.Server);
    }

    public async Task StepAsync(string orderId, Operation step)
    {
        var (status, _) = await AskAsync(orderId, step);
        if (status is not HttpStatusCode.OK)
            throw new InvalidOperationException($"{step} of {orderId} was answered {(int)status}.");
    }

    /// <summary>Asks once, whatever the answer.</summary>
    /// <returns>The answer's status, and whether it says when to ask again.</returns>
    public async Task<(HttpStatusCode Status, bool SaysWhen)> AskAsync(string orderId, Operation step)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/merchants/{Accounts.Alias}/orders/{orderId}/{Name(step)}")
        {
            Content = new StringContent(step is Operation.Pay or Operation.Block ? Opening : "{}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", $"{orderId}-{step}");
        using var answer = await Client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.RetryAfter is not null);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_service is null)
            return;
        await _service.TerminateAsync();
        await _service.DisposeAsync();
    }

    private static string Name(Operation step) => step switch
    {
        Operation.Pay => "pay",
        Operation.Block => "block",
        Operation.Charge => "charge",
        Operation.Refund => "refund",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No flow has it."),
    };
}
