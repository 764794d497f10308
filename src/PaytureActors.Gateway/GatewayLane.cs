using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;
using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>
/// What stands between a call and the socket: a bounded queue, a breaker and a time limit; for inquiries also retries. Commands and
/// inquiries of each merchant have a lane of their own, so that an outage of commands never blocks finding out.
/// </summary>
internal sealed class GatewayLane : IDisposable
{
    /// <summary>How long an open breaker refuses: short, so that a gateway that is back is soon used (INF).</summary>
    internal static readonly TimeSpan BreakFor = TimeSpan.FromSeconds(5);

    /// <summary>How many exchanges within <see cref="BreakerWindow"/> must be seen before half of them failing opens the breaker (INF).</summary>
    internal const int BreakerThroughput = 10;

    internal static readonly TimeSpan BreakerWindow = TimeSpan.FromSeconds(10);

    private const int InquiryRetries = 2;
    private static readonly TimeSpan InquiryPause = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly ConcurrencyLimiter _limiter;
    private readonly CircuitBreakerStateProvider _breakerState = new();
    private readonly CircuitBreakerManualControl _breakerControl = new();
    private readonly ResiliencePipeline<Exchanged> _pipeline;
    private readonly ResiliencePipeline<Exchanged> _probe;
    private long _probedAt;

    private GatewayLane(TimeProvider time, MerchantAccount account, TimeSpan timeout, Func<double>? jitter)
    {
        _time = time;
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = account.MaxConcurrency,
            QueueLimit = account.MaxQueued,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });

        var builder = Queue();
        if (jitter is not null)
        {
            builder.AddRetry(new RetryStrategyOptions<Exchanged>
            {
                MaxRetryAttempts = InquiryRetries,
                Delay = InquiryPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = jitter,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is TimeoutRejectedException
                    || (arguments.Outcome is { Exception: null, Result.Failure: not null })),
            });
        }

        _pipeline = builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Exchanged>
            {
                FailureRatio = 0.5,
                MinimumThroughput = BreakerThroughput,
                SamplingDuration = BreakerWindow,
                BreakDuration = BreakFor,
                StateProvider = _breakerState,
                ManualControl = _breakerControl,
                OnHalfOpened = _ =>
                {
                    Volatile.Write(ref _probedAt, _time.GetTimestamp());
                    return ValueTask.CompletedTask;
                },
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is TimeoutRejectedException
                    || (arguments.Outcome is { Exception: null, Result.HurtsBreaker: true })),
            })
            .AddTimeout(timeout)
            .Build();
        _probe = Queue().AddTimeout(timeout).Build();
    }

    /// <summary>The lane of what changes something: one try, whatever happens; a resend is the order's decision.</summary>
    public static GatewayLane SendOnce(TimeProvider time, MerchantAccount account) => new(time, account, account.MoneyTimeout, jitter: null);

    /// <summary>The lane of inquiries: three tries, since they change nothing.</summary>
    public static GatewayLane Inquire(TimeProvider time, MerchantAccount account, Func<double> jitter) =>
        new(time, account, account.InquiryTimeout, jitter);

    /// <summary>Runs an exchange in this lane; what the lane itself decides comes back as an outcome, too.</summary>
    public async Task<Exchanged> RunAsync(Func<CancellationToken, ValueTask<Exchanged>> exchange, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Exchanged.NotSent(NotSentReason.ShuttingDown, hurtsBreaker: false);
        try
        {
            try
            {
                return await _pipeline.ExecuteAsync(exchange, cancellationToken);
            }
            catch (BrokenCircuitException) when (TakesProbe())
            {
                var exchanged = await _probe.ExecuteAsync(exchange, cancellationToken);
                if (!exchanged.HurtsBreaker)
                    await _breakerControl.CloseAsync(CancellationToken.None);
                return exchanged;
            }
        }
        catch (RateLimiterRejectedException)
        {
            return Exchanged.NotSent(NotSentReason.QueueFull, hurtsBreaker: false);
        }
        catch (BrokenCircuitException)
        {
            return Exchanged.NotSent(NotSentReason.BreakerOpen, hurtsBreaker: false);
        }
        catch (TimeoutRejectedException)
        {
            return Exchanged.Unknown(UnknownReason.Timeout, hurtsBreaker: true);
        }
        catch (OperationCanceledException)
        {
            return Exchanged.Unknown(UnknownReason.ProcessLost, hurtsBreaker: false);
        }
    }

    public void Dispose() => _limiter.Dispose();

    // Polly lets one probe through, and nothing until that has ended: with a money call, a minute of refusals from a gateway that may be
    // well again. So a probe that hangs is joined by another one each time the breaker would have closed.
    private bool TakesProbe()
    {
        var last = Volatile.Read(ref _probedAt);
        return _breakerState.CircuitState == CircuitState.HalfOpen
            && _time.GetElapsedTime(last) >= BreakFor
            && Interlocked.CompareExchange(ref _probedAt, _time.GetTimestamp(), last) == last;
    }

    private ResiliencePipelineBuilder<Exchanged> Queue() =>
        new ResiliencePipelineBuilder<Exchanged> { TimeProvider = _time }.AddRateLimiter(new RateLimiterStrategyOptions
        {
            RateLimiter = arguments => _limiter.AcquireAsync(1, arguments.Context.CancellationToken),
        });
}
