using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PaytureActors.TestKit.Lab;

namespace PaytureActors.TestKit.Trials;

/// <summary>What has to survive, made anew for each seed: your own checkout, in your own application, with your own idea of what must come of it.</summary>
public sealed record SurvivalTrial
{
    /// <summary>
    /// What a customer sets off. It is asked again, as a customer who comes back does, when the process died under it; what it throws fails the seed.
    /// It runs within <see cref="PaytureLab.RunAsync(Func{PaytureLab, Task})"/>.
    /// </summary>
    public required Func<PaytureLab, Task> Checkout { get; init; }

    /// <summary>Your own composition root, see <see cref="PaytureLabOptions.Application"/>.</summary>
    /// <value>Null by default: the engine alone.</value>
    public Action<IServiceCollection, IConfiguration>? Application { get; init; }

    /// <summary>What must be true in the end, when everything has healed and more than a day has passed; throws if it is not.</summary>
    /// <value>Nothing by default but what every order is audited for.</value>
    public Func<PaytureLab, Task>? Expect { get; init; }

    /// <summary>Whether a person may have to be called, because your checkout acts at the gateway behind the engine's back.</summary>
    /// <value>The default is false.</value>
    public bool MayNeedPerson { get; init; }

    /// <summary>Settings, see <see cref="PaytureLabOptions.Settings"/>.</summary>
    /// <value>None by default.</value>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}
