namespace PaytureActors.OrderBook;

/// <summary>The book's statements, as SQLite and PostgreSQL both understand them.</summary>
internal static class OrderBookSql
{
    public const string Book = "payture_order_book";
    public const string Offset = "payture_order_book_offset";

    public static readonly string Columns = string.Join(", ", OrderBookColumns.All.Select(column => column.Name));

    public const string ReadOffset = $"select value from {Offset} where id = 1";

    public const string WriteOffset = $"insert into {Offset} (id, value) values (1, @offset) on conflict (id) do update set value = excluded.value";

    public const string Clear = $"delete from {Book}; delete from {Offset} where id = 1";

    /// <summary>Which columns the book has: one more with every change of them. A book of another version is dropped, and made anew from the journal.</summary>
    public const long Version = 5;

    public const string ReadVersion = $"select value from {Offset} where id = 2";

    public static readonly string Drop = $"drop table if exists {Book}; delete from {Offset}; insert into {Offset} (id, value) values (2, {Version})";

    public static readonly string ReadOne = $"select {Columns} from {Book} where merchant = @merchant and order_id = @order";

    /// <summary>What follows the rows of an insert: the newer row stays, whoever wrote first.</summary>
    public static readonly string OnConflict =
        $"""
        on conflict (merchant, order_id) do update set
        {string.Join(", ", OrderBookColumns.All.Skip(2).Select(column => $"{column.Name} = excluded.{column.Name}"))}
        where excluded.sequence > {Book}.sequence
        """;

    public static readonly string Due =
        $"""
        select {Columns} from {Book}
        where due_at is not null and due_at <= @until and (due_at, merchant, order_id) > (@time, @merchant, @order)
        order by due_at, merchant, order_id limit @limit
        """;

    public static readonly string InProgress =
        $"""
        select {Columns} from {Book}
        where operation is not null and (since, merchant, order_id) > (@time, @merchant, @order)
        order by since, merchant, order_id limit @limit
        """;

    /// <summary>What has not been inquired since is due, as <see cref="OrderBookRow.DueAt"/> says: what is in progress, or waits for a customer, has a time of its own.</summary>
    public const string MarkRestored =
        $"""
        update {Book} set restored_at = @restored,
          due_at = case when operation is null and challenge is null and phase in ('New', 'Blocked', 'Charged') then @restored else due_at end
        where seen_at < @restored and (restored_at is null or restored_at < @restored)
        """;

    /// <summary>The table of numbers: how far the book is complete (1), and its version (2).</summary>
    public static string CreateOffset(string number) => $"create table if not exists {Offset} (id integer primary key, value {number} not null)";

    /// <summary>The book and its indexes; texts compare by their bytes in both databases.</summary>
    public static string Create(string text, string number) =>
        $"""
        create table if not exists {Book} (
        {string.Join(",\n", OrderBookColumns.All.Select(column =>
            $"  {column.Name} {(column.Type is BookType.Text ? text : number)}{(column.IsNullable ? "" : " not null")}"))},
          primary key (merchant, order_id)
        );
        create index if not exists payture_order_book_newest on {Book} (created_at, merchant, order_id);
        create index if not exists payture_order_book_merchant on {Book} (merchant, created_at, order_id);
        create index if not exists payture_order_book_due on {Book} (due_at, merchant, order_id) where due_at is not null;
        create index if not exists payture_order_book_in_progress on {Book} (since, merchant, order_id) where operation is not null;
        create index if not exists payture_order_book_attention on {Book} (created_at, merchant, order_id) where attention is not null;
        """;

    /// <summary>The statement of a query, and its parameters.</summary>
    public static (string Text, List<(string Name, object Value)> Parameters) Find(OrderQuery query, BookPosition? after, int limit)
    {
        var parameters = new List<(string Name, object Value)>();
        var conditions = new List<string>();
        if (query.Merchant is { } merchant)
            Where("merchant = @of", ("@of", merchant.ToString()));
        if (query.Phase is { } phase)
            Where("phase = @phase", ("@phase", phase.ToString()));
        if (query.Attention is { } attention)
            Where(attention ? "attention is not null" : "attention is null");
        if (query.From is { } from)
            Where("created_at >= @from", ("@from", from.UtcTicks));
        if (query.To is { } to)
            Where("created_at < @to", ("@to", to.UtcTicks));
        if (!string.IsNullOrEmpty(query.Text))
            Where("substr(order_id, 1, length(@text)) = @text", ("@text", query.Text));
        if (after is { } place)
        {
            Where("(created_at, merchant, order_id) < (@time, @merchant, @order)",
                ("@time", place.Time.UtcTicks), ("@merchant", place.Merchant), ("@order", place.Order));
        }

        parameters.Add(("@limit", (long)limit));
        return (
            $"""
            select {Columns} from {Book} {(conditions.Count > 0 ? "where " : "")}{string.Join(" and ", conditions)}
            order by created_at desc, merchant desc, order_id desc limit @limit
            """, parameters);

        void Where(string condition, params ReadOnlySpan<(string Name, object Value)> values)
        {
            conditions.Add(condition);
            parameters.AddRange(values);
        }
    }

    /// <summary>The parameters of a page that begins after a place.</summary>
    public static List<(string Name, object Value)> After(BookPosition place, int limit) =>
    [
        ("@time", place.Time.UtcTicks), ("@merchant", place.Merchant), ("@order", place.Order), ("@limit", (long)limit),
    ];
}
