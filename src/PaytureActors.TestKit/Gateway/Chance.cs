namespace PaytureActors.TestKit.Gateway;

/// <summary>
/// A stream of numbers that follows from a seed and the name of a call alone, so that threads cannot change who gets which
/// fault. SplitMix64 over an FNV-1a hash: the same on every machine and every run.
/// </summary>
internal struct Chance
{
    private ulong _state;

    public Chance(int seed, FaultCall call)
    {
        _state = 14695981039346656037UL;
        Add((uint)seed);
        Add(call.MerchantKey);
        Add(call.OrderId);
        Add(call.Command);
        Add((uint)call.Ordinal);
    }

    public Chance(long seed)
    {
        _state = 14695981039346656037UL;
        Add((uint)seed);
        Add((uint)(seed >> 32));
    }

    /// <summary>A number from 0 up to, but not including, 1.</summary>
    public double Unit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public bool Half() => (NextBits() & 1) == 0;

    public T OneOf<T>(ReadOnlySpan<T> choices) => choices[(int)(Unit() * choices.Length)];

    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + (most - least) * Unit();

    private void Add(string text)
    {
        foreach (var character in text)
            Add(character);
        Add(uint.MaxValue); // Ends the text, so that "a"+"bc" differs from "ab"+"c".
    }

    private void Add(uint value) => _state = (_state ^ value) * 1099511628211UL;

    private ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
