using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PaytureActors.TestKit.Lab;

/// <summary>What a lab is made of.</summary>
public sealed record PaytureLabOptions
{
    /// <summary>What goes wrong.</summary>
    /// <value>Nothing by default.</value>
    public Misbehaviour Misbehaviour { get; init; } = Misbehaviour.None;

    /// <summary>
    /// Your own composition root: adds your services, hosted ones included, to each process of the lab. It may call <c>AddPaytureActors</c> with the
    /// section <c>Payture</c> of the configuration that it is given; else the lab does. What has to outlive a crash, such as your database, is
    /// made outside and handed in.
    /// </summary>
    /// <value>Null by default: the engine alone.</value>
    public Action<IServiceCollection, IConfiguration>? Application { get; init; }

    /// <summary>Settings beside or instead of the lab's own, for example <c>Payture:Merchants:shop:Horizon</c>.</summary>
    /// <value>None by default.</value>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The alias of the merchant whose orders live in the lab.</summary>
    /// <value>The default is <c>shop</c>.</value>
    public string Merchant { get; init; } = "shop";

    /// <summary>How long, by virtual time, one piece of work of a test may take before it is an error.</summary>
    /// <value>The default is 40 days.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromDays(40);
}
