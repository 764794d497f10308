using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>
/// Clients that walk one order after the other through its plan. Each asks again under the same key until it has a final answer, writes that
/// down, and only then goes on.
/// </summary>
internal sealed class LoadGenerator(HttpClient service, Canaries canaries, int seed, int clients, int run = 1) : IDisposable
{
    private const string Wait = "wait=3";
    private const int MostKeys = 100; // A gateway that is away for minutes is asked as often.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, OrderRecord> _orders = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, int> _answers = [];
    private Task _running = Task.CompletedTask;
    private int _orderNumber;
    private int _requests;

    public ClientGate Gate { get; } = new();

    public int Clients => clients;

    /// <summary>All orders that a client has begun with.</summary>
    public IReadOnlyCollection<OrderRecord> Orders => [.. _orders.Values];

    public int Requests => _requests;

    /// <summary>How often each kind of answer came: the status, and a problem's type.</summary>
    public IEnumerable<KeyValuePair<string, int>> Answers => _answers.OrderBy(answer => answer.Key, StringComparer.Ordinal);

    public void Start() => _running = Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(LiveAsync)));

    /// <summary>Lets the clients end after the requests that are on their way: commands that have no final answer yet stay open.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(HostProcess.Limit);
    }

    /// <summary>Ends as soon as one more order, which is audited as all are, has been paid.</summary>
    public async Task PayAsync()
    {
        var plan = OrderPlan.PaymentOf(seed, run, Interlocked.Increment(ref _orderNumber));
        await LiveAsync(_orders[plan.OrderId] = new OrderRecord(plan)).WaitAsync(HostProcess.Limit);
    }

    /// <summary>Asks once, whatever the answer.</summary>
    public async Task<(int Status, JsonNode Json)> AskAsync(OrderPlan plan, Step step, string key)
    {
        var amount = step.Operation is "Unblock" ? "" : string.Create(CultureInfo.InvariantCulture, $"\"amount\":{step.Amount}");
        var card = step.Operation is "Pay" or "Block" ? ",\"card\":" + canaries.CardJson(plan.Card) : "";
        Interlocked.Increment(ref _requests);
        var answer = await service.PostJsonAsync($"{plan.Route}/{step.Path}", $"{{{amount}{card}}}", key, Wait);
        Count(((string?)answer.Json["type"])?.Split(':')[^1] is { } type
            ? string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {type}")
            : answer.Status.ToString(CultureInfo.InvariantCulture));
        return answer;
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>Whether a problem says that the command ended without an effect, so that it may be asked for anew under another key.</summary>
    public static bool IsWithoutEffect(JsonNode json) => (string?)json["type"] is "urn:payture-actors:not-applied" or "urn:payture-actors:not-sent";

    private async Task LiveAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var record = new OrderRecord(OrderPlan.Of(seed, run, Interlocked.Increment(ref _orderNumber)));
                _orders[record.Plan.OrderId] = record;
                await LiveAsync(record);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The campaign is over; what is open is the engine's to end.
        }
    }

    private async Task LiveAsync(OrderRecord record)
    {
        foreach (var step in record.Plan.Steps)
        {
            for (var number = 1; ; number++)
            {
                var fact = await SettleAsync(record, step, string.Create(CultureInfo.InvariantCulture, $"{step.Key}-{number}"));
                if (fact.IsDone)
                    break;
                if (!IsWithoutEffect(JsonNode.Parse(fact.Json)!) || number == MostKeys)
                {
                    record.Complain($"{step.Operation} {step.Amount} under '{fact.Key}' was answered {fact.Status}: {fact.Json}");
                    return;
                }

                await Task.Delay(PauseAfter(number), TimeProvider.System, _stopping.Token);
            }
        }
    }

    private static TimeSpan PauseAfter(int key)
    {
        var pause = Pause * Math.Pow(2, Math.Min(key, 10) - 1);
        return pause < LongestPause ? pause : LongestPause;
    }

    private async Task<Fact> SettleAsync(OrderRecord record, Step step, string key)
    {
        while (true)
        {
            await Gate.PassAsync(record.Plan.OrderId, _stopping.Token);
            record.Ask(step, key);
            if (await TryAskAsync(record, step, key) is { } answer && IsFinal(record, answer.Status, answer.Json))
                return record.Learn(step, key, answer.Status, answer.Json);
            await Task.Delay(Pause, TimeProvider.System, _stopping.Token);
        }
    }

    private async Task<(int Status, JsonNode Json)?> TryAskAsync(OrderRecord record, Step step, string key)
    {
        try
        {
            return await AskAsync(record.Plan, step, key);
        }
        catch (HttpRequestException) // The service was killed, or is not there yet.
        {
            Count("no connection");
            return null;
        }
        catch (OperationCanceledException)
        {
            Count("no answer in time");
            return null;
        }
        catch (JsonException)
        {
            record.Complain($"{step.Operation} under '{key}' was answered with something that is not JSON.");
            return null;
        }
    }

    private static bool IsFinal(OrderRecord record, int status, JsonNode json)
    {
        switch (status, (string?)json["type"])
        {
            case (200, _) or (402, _):
            case (_, "urn:payture-actors:not-applied" or "urn:payture-actors:not-sent"):
                return true;

            case (202, _) or (503, _) or (_, "urn:payture-actors:command-in-progress"):
                return false;

            case ((int)HttpStatusCode.InternalServerError, _):
                record.Complain($"The service answered 500: {json.ToJsonString()}");
                return false;

            default:
                return true;
        }
    }

    private void Count(string answer) => _answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
}
