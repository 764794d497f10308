using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Auditing;

namespace PaytureActors.Host.Simulation;

/// <summary>Takes in one order after another, and keeps of each only what is counted and what is wrong. Thread-safe.</summary>
internal sealed class AuditTrail(MerchantPolicy policy, IReadOnlyList<DateTimeOffset> crashes)
{
    /// <summary>How many stories are kept.</summary>
    public const int MostStories = 10;

    /// <summary>Of fewer doubts of a kind the one in 100 is a matter of luck: two or three chains of lost inquiries.</summary>
    public const int FewestDoubts = 500;

    private const int Sigmas = 3; // Where exactly one of a hundred is late, every other run has more by chance: a promise is broken beyond that.

    private readonly Lock _gate = new();
    private readonly List<Violation> _violations = [];
    private readonly List<(Violation, string[])> _stories = [];
    private readonly Dictionary<(Operation, Ending), long> _outcomes = [];
    private readonly Dictionary<ApiFamily, long> _families = [];
    private readonly Dictionary<string, long> _causes = [];
    private readonly Dictionary<DoubtKind, List<DoubtEnded>> _doubts = [];
    private readonly Dictionary<DoubtKind, (DoubtEnded Doubt, string[] Story)> _longest = [];

    /// <summary>How many orders were audited.</summary>
    public int Orders { get; private set; }

    /// <summary>How many events their journals have.</summary>
    public long Events { get; private set; }

    /// <summary>How many commands were accepted.</summary>
    public long Commands { get; private set; }

    /// <summary>How many movements of money there were.</summary>
    public long Effects { get; private set; }

    /// <summary>How many answers clients were given.</summary>
    public long Answers { get; private set; }

    /// <summary>What clients were told, once for each key.</summary>
    public IReadOnlyDictionary<(Operation Operation, Ending Ending), long> Outcomes => _outcomes;

    /// <summary>How many orders of each family moved money.</summary>
    public IReadOnlyDictionary<ApiFamily, long> Families => _families;

    /// <summary>How often each cause left a call without an outcome.</summary>
    public IReadOnlyDictionary<string, long> Causes => _causes;

    /// <summary>How many calls ended without telling what they did.</summary>
    public long Unknowns { get; private set; }

    /// <summary>How often a person was called.</summary>
    public long Attentions { get; private set; }

    /// <summary>How often an effect came after its answer.</summary>
    public long LateEffects { get; private set; }

    /// <summary>The broken promises of orders, with their stories as far as they are kept.</summary>
    public IReadOnlyList<(Violation Violation, string[] Story)> Stories =>
        [.. _stories, .. Late().Select(late => (late.Violation, _longest[late.Kind].Story))];

    /// <summary>All broken promises.</summary>
    public IReadOnlyList<Violation> Violations => [.. _violations, .. Late().Select(late => late.Violation)];

    /// <summary>How long doubts lasted, by kind, the shortest first.</summary>
    public IReadOnlyDictionary<DoubtKind, List<TimeSpan>> Doubts => _doubts.ToDictionary(
        each => each.Key, each => each.Value.Select(doubt => doubt.Took).Order().ToList());

    /// <summary>Audits an order.</summary>
    public void Add(OrderRecord order)
    {
        DoubtEnded[] doubts = [.. Certainty.Of(order, crashes, policy)];
        Violation[] found = [.. OrderAudit.Of(order, policy), .. doubts.Where(doubt => doubt.Took < TimeSpan.Zero).Select(TooSoon)];
        lock (_gate)
        {
            Orders++;
            Events += order.Journal.Count;
            Effects += order.Effects.Count;
            Answers += order.Answers.Count;
            Commands += order.Journal.Select(line => KeyOf(line.Event)).Where(key => key is not null).Distinct().Count();
            Unknowns += order.Journal.Count(line => line.Event is OrderEvent.OutcomeUnknown);
            Attentions += order.Journal.Count(line => line.Event is OrderEvent.AttentionRaised);
            LateEffects += order.Journal.Count(line => line.Event is OrderEvent.LateEffectFound);
            foreach (var answer in order.Answers.DistinctBy(answer => answer.Key))
                _outcomes[(answer.Operation, answer.Told.Ending)] = _outcomes.GetValueOrDefault((answer.Operation, answer.Told.Ending)) + 1;
            if (order is { Effects.Count: > 0, View.Family: var family })
                _families[family] = _families.GetValueOrDefault(family) + 1;
            foreach (var cause in DoubtCause.Of(order.Journal, crashes))
                _causes[cause] = _causes.GetValueOrDefault(cause) + 1;
            foreach (var doubt in doubts)
            {
                (_doubts.TryGetValue(doubt.Kind, out var list) ? list : _doubts[doubt.Kind] = []).Add(doubt);
                if (doubt.Took > Certainty.Goal(doubt.Kind, policy) && !(_longest.TryGetValue(doubt.Kind, out var longest) && longest.Doubt.Took >= doubt.Took))
                    _longest[doubt.Kind] = (doubt, [.. OrderStory.Of(order, crashes)]);
            }

            _violations.AddRange(found);
            if (found.Length > 0 && _stories.Count < MostStories)
                _stories.Add((found[0], [.. OrderStory.Of(order, crashes)]));
        }
    }

    private static Violation TooSoon(DoubtEnded doubt) => new(Promise.InTime, doubt.Order, string.Create(CultureInfo.InvariantCulture,
        $"That attempt {doubt.Attempt} had no effect ({doubt.Kind}) was believed {-doubt.Took.TotalSeconds:0.0} s before it could be known."));

    private IEnumerable<(DoubtKind Kind, Violation Violation)> Late()
    {
        foreach (var (kind, doubts) in _doubts.OrderBy(each => each.Key))
        {
            var goal = Certainty.Goal(kind, policy);
            var (late, expected) = (doubts.Count(doubt => doubt.Took > goal), doubts.Count / 100.0);
            if (doubts.Count < FewestDoubts || late <= expected + (Sigmas * Math.Sqrt(expected)))
                continue;

            var longest = _longest[kind].Doubt;
            yield return (kind, new Violation(Promise.InTime, longest.Order, string.Create(CultureInfo.InvariantCulture,
                $"{late} of {doubts.Count} doubts ({kind}) lasted longer beyond what nobody can shorten than {goal.TotalSeconds:0} s, the goal for 99 of 100. "
                + $"Attempt {longest.Attempt} of this order lasted longest, {longest.Took.TotalSeconds:0.0} s.")));
        }
    }

    private static IdempotencyKey? KeyOf(OrderEvent @event) => @event switch
    {
        OrderEvent.RefundAccepted e => e.Key,
        OrderEvent.AttemptRequested e => e.Key,
        _ => null,
    };
}
