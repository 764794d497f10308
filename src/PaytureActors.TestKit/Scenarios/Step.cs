using PaytureActors.TestKit.Lab;

namespace PaytureActors.TestKit.Scenarios;

/// <summary>Something that happens in a scenario: what an order is asked, what befalls the process, or what your own code does.</summary>
public class Step
{
    private readonly Func<PaytureLab, Task> _act;

    /// <summary>A step of your own.</summary>
    /// <param name="text">What happens, in words that go on after "When".</param>
    /// <param name="act">Lets it happen. What it throws ends the scenario.</param>
    public Step(string text, Func<PaytureLab, Task> act)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(act);
        (Text, _act) = (text, act);
    }

    /// <summary>What happens, in words.</summary>
    public string Text { get; }

    internal virtual Task ActAsync(PaytureLab lab) => _act(lab);
}

/// <summary>Something that must be true in a scenario.</summary>
public sealed class Check
{
    private readonly Func<PaytureLab, Task<string?>> _find;

    /// <summary>An expectation of your own.</summary>
    /// <param name="text">What must be true, in words that go on after "Then".</param>
    /// <param name="find">Null if it is; else what is true instead. What it throws counts as such, so that your runner's assertions do.</param>
    public Check(string text, Func<PaytureLab, Task<string?>> find)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(find);
        (Text, _find) = (text, find);
    }

    /// <summary>What must be true, in words.</summary>
    public string Text { get; }

    internal Task<string?> FindAsync(PaytureLab lab) => _find(lab);
}
