using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>A receipt that came with a payment: Base64 of UTF-8 JSON on the wire (DR:fz54/cheque-with-payment; REC chq).</summary>
public sealed class SimulatedReceipt
{
    private SimulatedReceipt(IReadOnlyList<SimulatedReceiptPosition> positions, string contact) => (Positions, Contact) = (positions, contact);

    /// <summary>What was bought, in the receipt's order.</summary>
    public IReadOnlyList<SimulatedReceiptPosition> Positions { get; }

    /// <summary>The e-mail or phone that the receipt goes to; personal data, which the ledger's view leaves out.</summary>
    public string Contact { get; }

    /// <summary>The sum of the positions.</summary>
    public Money Total => Positions.Aggregate(Money.Zero, (sum, position) => sum + position.Total);

    /// <summary>How many positions and how much, never the contact.</summary>
    public override string ToString() => $"{Positions.Count} positions, {Total}";

    /// <summary>Reads a receipt; what is malformed is refused by the gateway as WRONG_PARAMS (INF).</summary>
    internal static bool TryRead(string base64, [NotNullWhen(true)] out SimulatedReceipt? receipt)
    {
        receipt = null;
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(base64));
            var root = json.RootElement;
            if (root.ValueKind is not JsonValueKind.Object || root.GetProperty(nameof(Positions)) is not { ValueKind: JsonValueKind.Array } items)
                return false;
            var positions = items.EnumerateArray().Select(ReadPosition).ToList();
            if (positions.Count == 0 || positions.Contains(null))
                return false;
            var contact = root.GetProperty("CustomerContact").GetString();
            if (string.IsNullOrWhiteSpace(contact) || !IsClose(root))
                return false;
            receipt = new SimulatedReceipt([.. positions.OfType<SimulatedReceiptPosition>()], contact);
            _ = receipt.Total; // An overflow is malformed, too.
            return true;
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }

    private static SimulatedReceiptPosition? ReadPosition(JsonElement item)
    {
        var (quantity, price, tax) = (item.GetProperty("Quantity").GetDecimal(), item.GetProperty("Price").GetDecimal(), item.GetProperty("Tax").GetInt32());
        var text = item.GetProperty("Text").GetString();
        var isGood = quantity > 0 && price >= 0 && tax is >= 1 and <= 6 && !string.IsNullOrWhiteSpace(text) && decimal.Round(price, 2) == price;
        return isGood ? new SimulatedReceiptPosition(text!, quantity, Kopecks(price), tax, Kopecks(quantity * price)) : null;
    }

    // CheckClose is optional in the recordings of the gateway's own forms, but where it is, it says how the customer paid.
    private static bool IsClose(JsonElement root) =>
        !root.TryGetProperty("CheckClose", out var close)
        || (close.ValueKind is JsonValueKind.Object && close.TryGetProperty("TaxationSystem", out var system) && system.TryGetInt32(out var number) && number >= 0);

    private static Money Kopecks(decimal rubles) => Money.Kopecks((long)decimal.Round(rubles * 100, MidpointRounding.AwayFromZero));
}

/// <summary>A line of a receipt.</summary>
/// <param name="Text">What was bought.</param>
/// <param name="Quantity">How many, with decimals.</param>
/// <param name="Price">What one costs.</param>
/// <param name="Tax">The tax code: 1 to 6.</param>
/// <param name="Total">Quantity × price, rounded to the kopeck.</param>
public sealed record SimulatedReceiptPosition(string Text, decimal Quantity, Money Price, int Tax, Money Total);
