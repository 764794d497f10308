namespace PaytureActors.Host.Serving;

/// <summary>What the command line says about serving.</summary>
internal sealed record ServeSettings
{
    public string? Urls { get; init; }

    public bool Demo { get; init; }

    public FileInfo? Config { get; init; }

    public IReadOnlyList<KeyValuePair<string, string?>> Set { get; init; } = [];

    public bool Verbose { get; init; }
}
