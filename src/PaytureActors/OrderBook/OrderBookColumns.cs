using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.OrderBook;

/// <summary>What a column of the book can hold.</summary>
internal enum BookType
{
    /// <summary>Any text.</summary>
    Text = 1,

    /// <summary>A whole number; times are ticks of 100 ns since year 1, UTC, so that a time read back is the time written.</summary>
    Number,
}

/// <summary>A column of the book, and what a row has in it.</summary>
/// <param name="Name">Its name in the database.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Value">A text, a number or null.</param>
/// <param name="IsNullable">Whether it may be empty.</param>
internal sealed record BookColumn(string Name, BookType Type, Func<OrderBookRow, object?> Value, bool IsNullable = false);

/// <summary>The columns of the order book, in their order; reading goes by the same order.</summary>
internal static class OrderBookColumns
{
    public static readonly IReadOnlyList<BookColumn> All =
    [
        new("merchant", BookType.Text, row => row.Key.Merchant.ToString()),
        new("order_id", BookType.Text, row => row.Key.Order.ToString()),
        new("family", BookType.Text, row => row.Family.ToString()),
        new("phase", BookType.Text, row => row.Books.Phase.ToString()),
        new("held", BookType.Number, row => row.Books.Held.InKopecks),
        new("captured", BookType.Number, row => row.Books.Captured.InKopecks),
        new("refunded", BookType.Number, row => row.Books.Refunded.InKopecks),
        new("challenge", BookType.Text, row => row.Challenge?.Kind.ToString(), true),
        new("challenge_url", BookType.Text, row => row.Challenge?.Url, true),
        new("challenge_ends", BookType.Number, row => row.Challenge?.ExpiresAt.UtcTicks, true),
        new("challenged_at", BookType.Number, row => row.ChallengedAt?.UtcTicks, true),
        new("operation", BookType.Text, row => row.Operation?.ToString(), true),
        new("amount", BookType.Number, row => row.Amount?.InKopecks, true),
        new("attempt_status", BookType.Text, row => row.Status?.ToString(), true),
        new("since", BookType.Number, row => row.Since?.UtcTicks, true),
        new("requested_at", BookType.Number, row => row.RequestedAt?.UtcTicks, true),
        new("send_by", BookType.Number, row => row.SendBy?.UtcTicks, true),
        new("is_guarded", BookType.Number, row => row.IsGuarded ? 1L : 0L),
        new("doubt_since", BookType.Number, row => row.DoubtSince?.UtcTicks, true),
        new("attention", BookType.Text, row => row.Attention?.ToString(), true),
        new("attention_ends", BookType.Number, row => row.AttentionEnds ? 1L : 0L),
        new("looks", BookType.Text, row => row.Looks.Count == 0 ? null : string.Join(' ', row.Looks.Select(due => due.UtcTicks)), true),
        new("hold_due", BookType.Number, row => row.HoldDue?.UtcTicks, true),
        new("seen_at", BookType.Number, row => row.SeenAt.UtcTicks),
        new("restored_at", BookType.Number, row => row.RestoredAt?.UtcTicks, true),
        new("due_at", BookType.Number, row => row.DueAt?.UtcTicks, true),
        new("error_code", BookType.Text, row => row.Refusal?.Code, true),
        new("error_class", BookType.Text, row => row.Refusal?.Class.ToString(), true),
        new("error_is_inferred", BookType.Number, row => row.Refusal is { IsInferred: true } ? 1L : 0L),
        new("gateway_state", BookType.Text, row => row.Gateway?.State.ToString(), true),
        new("gateway_amount", BookType.Number, row => row.Gateway?.Amount?.InKopecks, true),
        new("gateway_said", BookType.Text, row => row.Gateway?.Said, true),
        new("gateway_rrn", BookType.Text, row => row.Gateway?.Rrn, true),
        new("gateway_contract", BookType.Text, row => row.Gateway?.MerchantContract, true),
        new("gateway_terminal", BookType.Text, row => row.Gateway?.FinalTerminal, true),
        new("gateway_pan", BookType.Text, row => row.Gateway?.MaskedPan, true),
        new("gateway_info", BookType.Text, row => row.Gateway is { AddInfo: { Count: > 0 } info } ? Join(info) : null, true),
        new("created_at", BookType.Number, row => row.CreatedAt.UtcTicks),
        new("updated_at", BookType.Number, row => row.UpdatedAt.UtcTicks),
        new("sequence", BookType.Number, row => row.Sequence),
    ];

