using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.Gateway;

/// <summary>
/// Says a receipt as the wire has it: Base64 of JSON in UTF-8 (D:fz54). Numbers are written from whole kopecks and thousandths.
/// </summary>
internal static class ChequeJson
{
    /// <summary>
    /// A payment that is not in cash, as the tax service numbers them; the recorded receipt with change, so of cash, has 1 (INF from REC chq).
    /// </summary>
    private const int NotCash = 2;

    // The text ends in Base64, where nothing of HTML needs an escape.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [return: NotNullIfNotNull(nameof(cheque))]
    public static string? ToBase64(Cheque? cheque) => cheque is null ? null : Convert.ToBase64String(ToUtf8(cheque));

    internal static byte[] ToUtf8(Cheque cheque)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteStartArray("Positions");
            foreach (var position in cheque.Positions)
            {
                json.WriteStartObject();
                Number(json, "Quantity", Thousandths(position.Quantity));
                Number(json, "Price", Rubles(position.Price));
                json.WriteNumber("Tax", position.Tax);
                json.WriteString("Text", position.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("CheckClose");
            json.WriteStartArray("Payments");
            json.WriteStartObject();
            json.WriteNumber("Type", NotCash);
            Number(json, "Amount", Rubles(cheque.Total));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteNumber("TaxationSystem", cheque.TaxationSystem);
            json.WriteEndObject();
            json.WriteString("CustomerContact", cheque.CustomerContact);
            if (cheque.Message is { } message)
                json.WriteString("Message", message);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Number(Utf8JsonWriter json, string name, string digits)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(digits);
    }

    private static string Rubles(Money money) =>
        string.Create(CultureInfo.InvariantCulture, $"{money.InKopecks / 100}.{money.InKopecks % 100:00}");

    private static string Thousandths(long quantity) => quantity % 1000 == 0
        ? (quantity / 1000).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{quantity / 1000}.{quantity % 1000:000}").TrimEnd('0');
}
