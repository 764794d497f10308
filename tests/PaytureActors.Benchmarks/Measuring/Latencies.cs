namespace PaytureActors.Benchmarks.Measuring;

/// <summary>How long things took. Not for threads that share it: each worker has its own, and they are merged.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];
    private bool _isSorted = true;

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan took)
    {
        _milliseconds.Add(took.TotalMilliseconds);
        _isSorted = false;
    }

    public void Add(Latencies other)
    {
        _milliseconds.AddRange(other._milliseconds);
        _isSorted = false;
    }

    /// <returns>Milliseconds; 0 if there was nothing.</returns>
    public double Percentile(double share)
    {
        if (!_isSorted)
            _milliseconds.Sort();
        _isSorted = true;
        return _milliseconds.Count == 0 ? 0 : _milliseconds[(int)Math.Min(_milliseconds.Count - 1, share * _milliseconds.Count)];
    }
}
