namespace PaytureActors.Hints;

/// <summary>The statements about kept hints, as SQLite and PostgreSQL both understand them.</summary>
internal static class HintSql
{
    public const string Table = "payture_hints";

    public const string ReadAll = $"select merchant, order_id, kind, at from {Table} order by at, merchant, order_id";

    public const string OnConflict = "on conflict (merchant, order_id) do update set kind = excluded.kind, at = excluded.at";

    /// <summary>The table; times are ticks of 100 ns since year 1, UTC.</summary>
    public static string Create(string text, string number) =>
        $"""
        create table if not exists {Table} (
          merchant {text} not null, order_id {text} not null, kind {text} not null, at {number} not null, primary key (merchant, order_id)
        )
        """;
}
