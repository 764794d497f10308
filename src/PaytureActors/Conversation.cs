using Akka.Actor;
using PaytureActors.Orders;

namespace PaytureActors;

/// <summary>How callers speak with actors: questions with a patience each, and pauses between them, all on one clock.</summary>
/// <param name="time">The clock. Akka's own time limit runs on the machine's, so it is not used.</param>
/// <param name="most">How many questions may wait at once: each is kept in a mailbox until its actor comes to it.</param>
/// <param name="closing">This process stops: nobody waits any longer.</param>
internal sealed class Conversation(TimeProvider time, int most, CancellationToken closing)
{
    private int _waiting;

    /// <summary>How long one try waits before the question is asked again: its actor may have stopped with the message unread.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How long to wait before one who took nothing is asked again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>How much longer than its limit a call may take, to say how things stand.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>What callers hear when this process stops.</summary>
    public const string ShuttingDown = "This process is shutting down: ask another one, or this one again when it is back.";

    /// <summary>Whether this process stops.</summary>
    public bool IsClosing => closing.IsCancellationRequested;

    /// <summary>Asks once.</summary>
    /// <returns>The answer; null when there was none in time. <see cref="NotTaken"/> at once when too many wait already.</returns>
    public async Task<object?> TryAsync(
        IActorRef whom, object question, TimeSpan patience, CancellationToken cancellationToken, bool evenWhenClosing = false)
    {
        if (Interlocked.Increment(ref _waiting) > most && !evenWhenClosing)
        {
            Interlocked.Decrement(ref _waiting);
            return new NotTaken($"{most} calls wait in this process (Payture:MaxOrdersInMemory): try again shortly.");
        }

        using var limit = new CancellationTokenSource(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time);
        using var any = evenWhenClosing
            ? CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken)
            : CancellationTokenSource.CreateLinkedTokenSource(limit.Token, closing, cancellationToken);
        try
        {
            return await whom.Ask<object>(question, Timeout.InfiniteTimeSpan, any.Token);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or AskTimeoutException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Waits a little, at most for what is left of a limit.</summary>
    public async Task PauseAsync(TimeSpan left, CancellationToken cancellationToken)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(closing, cancellationToken);
        var pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = time.CreateTimer(_ => pause.TrySetResult(), null, Min(left, Pause), Timeout.InfiniteTimeSpan);
        await using var stop = any.Token.Register(() => pause.TrySetResult());
        await pause.Task;
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The lesser of two times, and never less than nothing.</summary>
    public static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? (a > TimeSpan.Zero ? a : TimeSpan.Zero) : b;
}
