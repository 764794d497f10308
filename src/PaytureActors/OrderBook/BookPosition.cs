using System.Buffers.Text;
using System.Globalization;
using System.Text;
using PaytureActors.Domain;

namespace PaytureActors.OrderBook;

/// <summary>A place in an ordered reading of the book: a time, and the order's key where times are equal.</summary>
internal readonly record struct BookPosition(DateTimeOffset Time, string Merchant, string Order)
{
    /// <summary>Before every row.</summary>
    public static BookPosition Start { get; } = new(DateTimeOffset.MinValue, "", "");

    /// <summary>The place of a row.</summary>
    public static BookPosition Of(DateTimeOffset time, OrderKey key) => new(time, key.Merchant.ToString(), key.Order.ToString());

    /// <summary>The place as a text that callers carry and do not read.</summary>
    public string ToCursor() => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Time.UtcTicks}/{Merchant}/{Order}")));

    /// <summary>Reads a text back.</summary>
    /// <exception cref="ArgumentException">It is not a cursor of ours.</exception>
    public static BookPosition FromCursor(string cursor)
    {
        try
        {
            var parts = new UTF8Encoding(false, true).GetString(Base64Url.DecodeFromChars(cursor)).Split('/', 3);
            if (parts is [var ticks, var merchant, var order] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time))
                return Of(new DateTimeOffset(time, TimeSpan.Zero), new OrderKey(merchant, order));
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            // Told below, with the field's name.
        }

        throw new ArgumentException("After is not the cursor of an earlier page: take Next as it was given, or leave it out.", nameof(cursor));
    }
}
