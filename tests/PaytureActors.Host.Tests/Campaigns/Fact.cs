using System.Text.Json.Nodes;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>A final answer that a client has received: from then on it must stay true.</summary>
/// <param name="Step">What was asked.</param>
/// <param name="Key">Under which Idempotency-Key.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="Json">The answer's body.</param>
internal sealed record Fact(Step Step, string Key, int Status, string Json)
{
    public bool IsDone => Status == 200;
}

/// <summary>What a client knows of its order.</summary>
internal sealed class OrderRecord(OrderPlan plan)
{
    private readonly List<Fact> _facts = [];
    private readonly List<string> _complaints = [];
    private (Step Step, string Key)? _open;

    public OrderPlan Plan => plan;

    /// <summary>How many of the facts were asked for again and compared.</summary>
    public int Repeated { get; set; }

    /// <summary>The final answers, in the order in which they came.</summary>
    public IReadOnlyList<Fact> Facts
    {
        get
        {
            lock (_facts)
                return [.. _facts];
        }
    }

    /// <summary>Answers that no rule allows here.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_facts)
                return [.. _complaints];
        }
    }

    /// <summary>The command that was sent and has no final answer yet.</summary>
    public (Step Step, string Key)? Open
    {
        get
        {
            lock (_facts)
                return _open;
        }
    }

    public void Ask(Step step, string key)
    {
        lock (_facts)
            _open = (step, key);
    }

    public Fact Learn(Step step, string key, int status, JsonNode json)
    {
        var fact = new Fact(step, key, status, json.ToJsonString());
        lock (_facts)
        {
            _facts.Add(fact);
            _open = null;
        }

        return fact;
    }

    public void Complain(string text)
    {
        lock (_facts)
            _complaints.Add(text);
    }
}
