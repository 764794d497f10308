namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>Where clients wait between two requests while the service is away, or while nobody may touch their order.</summary>
internal sealed class ClientGate
{
    private readonly Lock _lock = new();
    private Func<string, bool> _holds = _ => false;
    private TaskCompletionSource _changed = New();
    private int _waiting;

    /// <summary>Holds the clients of these orders, and lets all others pass.</summary>
    public void Hold(Func<string, bool> holds)
    {
        lock (_lock)
        {
            _holds = holds;
            _changed.SetResult();
            _changed = New();
        }
    }

    public async Task PassAsync(string orderId, CancellationToken stopping)
    {
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            Task changed;
            lock (_lock)
            {
                if (!_holds(orderId))
                    return;
                changed = _changed.Task;
                _waiting++;
            }

            try
            {
                await changed.WaitAsync(stopping);
            }
            finally
            {
                lock (_lock)
                    _waiting--;
            }
        }
    }

    /// <summary>How many clients wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
