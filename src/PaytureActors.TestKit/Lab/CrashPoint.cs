namespace PaytureActors.TestKit.Lab;

/// <summary>At which moment of its work a process dies.</summary>
public enum CrashMoment
{
    /// <summary>Just before a request leaves for the gateway: its intent is in the journal, and nothing was sent.</summary>
    BeforeCall = 1,

    /// <summary>The request reaches the gateway and does its work there; nobody is left to hear the answer.</summary>
    InCall,

    /// <summary>The journal has taken a batch of events, and nobody has heard of them.</summary>
    AfterWrite,

    /// <summary>The engine has its answer ready, and the code that asked does not live to see it.</summary>
    BeforeAnswer,
}

/// <summary>A crash that is planned: the process dies without a farewell, and the next one starts.</summary>
/// <param name="Moment">At which kind of moment.</param>
/// <param name="Number">At which of these moments, counted from 1 over all processes of a lab.</param>
public sealed record CrashPoint(CrashMoment Moment, int Number)
{
    /// <summary>Counts only the calls of one command, by its name on the wire, for example <c>Charge</c>; of no meaning for <see cref="CrashMoment.AfterWrite"/>.</summary>
    /// <value>Null by default: every call counts, inquiries included.</value>
    public string? Command { get; init; }
}

/// <summary>Counts moments, and says which one is a process's last.</summary>
internal sealed class CrashWatch
{
    private readonly Lock _gate = new();
    private readonly List<Planned> _planned = [];
    private readonly List<CrashPoint> _met = [];
    private readonly Dictionary<CrashMoment, int> _counts = [];

    public CrashWatch(IEnumerable<CrashPoint> points) => _planned.AddRange(points.Select(static point => new Planned(point.Moment, point.Command, point.Number)));

    /// <summary>The crashes that happened, as points that bring them back.</summary>
    public IReadOnlyList<CrashPoint> Met
    {
        get
        {
            lock (_gate)
                return [.. _met];
        }
    }

    /// <summary>Plans a crash at the next such moment.</summary>
    public void PlanNext(CrashMoment moment, string? command)
    {
        lock (_gate)
            _planned.Add(new Planned(moment, command, 1));
    }

    /// <summary>No planned crash comes any more.</summary>
    public void Clear()
    {
        lock (_gate)
            _planned.Clear();
    }

    /// <summary>Counts a moment, and says whether the process dies in it.</summary>
    public bool IsMet(CrashMoment moment, string? command)
    {
        lock (_gate)
        {
            var number = _counts[moment] = _counts.GetValueOrDefault(moment) + 1;
            var dies = false;
            foreach (var planned in _planned.Where(planned => planned.Moment == moment && (planned.Command is null || planned.Command == command)).ToArray())
            {
                if (--planned.Left > 0)
                    continue;
                _planned.Remove(planned);
                dies = true;
            }

            if (dies)
                _met.Add(new CrashPoint(moment, number));
            return dies;
        }
    }

    private sealed class Planned(CrashMoment moment, string? command, int left)
    {
        public CrashMoment Moment => moment;

        public string? Command => command;

        public int Left { get; set; } = left;
    }
}
