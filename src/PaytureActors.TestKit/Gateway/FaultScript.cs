using System.Globalization;

namespace PaytureActors.TestKit.Gateway;

/// <summary>Faults written down in advance: for an order and command, or for any order, one after another.</summary>
/// <remarks>What the script does not mention goes to the plan beneath it.</remarks>
public sealed class FaultScript : IFaultPlan
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string? OrderId, string Command), Queue<Fault>> _queues = [];
    private readonly Dictionary<string, int> _refusals = [];
    private readonly IFaultPlan _beneath;
    private readonly List<string> _text = [];

    /// <summary>An empty script.</summary>
    /// <param name="beneath">Who decides when the script has nothing to say; by default nothing goes wrong then.</param>
    public FaultScript(IFaultPlan? beneath = null) => _beneath = beneath ?? FaultPlan.None;

    /// <summary>Adds faults for the next calls of a command of one order.</summary>
    /// <param name="orderId">Which order.</param>
    /// <param name="command">The command's name on the wire, for example <c>Charge</c>.</param>
    /// <param name="faults">One for each call to come.</param>
    public FaultScript On(string orderId, string command, params Fault[] faults) => Add(orderId, command, faults);

    /// <summary>Adds faults for the next calls of a command of whatever order.</summary>
    /// <param name="command">The command's name on the wire, for example <c>Charge</c>.</param>
    /// <param name="faults">One for each call to come.</param>
    public FaultScript OnAny(string command, params Fault[] faults) => Add(null, command, faults);

    /// <summary>Refuses the next connections for a command, whatever order they are for.</summary>
    /// <param name="command">The command's name on the wire, for example <c>Charge</c>.</param>
    /// <param name="times">How many.</param>
    public FaultScript RefuseConnection(string command, int times = 1)
    {
        RequireKnown(command);
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        lock (_gate)
        {
            _refusals[command] = _refusals.GetValueOrDefault(command) + times;
            _text.Add(string.Create(CultureInfo.InvariantCulture, $".RefuseConnection({CSharp.Text(command)}, {times})"));
        }
        return this;
    }

    /// <inheritdoc />
    public bool RefusesConnection(string command)
    {
        lock (_gate)
        {
            if (_refusals.GetValueOrDefault(command) > 0)
            {
                _refusals[command]--;
                return true;
            }
        }
        return _beneath.RefusesConnection(command);
    }

    /// <inheritdoc />
    public Fault Next(FaultCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        lock (_gate)
        {
            if (_queues.TryGetValue((call.OrderId, call.Command), out var own) && own.TryDequeue(out var fault))
                return fault;
            if (_queues.TryGetValue((null, call.Command), out var any) && any.TryDequeue(out fault))
                return fault;
        }
        return _beneath.Next(call);
    }

    /// <summary>The script as the C# expression that writes it, whatever of it was used up since.</summary>
    public override string ToString()
    {
        lock (_gate)
            return string.Concat(_text.Prepend("new FaultScript()").Select(static (line, number) => number == 0 ? line : $"\n    {line}"));
    }

    private FaultScript Add(string? orderId, string command, Fault[] faults)
    {
        RequireKnown(command);
        lock (_gate)
        {
            var texts = string.Join(", ", faults.Select(CSharp.Of));
            _text.Add(orderId is null ? $".OnAny({CSharp.Text(command)}, {texts})" : $".On({CSharp.Text(orderId)}, {CSharp.Text(command)}, {texts})");
            if (!_queues.TryGetValue((orderId, command), out var queue))
                _queues[(orderId, command)] = queue = new Queue<Fault>();
            foreach (var fault in faults)
                queue.Enqueue(fault);
        }
        return this;
    }

    private static void RequireKnown(string command)
    {
        if (!CommandRow.IsKnown(command))
            throw new ArgumentException($"The gateway has no command {command}; it has {string.Join(", ", CommandRow.All)}.", nameof(command));
    }
}
