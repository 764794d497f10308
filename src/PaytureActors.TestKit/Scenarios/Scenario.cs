using System.Runtime.CompilerServices;
using System.Text;
using PaytureActors.TestKit.Lab;

namespace PaytureActors.TestKit.Scenarios;

/// <summary>
/// A test in business words: what the world does to us, then what must be true. <see cref="Words"/> has the words. Await it, and it runs.
/// </summary>
public static class Scenario
{
    /// <summary>Begins in a lab of its own, the engine alone.</summary>
    /// <param name="steps">What happened before.</param>
    public static ScenarioSteps Given(params Step[] steps) => In(new PaytureLabOptions()).Given(steps);

    /// <summary>Begins in a lab of its own.</summary>
    /// <param name="options">What it is made of.</param>
    public static ScenarioSteps In(PaytureLabOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ScenarioSteps(null, options);
    }

    /// <summary>Begins in a lab that you have, and leaves it to you.</summary>
    /// <param name="lab">The lab.</param>
    public static ScenarioSteps In(PaytureLab lab)
    {
        ArgumentNullException.ThrowIfNull(lab);
        return new ScenarioSteps(lab, null);
    }
}

/// <summary>A scenario as far as it is written.</summary>
public sealed class ScenarioSteps
{
    private readonly List<(string Text, Func<PaytureLab, Task> Act)> _lines = [];
    private readonly PaytureLab? _lab;
    private readonly PaytureLabOptions? _options;

    internal ScenarioSteps(PaytureLab? lab, PaytureLabOptions? options) => (_lab, _options) = (lab, options);

    /// <summary>What happened before.</summary>
    /// <param name="steps">One after another.</param>
    public ScenarioSteps Given(params Step[] steps) => Add("Given", steps);

    /// <summary>What happens.</summary>
    /// <param name="steps">One after another.</param>
    public ScenarioSteps When(params Step[] steps) => Add("When", steps);

    /// <summary>What your own code does.</summary>
    /// <param name="text">What happens, in words that go on after "When".</param>
    /// <param name="act">Lets it happen, within <see cref="PaytureLab.RunAsync(Func{PaytureLab, Task})"/>. If the process dies meanwhile, the scenario goes on.</param>
    public ScenarioSteps When(string text, Func<PaytureLab, Task> act) => Add("When", [new Step(text, async lab =>
    {
        try
        {
            await lab.RunAsync(act);
        }
        catch (ProcessDiedException)
        {
            // Nobody is left to tell.
        }
    })]);

    /// <summary>Lets time pass.</summary>
    /// <param name="span">How long.</param>
    public ScenarioSteps After(TimeSpan span)
    {
        _lines.Add(($"After {span:c}", lab => lab.PassAsync(span)));
        return this;
    }

    /// <summary>What must be true.</summary>
    /// <param name="checks">All of it.</param>
    public ScenarioSteps Then(params Check[] checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        foreach (var check in checks)
            _lines.Add(($"Then {check.Text}", lab => VerifyAsync(check, lab)));
        return this;
    }

    /// <summary>What must be true of your own things.</summary>
    /// <param name="text">What must be true, in words that go on after "Then".</param>
    /// <param name="verify">Throws if it is not: your runner's assertions do.</param>
    public ScenarioSteps Then(string text, Action<PaytureLab> verify)
    {
        ArgumentNullException.ThrowIfNull(verify);
        return Then(new Check(text, lab =>
        {
            verify(lab);
            return Task.FromResult<string?>(null);
        }));
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="ScenarioException">Something is not as it must be; the message has the scenario and the orders' stories.</exception>
    public async Task RunAsync()
    {
        if (_lab is { } lab)
        {
            await RunAsync(lab);
            return;
        }

        await using var own = await PaytureLab.StartAsync(_options);
        await RunAsync(own);
    }

    /// <summary>Runs it: a scenario can be awaited.</summary>
    public TaskAwaiter GetAwaiter() => RunAsync().GetAwaiter();

    private async Task RunAsync(PaytureLab lab)
    {
        for (var line = 0; line < _lines.Count; line++)
        {
            try
            {
                await _lines[line].Act(lab);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                throw new ScenarioException(await MessageAsync(lab, line, failure), failure);
            }
        }
    }

    private static async Task VerifyAsync(Check check, PaytureLab lab)
    {
        if (await check.FindAsync(lab) is { } other)
            throw new ScenarioException(other);
    }

    private async Task<string> MessageAsync(PaytureLab lab, int failed, Exception failure)
    {
        var text = new StringBuilder($"{_lines[failed].Text}\n    but {failure.Message}\n\nThe scenario:\n");
        for (var line = 0; line < _lines.Count; line++)
            text.Append(line == failed ? "  > " : "    ").Append(_lines[line].Text).Append('\n');
        return text.Append('\n').Append(await Words.StoriesAsync(lab)).ToString();
    }

    private ScenarioSteps Add(string word, Step[] steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        foreach (var step in steps)
            _lines.Add(($"{word} {step.Text}", step.ActAsync));
        return this;
    }
}
