namespace PaytureActors.TestKit.Gateway;

/// <summary>Posts a notification's form to an address, and says whether 200 OK came back.</summary>
/// <param name="address">The merchant's address.</param>
/// <param name="fields">The form, in order.</param>
/// <param name="cancellationToken">The delivery has ended.</param>
public delegate Task<bool> NotificationSender(Uri address, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken cancellationToken);

/// <summary>What goes wrong with notifications, and how often they are tried. A fraction of 1 is drawn by chance from the seed.</summary>
public sealed record NotificationManners
{
    /// <summary>Decides which notifications the faults meet.</summary>
    /// <value>The default is 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>How many are never sent.</summary>
    public double Lost { get; init; }

    /// <summary>How many are sent twice.</summary>
    public double Doubled { get; init; }

    /// <summary>How many wait for the next one about the same order (or customer), and come after it.</summary>
    public double Reordered { get; init; }

    /// <summary>How many come late, and so perhaps after younger ones.</summary>
    public double Delayed { get; init; }

    /// <summary>The longest that a delayed one takes, the second one of a doubled one, and a reordered one that nothing follows.</summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often one that found no 200 OK is sent again.</summary>
    /// <value>The default is 0: sent once (D:notifications).</value>
    public int Retries { get; init; }

    /// <summary>The pause before each of them.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The name of the first rate that is none, or null.</summary>
    internal string? WrongRate() => new (string Name, double Rate)[]
    {
        (nameof(Lost), Lost), (nameof(Doubled), Doubled), (nameof(Reordered), Reordered), (nameof(Delayed), Delayed),
    }.FirstOrDefault(rate => rate.Rate is not (>= 0 and <= 1)).Name;
}

/// <summary>Delivers a gateway's notifications to the addresses of its merchants, by the gateway's clock, until it is disposed.</summary>
public sealed class NotificationDelivery : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly HashSet<Task> _running = [];
    private readonly Dictionary<(string MerchantKey, string Subject), TaskCompletionSource> _held = [];
    private readonly SimulatedGateway _gateway;
    private readonly NotificationSender _send;
    private readonly NotificationManners _manners;
    private int _written;
    private int _delivered;

    /// <summary>Delivers what is written from now on.</summary>
    /// <param name="gateway">Whose notifications; merchants without <see cref="SimulatedMerchant.NotifyAt"/> get none.</param>
    /// <param name="send">Who posts.</param>
    /// <param name="manners">What goes wrong; null for nothing.</param>
    /// <exception cref="ArgumentException">A rate is not from 0 to 1.</exception>
    public NotificationDelivery(SimulatedGateway gateway, NotificationSender send, NotificationManners? manners = null)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        if (manners?.WrongRate() is { } wrong)
            throw new ArgumentException($"{wrong} must be from 0 to 1.", nameof(manners));
        (_gateway, _send, _manners) = (gateway, send, manners ?? new NotificationManners());
        gateway.Subscribe(Deliver, Wake);
    }

    /// <summary>How many posts were answered with 200 OK.</summary>
    public int Delivered => Volatile.Read(ref _delivered);

    /// <summary>Delivers with an HTTP client: form-encoded POST.</summary>
    /// <param name="client">The client; stays the caller's.</param>
    public static NotificationSender By(HttpClient client) => async (address, fields, cancellationToken) =>
    {
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(address, form, cancellationToken);
        return answer.StatusCode == System.Net.HttpStatusCode.OK;
    };

    /// <summary>Ends what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        _gateway.Unsubscribe(Deliver, Wake);
        await _ended.CancelAsync();
        Task[] running;
        lock (_gate)
            running = [.. _running];
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private void Deliver(SimulatedNotification notification)
    {
        if (notification.Merchant.NotifyAt is not { } address)
            return;
        var chance = new Chance(_manners.Seed, new FaultCall(notification.MerchantKey, notification.Subject, notification.Kind, Interlocked.Increment(ref _written)));
        var (isLost, isDoubled, isDelayed) = (chance.Unit() < _manners.Lost, chance.Unit() < _manners.Doubled, chance.Unit() < _manners.Delayed);
        var delay = isDelayed ? chance.Between(TimeSpan.Zero, _manners.LongestDelay) : TimeSpan.Zero;
        var second = chance.Between(TimeSpan.Zero, _manners.LongestDelay);
        if (isLost)
            return;
        var (older, next) = Hold(notification, isReordered: chance.Unit() < _manners.Reordered);
        Run(async () =>
        {
            if (next is not null)
                await WaitForNextAsync(notification, next);
            await SendAsync(address, notification, delay);
            older?.TrySetResult();
        });
        if (isDoubled)
            Run(() => SendAsync(address, notification, second));
    }

    // At most one waits, or nobody would ever come for the last: whoever finds one waiting goes first and sets it free.
    private (TaskCompletionSource? Older, TaskCompletionSource? Next) Hold(SimulatedNotification notification, bool isReordered)
    {
        lock (_gate)
        {
            if (_held.Remove((notification.MerchantKey, notification.Subject), out var older))
                return (older, null);
            return (null, isReordered ? _held[(notification.MerchantKey, notification.Subject)] = new(TaskCreationOptions.RunContinuationsAsynchronously) : null);
        }
    }

    private async Task WaitForNextAsync(SimulatedNotification notification, TaskCompletionSource next)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        await Task.WhenAny(next.Task, Task.Delay(_manners.LongestDelay, _gateway.Time, patience.Token));
        await patience.CancelAsync();
        _ended.Token.ThrowIfCancellationRequested();
        var key = (notification.MerchantKey, notification.Subject);
        lock (_gate)
        {
            if (_held.GetValueOrDefault(key) == next)
                _held.Remove(key);
        }
    }

    // What is due at the gateway happens when somebody looks: here is somebody with a clock.
    private void Wake(Subject subject, DateTimeOffset due) => Run(async () =>
    {
        var wait = due - _gateway.Time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _gateway.Time, _ended.Token);
        subject.Wake(_gateway.Time.GetUtcNow());
    });

    private async Task SendAsync(Uri address, SimulatedNotification notification, TimeSpan delay)
    {
        for (var attempt = 0; attempt <= _manners.Retries; attempt++)
        {
            var wait = attempt == 0 ? delay : _manners.RetryAfter;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, _gateway.Time, _ended.Token);
            if (await TrySendAsync(address, notification))
                return;
        }
    }

    private async Task<bool> TrySendAsync(Uri address, SimulatedNotification notification)
    {
        try
        {
            if (!await _send(address, notification.Fields, _ended.Token))
                return false;
            Interlocked.Increment(ref _delivered);
            return true;
        }
        catch (Exception failed) when (
            failed is HttpRequestException || (failed is OperationCanceledException && !_ended.IsCancellationRequested))
        {
            return false; // The merchant's door is closed, or does not answer within the client's limit: as good as no 200.
        }
    }

    private void Run(Func<Task> work)
    {
        // Off the caller's thread: it may hold an order's lock.
        var task = Task.Run(work);
        lock (_gate)
            _running.Add(task);
        _ = task.ContinueWith(done =>
        {
            lock (_gate)
                _running.Remove(done);
        }, TaskScheduler.Default);
    }
}