    /// <summary>Reads the row that a reader stands on; it has all columns, in their order.</summary>
    public static OrderBookRow Read(DbDataReader reader)
    {
        var at = 0;
        return new OrderBookRow
        {
            Key = new OrderKey(Text(), Text()),
            Family = Word<ApiFamily>()!.Value,
            Books = new Books(Word<OrderPhase>()!.Value, Kopecks()!.Value, Kopecks()!.Value, Kopecks()!.Value),
            Challenge = ReadChallenge(),
            ChallengedAt = Time(),
            Operation = Word<Operation>(),
            Amount = Kopecks(),
            Status = Word<AttemptStatus>(),
            Since = Time(),
            RequestedAt = Time(),
            SendBy = Time(),
            IsGuarded = Flag(),
            DoubtSince = Time(),
            Attention = Word<AttentionReason>(),
            AttentionEnds = Flag(),
            Looks = Times(TextIf()),
            HoldDue = Time(),
            SeenAt = Time()!.Value,
            RestoredAt = RestoredAt(),
            Refusal = ReadRefusal(TextIf()),
            Gateway = ReadStanding(),
            CreatedAt = Time()!.Value,
            UpdatedAt = Time()!.Value,
            Sequence = reader.GetInt64(at),
        };

        string Text() => reader.GetString(at++);
        string? TextIf() => reader.IsDBNull(at++) ? null : reader.GetString(at - 1);
        long? Number() => reader.IsDBNull(at++) ? null : reader.GetInt64(at - 1);
        bool Flag() => Number() is 1;
        Money? Kopecks() => Number() is { } kopecks ? Money.Kopecks(kopecks) : null;
        DateTimeOffset? Time() => Number() is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        T? Word<T>() where T : struct, Enum => TextIf() is { } word ? Enum.Parse<T>(word) : null;

        ValueList<DateTimeOffset> Times(string? text) => text is null
            ? []
            : ValueList.From(text.Split(' ').Select(due => new DateTimeOffset(long.Parse(due, CultureInfo.InvariantCulture), TimeSpan.Zero)));

        DateTimeOffset? RestoredAt()
        {
            var restored = Time();
            at++; // due_at follows from the rest.
            return restored;
        }

        Refusal? ReadRefusal(string? code)
        {
            var (kind, isInferred) = (Word<ErrorClass>(), Flag());
            return code is null ? null : new Refusal(code, kind!.Value, isInferred);
        }

        Standing? ReadStanding()
        {
            var (state, amount, said, rrn, contract) = (Word<GatewayState>(), Kopecks(), TextIf(), TextIf(), TextIf());
            var (terminal, pan, info) = (TextIf(), TextIf(), TextIf());
            return state is not { } known ? null : new Standing(known, amount)
            {
                Said = said, Rrn = rrn, MerchantContract = contract, FinalTerminal = terminal, MaskedPan = pan, AddInfo = Split(info),
            };
        }

        ChallengeView? ReadChallenge()
        {
            var (kind, url, ends) = (Word<ChallengeKind>(), TextIf(), Time());
            return kind is { } known ? new ChallengeView(known, url!, ends!.Value) : null;
        }
    }

    private static string Join(ValueList<AddInfo> info) => JsonSerializer.Serialize(info.Select(item => new[] { item.Key, item.Value }));

    private static ValueList<AddInfo> Split(string? text) => text is null
        ? []
        : ValueList.From(JsonSerializer.Deserialize<string[][]>(text)!.Select(item => new AddInfo(item[0], item[1])));
}
