using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

public sealed class DiagnosticsTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_tell_what_happened_and_hold_no_secret()
    {
        var merchant = new MerchantAlias("watched");
        var said = new ConcurrentQueue<string>();
        using var traces = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => said.Enqueue(
                $"{activity.Source.Name} {activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events)}"),
        };
        ActivitySource.AddActivityListener(traces);
        using var metrics = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        metrics.SetMeasurementEventCallback<double>((instrument, value, tags, _) => said.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        metrics.Start();

        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync("<Pay Success=\"True\" OrderId=\"order-42\" Amount=\"258900\"/>");
            await connection.ReadRequestAsync();
            connection.Reset();
        });
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Ear(said)));
        services.AddSingleton<TimeProvider>(new ManualTime());
        services.AddPaytureGateway(options => options.Merchants[merchant] = new MerchantAccount
        {
            Host = server.Host,
            Key = "CanaryTerminal",
            Password = new Sensitive<string>("CanaryPassword"),
        });
        await using var provider = services.BuildServiceProvider();
        var gateway = provider.GetRequiredService<IPaytureGateway>();
        var request = new GatewayRequest(
            merchant, GatewayUnderTest.Order, Operation.Pay, Money.Kopecks(258_900), new AttemptId(1), new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero))
        {
            Extras = new() { CustomFields = new Dictionary<string, string> { ["Email"] = "canary@example.com" } },
        };

        await Eventually.Within(gateway.CallAsync(request, GatewayUnderTest.Card(), CancellationToken.None));
        await Eventually.Within(gateway.CallAsync(
            request with { Operation = Operation.Refund, Extras = PaymentExtras.None }, null, CancellationToken.None));

        var text = string.Join('\n', said);
        Assert.Contains("payture Pay [payture.command, Pay] [payture.merchant, watched] [payture.outcome, Approved]", text, StringComparison.Ordinal);
        Assert.Contains("[payture.merchant, watched] [payture.outcome, Unknown.ConnectionLost]", text, StringComparison.Ordinal);
        Assert.Contains("payture.exchange.duration", text, StringComparison.Ordinal);
        Assert.All(
            ["4111111111100031", "ANNA", "CanaryTerminal", "CanaryPassword", "canary@example.com"],
            secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("LOG ", text, StringComparison.Ordinal); // The clients log nothing at all.
    }

    private sealed class Ear(ConcurrentQueue<string> said) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            said.Enqueue("LOG " + formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
