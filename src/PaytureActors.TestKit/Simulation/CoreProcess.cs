namespace PaytureActors.TestKit.Simulation;

/// <summary>The process that all orders of a schedule live in: it dies with all that it holds, and comes back with what was written down.</summary>
internal sealed class CoreProcess(Weather weather, Agenda agenda, Dice dice)
{
    private readonly List<CoreOrder> _orders = [];

    /// <summary>Which life of the process it is.</summary>
    public int Life { get; private set; } = 1;

    public bool IsUp { get; private set; } = true;

    /// <summary>Whether it may still crash.</summary>
    public bool IsHealed { get; set; }

    public int Crashes { get; private set; }

    public void Add(CoreOrder order) => _orders.Add(order);

    public void PlanCrash()
    {
        // Exponential: most lives are short, a few are long; and every further one is longer, or the days would be nothing but restarts.
        if (weather.Lifetime is { } mean)
            agenda.In(mean * (1 + (Crashes / 4)) * -Math.Log(1 - dice.Unit()), Crash);
    }

    private void Crash()
    {
        if (IsHealed)
            return;
        Crashes++;
        IsUp = false;
        Life++;
        foreach (var order in _orders)
            order.Crash();
        agenda.In(dice.Between(1, 60), () =>
        {
            IsUp = true;
            foreach (var order in _orders)
                WakeWhenDue(order);
            PlanCrash();
        });
    }

    private void WakeWhenDue(CoreOrder order)
    {
        var state = order.Replay();
        if (state is { InProgress: null, Challenge: null, LooksDue: [var due, ..] })
            agenda.At(due, order.Wake);
        else
            agenda.In(dice.Between(0, 5), order.Wake);
    }
}
