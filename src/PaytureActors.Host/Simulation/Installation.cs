namespace PaytureActors.Host.Simulation;

/// <summary>
/// The node that runs now, and the next one after its crash. A crash falls wherever it falls; the next node starts once the machine has
/// nothing more to do for the dead one, as an operating system ends all of a process.
/// </summary>
internal sealed class Installation(NodeSurroundings around) : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private readonly List<DateTimeOffset> _crashes = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource<Node> _next = NewTurn();
    private Node? _node;
    private bool _isDown = true;

    /// <summary>Whether no node runs.</summary>
    public bool IsDown
    {
        get
        {
            lock (_gate)
                return _isDown;
        }
    }

    /// <summary>When nodes crashed, in order of time.</summary>
    public IReadOnlyList<DateTimeOffset> Crashes
    {
        get
        {
            lock (_gate)
                return [.. _crashes];
        }
    }

    /// <summary>The node that runs, or the next one.</summary>
    public Task<Node> NodeAsync()
    {
        lock (_gate)
            return _next.Task;
    }

    /// <summary>Lets the node crash in a call that is yet to come; none if it has crashed before.</summary>
    /// <param name="calls">In which of these calls, counted from 1.</param>
    /// <param name="command">Which calls: null for all, else one command's name on the wire.</param>
    /// <param name="freeze">How long the call waits in the frozen process; null for a process that ends.</param>
    public void PlanCrash(int calls, string? command, TimeSpan? freeze)
    {
        lock (_gate)
        {
            if (!_isDown)
                _node!.Wire.Set(new CrashPlan(calls, command, freeze, Crash));
        }
    }

    /// <summary>Ends the node, from any thread, in the middle of whatever it does.</summary>
    private void Crash()
    {
        Node? dying;
        lock (_gate)
        {
            if (_isDown)
                return;
            _isDown = true;
            _next = NewTurn();
            _crashes.Add(around.Time.GetUtcNow());
            dying = _node;
        }

        dying!.Crash();
    }

    /// <summary>Starts the next node. Only by the thread that moves the hand, while the machine is idle.</summary>
    public void Start()
    {
        if (_node is { } dead)
        {
            if (!around.Time.AdvanceUntil(() => dead.IsGone, StartLimit))
                throw new TimeoutException("The crashed node did not end.");
            dead.Dispose();
        }

        var node = around.Time.AdvanceUntil(Task.Run(() => Node.StartAsync(around)), StartLimit);
        TaskCompletionSource<Node> turn;
        lock (_gate)
        {
            _node = node;
            _isDown = false;
            turn = _next;
        }

        turn.SetResult(node);
    }

    /// <summary>Lets time pass until a task ends, and starts the next node whenever one has crashed. Only by the thread that moves the hand.</summary>
    /// <param name="task">What is waited for; its exception is thrown.</param>
    /// <param name="limit">How much virtual time may pass at once.</param>
    /// <param name="meanwhile">Called whenever the machine is idle.</param>
    /// <returns>Whether the task has ended.</returns>
    public bool RunUntil(Task task, TimeSpan limit, Action meanwhile)
    {
        while (!task.IsCompleted)
        {
            if (!around.Time.AdvanceUntil(() => Look() || task.IsCompleted || IsDown, limit))
                return false;
            if (IsDown)
                Start();
        }

        task.GetAwaiter().GetResult();
        return true;

        bool Look()
        {
            meanwhile();
            return false;
        }
    }

    public void Dispose()
    {
        if (_node is not { } node)
            return;
        node.Crash();
        around.Time.AdvanceUntil(() => node.IsGone, StartLimit);
        node.Dispose();
    }

    private static TaskCompletionSource<Node> NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
