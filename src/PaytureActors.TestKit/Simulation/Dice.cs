using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Simulation;

/// <summary>All chance of a schedule, from its seed alone.</summary>
internal sealed class Dice(long seed)
{
    private Chance _chance = new(seed);

    public double Unit() => _chance.Unit();

    public bool Falls(double rate) => _chance.Unit() < rate;

    public bool Half() => _chance.Half();

    /// <summary>A whole number from the least up to the most.</summary>
    public int Number(int least, int most) => least + (int)(_chance.Unit() * (most - least + 1));

    public TimeSpan Between(TimeSpan least, TimeSpan most) => _chance.Between(least, most);

    public TimeSpan Between(double leastSeconds, double mostSeconds) =>
        _chance.Between(TimeSpan.FromSeconds(leastSeconds), TimeSpan.FromSeconds(mostSeconds));

    public T OneOf<T>(params ReadOnlySpan<T> choices) => _chance.OneOf(choices);
}
