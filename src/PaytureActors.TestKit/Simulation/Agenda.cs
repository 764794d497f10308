using PaytureActors.Domain;

namespace PaytureActors.TestKit.Simulation;

/// <summary>What is still to happen, in order of time: the only clock of a schedule. Of two things at one time the older plan comes first.</summary>
internal sealed class Agenda
{
    private static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (TimeSpan Due, long Turn)> _plans = new();
    private long _turns;

    /// <summary>How much virtual time has passed.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>The wall clock.</summary>
    public DateTimeOffset Wall => Epoch + Elapsed;

    /// <summary>Both clocks; they never differ here.</summary>
    public Moment Now => new(Wall, new(Elapsed));

    public void In(TimeSpan wait, Action act) => _plans.Enqueue(act, (Elapsed + wait, _turns++));

    public void At(DateTimeOffset wall, Action act) => In(wall > Wall ? wall - Wall : TimeSpan.Zero, act);

    /// <summary>Does the next thing.</summary>
    /// <returns>False if nothing is left until then.</returns>
    public bool Step(TimeSpan until)
    {
        if (!_plans.TryPeek(out var act, out var at) || at.Due > until)
            return false;
        _plans.Dequeue();
        Elapsed = at.Due;
        act();
        return true;
    }
}
