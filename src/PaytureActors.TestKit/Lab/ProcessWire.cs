namespace PaytureActors.TestKit.Lab;

/// <summary>A process's way to the gateway. Once the process is dead nothing leaves any more and no answer arrives; what has left goes on.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="crashes">Knows in which calls the process dies.</param>
/// <param name="life">The process.</param>
internal sealed class ProcessWire(HttpMessageHandler gateway, CrashWatch crashes, ProcessLife life) : DelegatingHandler(gateway)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!life.IsOver)
        {
            var command = request.RequestUri!.Segments[^1];
            var reaches = true;
            if (crashes.IsMet(CrashMoment.BeforeCall, command))
            {
                life.End();
                reaches = false;
            }
            else if (crashes.IsMet(CrashMoment.InCall, command))
                life.End();

            try
            {
                if (reaches)
                {
                    var response = await base.SendAsync(request, life.IsOver ? CancellationToken.None : cancellationToken);
                    if (!life.IsOver)
                        return response;
                    response.Dispose();
                }
            }
            catch (Exception) when (life.IsOver)
            {
                // A dead process hears of no failure either.
            }
        }

        return await ProcessLife.NeverAsync<HttpResponseMessage>();
    }
}

/// <summary>Whether a process lives, and how it dies: at once, from any thread, in the middle of whatever it does.</summary>
internal sealed class ProcessLife : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Action _died;
    private int _ended;

    /// <param name="died">Hears of the end, on the thread that brought it.</param>
    public ProcessLife(Action died) => _died = died;

    public bool IsOver => _over.IsCancellationRequested;

    public CancellationToken Over => _over.Token;

    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        _over.Cancel();
        _died();
    }

    public void Dispose() => _over.Dispose();

    /// <summary>What the code of a dead process waits for.</summary>
    public static Task<T> NeverAsync<T>() => new TaskCompletionSource<T>().Task;
}
