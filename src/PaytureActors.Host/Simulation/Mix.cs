using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PaytureActors.Host.Simulation;

/// <summary>Which flows orders take, and how often.</summary>
internal sealed class Mix
{
    private readonly (Flow Flow, double Weight)[] _parts;
    private readonly double _total;

    private Mix(IEnumerable<(Flow Flow, double Weight)> parts)
    {
        _parts = [.. parts];
        _total = _parts.Sum(part => part.Weight);
    }

    /// <summary>Every family, as often as <see cref="Flow.All"/> says.</summary>
    public static Mix Default { get; } = new(Flow.All.Where(flow => flow.Weight > 0).Select(flow => (flow, (double)flow.Weight)));

    /// <summary>The flows of the mix.</summary>
    public IEnumerable<Flow> Flows => _parts.Select(part => part.Flow);

    /// <summary>Reads a mix, for example <c>eWallet.block-charge=5,api.pay=3</c>.</summary>
    /// <param name="text">Flows by name with their weights, which need not come to any sum.</param>
    /// <param name="mix">The mix.</param>
    /// <param name="error">What is wrong with the text, and what there is.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Mix? mix, [NotNullWhen(false)] out string? error)
    {
        (mix, error) = (null, null);
        var parts = new List<(Flow Flow, double Weight)>();
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (name, weight) = item.Split('=', 2, StringSplitOptions.TrimEntries) is [var first, var second] ? (first, second) : (item, null);
            if (Flow.All.FirstOrDefault(flow => string.Equals(flow.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } known)
                error = $"there is no flow '{name}'; the flows are {string.Join(", ", Flow.All.Select(flow => flow.Name))}";
            else if (parts.Exists(part => part.Flow == known))
                error = $"{known.Name} comes twice";
            else if (!double.TryParse(weight, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) || number <= 0)
                error = $"the weight of {known.Name} must be a number above 0, as in {known.Name}=5, not '{weight}'";
            else
                parts.Add((known, number));
            if (error is not null)
                return false;
        }

        mix = new Mix(parts);
        return true;
    }

    /// <summary>The flow that chance means.</summary>
    /// <param name="drawn">A number from 0 up to, but not including, 1.</param>
    public Flow Pick(double drawn)
    {
        var left = drawn * _total;
        foreach (var (flow, weight) in _parts)
        {
            left -= weight;
            if (left < 0)
                return flow;
        }

        return _parts[^1].Flow; // What rounding left over.
    }

    /// <summary>The mix as <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => string.Join(',', _parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Flow.Name}={part.Weight}")));
}
