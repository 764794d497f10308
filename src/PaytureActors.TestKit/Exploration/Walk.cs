using PaytureActors.Domain.Orders;

namespace PaytureActors.TestKit.Exploration;

/// <summary>One story told step by step through a world: each step must be possible, and none may break anything.</summary>
internal sealed class Walk(World world)
{
    private readonly List<string> _steps = [];

    /// <summary>Where the story has come to.</summary>
    public World World { get; private set; } = world;

    public static Walk In(WorldSetting setting) => new(World.Of(setting).GoOn());

    /// <summary>Takes the steps whose labels begin so, in this order.</summary>
    /// <exception cref="InvalidOperationException">A step is not possible here; the message says what is.</exception>
    public Walk Follow(params string[] labels)
    {
        foreach (var label in labels)
        {
            var possible = WorldSteps.From(World).ToArray();
            var step = possible.FirstOrDefault(step => step.Label.StartsWith(label, StringComparison.Ordinal));
            if (step.World is null)
                throw Lost($"cannot go on with '{label}'; possible: {string.Join("; ", possible.Select(each => each.Label))}");
            Step(step);
        }

        return this;
    }

    /// <summary>Lets time pass, and inquiries be answered, until something is true.</summary>
    public Walk Until(Func<OrderState, bool> condition)
    {
        for (var steps = 0; !condition(World.Order); steps++)
        {
            var step = WorldSteps.From(World).FirstOrDefault(step =>
                step.Label.StartsWith("GetState answers", StringComparison.Ordinal) || step.Label.StartsWith("time passes", StringComparison.Ordinal));
            if (step.World is null || steps == 100)
                throw Lost("what was waited for does not come");
            Step(step);
        }

        return this;
    }

    /// <summary>Explores everything that can follow.</summary>
    /// <returns>The invariants that some continuation breaks, each with its story.</returns>
    public Explored Explore() => Explorer.Explore(World);

    private void Step((string Label, World World) step)
    {
        var broken = Invariants.Broken(step.World, World).ToArray();
        _steps.Add(step.Label);
        World = step.World;
        if (broken.Length > 0)
            throw Lost($"breaks {string.Join(", ", broken)}");
    }

    private InvalidOperationException Lost(string why) => new($"The story {why}.\nSo far:\n  {string.Join("\n  ", _steps)}");
}
