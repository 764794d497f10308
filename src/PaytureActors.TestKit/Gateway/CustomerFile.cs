using System.Collections.Immutable;

namespace PaytureActors.TestKit.Gateway;

/// <summary>All that the simulated gateway has of one customer of the wallet; a new file after each change.</summary>
internal sealed record CustomerFile
{
    public static CustomerFile Empty { get; } = new();

    /// <summary>The customer's password; null where nobody is registered.</summary>
    public string? Password { get; init; }

    public string Phone { get; init; } = "";

    public string Email { get; init; } = "";

    /// <summary>The cards that are not removed, in the order in which they were added.</summary>
    public ImmutableList<SimulatedCard> Cards { get; init; } = [];

    /// <summary>Cards whose 3-D Secure is under way, by MD.</summary>
    public ImmutableDictionary<string, Deed.AddCard> Waiting { get; init; } = ImmutableDictionary<string, Deed.AddCard>.Empty;

    /// <summary>The code that was sent last.</summary>
    public SentCode? Code { get; init; }

    public SimulatedCard? Card(string id) => Cards.FirstOrDefault(card => card.Id == id);

    /// <summary>The file without the password, for whoever prints it.</summary>
    public override string ToString() => $"{Cards.Count} cards";
}

/// <summary>A code in a short message: good once, for a while, and until the next one.</summary>
/// <param name="Text">Six digits.</param>
/// <param name="GoodUntil">The end of its time.</param>
/// <param name="OrderId">The order that it is for, if SendCode named one.</param>
internal sealed record SentCode(string Text, DateTimeOffset GoodUntil, string? OrderId);
