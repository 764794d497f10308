namespace PaytureActors.TestKit.Exploration;

/// <summary>Goes breadth-first through every world that a setting can reach, and checks each one.</summary>
internal static class Explorer
{
    /// <summary>Explores until nothing is new, a limit is reached, or, if asked to, something is broken.</summary>
    public static Explored Explore(WorldSetting setting, int limit = int.MaxValue, bool stopsAtFirst = true) =>
        Explore(World.Of(setting).GoOn(), limit, stopsAtFirst);

    /// <summary>Explores everything that can follow from a world.</summary>
    public static Explored Explore(World start, int limit = int.MaxValue, bool stopsAtFirst = true)
    {
        var numbers = new Dictionary<UInt128, int>();
        var origins = new List<(int Parent, string Label)>();
        var certain = new List<bool>();
        var followers = new List<List<int>>();
        var queue = new Queue<(int Number, World World)>();
        var violations = new Dictionary<string, string>();
        var transitions = 0L;
        using var fingerprint = new Fingerprint();

        Visit(start, null, -1, "the beginning");
        while (queue.TryDequeue(out var current) && !(stopsAtFirst && violations.Count > 0) && numbers.Count < limit)
        {
            foreach (var (label, next) in WorldSteps.From(current.World))
            {
                transitions++;
                Visit(next, current.World, current.Number, label);
            }
        }

        var isComplete = queue.Count == 0 && !(stopsAtFirst && violations.Count > 0);
        if (isComplete && FirstStuck() is { } stuck)
            violations["I4"] = Story(stuck);
        return new(start.Setting.Name, numbers.Count, transitions, isComplete, violations);

        void Visit(World world, World? before, int parent, string label)
        {
            var key = fingerprint.Of(world);
            if (!numbers.TryGetValue(key, out var number))
            {
                number = numbers.Count;
                numbers[key] = number;
                origins.Add((parent, label));
                certain.Add(Invariants.IsCertain(world));
                followers.Add([]);
                queue.Enqueue((number, world));
            }

            if (parent >= 0)
                followers[parent].Add(number);
            foreach (var broken in Invariants.Broken(world, before))
                violations.TryAdd(broken, Story(parent) + "\n  " + label + "\n  => " + Describe(world));
        }

        string Story(int number)
        {
            var labels = new Stack<string>();
            for (var at = number; at >= 0; at = origins[at].Parent)
                labels.Push(origins[at].Label);
            return string.Join("\n  ", labels);
        }

        int? FirstStuck()
        {
            var leads = new List<int>[numbers.Count];
            for (var from = 0; from < followers.Count; from++)
            {
                foreach (var to in followers[from])
                    (leads[to] ??= []).Add(from);
            }

            var reached = certain.ToArray();
            var open = new Queue<int>(Enumerable.Range(0, reached.Length).Where(number => reached[number]));
            while (open.TryDequeue(out var at))
            {
                foreach (var from in (leads[at] ?? []).Where(from => !reached[from]))
                {
                    reached[from] = true;
                    open.Enqueue(from);
                }
            }

            var stuck = Array.IndexOf(reached, false);
            return stuck < 0 ? null : stuck;
        }
    }

    private static string Describe(World world) =>
        $"{world.Order.Books}; ledger {world.Ledger}; effects {world.Effects}; answers {world.Order.Answers}; doubts {world.Order.Doubts}; attention {world.Order.Attention}; named {world.Named}";
}

/// <summary>What an exploration saw.</summary>
/// <param name="Name">The setting's name.</param>
/// <param name="States">How many distinct worlds.</param>
/// <param name="Transitions">How many steps between them.</param>
/// <param name="IsComplete">Whether nothing was left to explore.</param>
/// <param name="Violations">The broken invariants, each with its shortest story.</param>
internal sealed record Explored(
    string Name, int States, long Transitions, bool IsComplete, IReadOnlyDictionary<string, string> Violations);
