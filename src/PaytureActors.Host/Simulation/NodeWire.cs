namespace PaytureActors.Host.Simulation;

/// <summary>A node's way to the gateway. Once the node is dead nothing leaves any more and no answer arrives; what has left goes on.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="time">The clock.</param>
/// <param name="dead">Says that the node is dead.</param>
internal sealed class NodeWire(HttpMessageHandler gateway, TimeProvider time, CancellationToken dead) : DelegatingHandler(gateway)
{
    private CrashPlan? _plan;

    /// <summary>Lets the node crash in the middle of a call that is yet to come.</summary>
    public void Set(CrashPlan plan) => Interlocked.Exchange(ref _plan, plan);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!dead.IsCancellationRequested)
        {
            try
            {
                if (Volatile.Read(ref _plan) is { } plan && plan.IsMetBy(request))
                {
                    plan.Crash();
                    if (plan.Freeze is { } freeze)
                    {
                        await Task.Delay(freeze, time, CancellationToken.None);
                        cancellationToken = CancellationToken.None; // It thaws as if no time had passed: only what is checked at the socket helps.
                    }
                }

                var response = await base.SendAsync(request, cancellationToken);
                if (!dead.IsCancellationRequested)
                    return response;
                response.Dispose();
            }
            catch (Exception) when (dead.IsCancellationRequested)
            {
                // A dead node hears of no failure either.
            }
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        throw new OperationCanceledException(cancellationToken);
    }
}

/// <summary>When a node crashes, and what becomes of the call in which it does.</summary>
/// <param name="calls">In which of these calls, counted from 1.</param>
/// <param name="command">Which calls: null for all, inquiries included, else one command's name on the wire.</param>
/// <param name="freeze">
/// Null: the call reaches the gateway, and its answer is lost. Else the process is frozen instead of ended, just before the call leaves, and
/// thaws after this long, when another one has long taken its place.
/// </param>
/// <param name="crash">Ends the node.</param>
internal sealed class CrashPlan(int calls, string? command, TimeSpan? freeze, Action crash)
{
    private int _left = calls;

    public TimeSpan? Freeze { get; } = freeze;

    public Action Crash { get; } = crash;

    /// <summary>Whether this is the call.</summary>
    public bool IsMetBy(HttpRequestMessage request) =>
        (command is null || request.RequestUri!.AbsolutePath.EndsWith(command, StringComparison.Ordinal)) && Interlocked.Decrement(ref _left) == 0;
}
