using System.Collections.Concurrent;

namespace PaytureActors.TestKit.Lab;

/// <summary>The one hand that moves a lab's clock: a thread of its own, outside the pool whose idleness it waits for.</summary>
internal sealed class Hand : IDisposable
{
    private readonly BlockingCollection<Action> _jobs = [];

    public Hand() => new Thread(Work) { IsBackground = true, Name = "payture-lab" }.Start();

    /// <summary>Does a job on the hand's thread, after those that came before.</summary>
    public Task<T> DoAsync<T>(Func<T> job)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs.Add(() =>
        {
            try
            {
                done.SetResult(job());
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    public void Dispose() => _jobs.CompleteAdding();

    private void Work()
    {
        foreach (var job in _jobs.GetConsumingEnumerable())
            job();
        _jobs.Dispose();
    }
}
