using System.Globalization;
using System.Text;
using PaytureActors.Domain;

namespace PaytureActors.Benchmarks.Contenders;

/// <summary>The exchanges with the gateway, as somebody in a hurry writes them.</summary>
internal sealed class GatewayClient(Uri gateway, int connections) : IDisposable
{
    private const string Account = "Key=" + Accounts.Key + "&OrderId=";

    private static readonly string Amount = Flow.Kopecks.ToString(CultureInfo.InvariantCulture);
    private static readonly byte[] Success = Encoding.ASCII.GetBytes("Success=\"True\"");

    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, AllowAutoRedirect = false, UseProxy = false });
    private readonly Dictionary<string, Uri> _addresses = new[] { "Pay", "Block", "Charge", "Refund", "GetState" }
        .ToDictionary(command => command, command => new Uri(gateway, $"/api/{command}"));

    public Task ChangeAsync(string orderId, Operation operation) => operation switch
    {
        Operation.Pay or Operation.Block => AskAsync($"{operation}", $"{Account}{orderId}&Amount={Amount}&PayInfo="
            + Uri.EscapeDataString($"PAN={Accounts.CardNumber};EMonth=12;EYear=30;CardHolder=Ivan Ivanov;SecureCode=521;OrderId={orderId};Amount={Amount}")),
        Operation.Charge => AskAsync("Charge", $"{Account}{orderId}&Amount={Amount}"),
        Operation.Refund => AskAsync("Refund", $"{Account}{orderId}&Amount={Amount}&Password={Accounts.Password}"),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "No flow has it."),
    };

    public Task InquireAsync(string orderId) => AskAsync("GetState", Account + orderId);

    public void Dispose() => _client.Dispose();

    private async Task AskAsync(string command, string body)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        using var answer = await _client.PostAsync(_addresses[command], content);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (bytes.AsSpan().IndexOf(Success) < 0)
            throw new InvalidOperationException($"{command} was answered {(int)answer.StatusCode}: {Encoding.UTF8.GetString(bytes)}");
    }
}
