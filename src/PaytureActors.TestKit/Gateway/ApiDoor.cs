using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Xml;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>A request that may come to the ledger.</summary>
internal sealed record ApiRequest(string Command, SimulatedMerchant Merchant, string OrderId, Operation? Operation, Money? Amount, CardConduct? Card);

/// <summary>Reads the fields of a request and refuses what the gateway refuses before it looks at any payment.</summary>
/// <remarks>What a refusal here repeats of the request is recorded (OBS adm); the order of the checks is that record's order.</remarks>
internal sealed class ApiDoor(IEnumerable<SimulatedMerchant> merchants, TimeProvider time)
{
    // INF: no source tells the limits of these fields.
    private const int LongestBlock = 4096;

    // No amount that a terminal takes has more digits; beyond it a sum could overflow.
    private const int MostDigits = 15;

    private static readonly SimulatedAnswer.Respond NotFound = new(404, "text/html; charset=utf-8",
        "<!DOCTYPE html><html><head><title>404 - Not Found</title></head><body><h1>Not Found</h1></body></html>");

    private readonly FrozenDictionary<string, SimulatedMerchant> _merchants = merchants.ToFrozenDictionary(merchant => merchant.Key);

    public (ApiRequest? Request, SimulatedAnswer.Respond? Refused) Read(string path, IReadOnlyDictionary<string, string> given)
    {
        if (ApiCommand.At(path) is not { } command)
            return (null, NotFound);

        // Names are case-sensitive whatever dictionary the host brings (DOC).
        var fields = new Dictionary<string, string>(given, StringComparer.Ordinal);
        if (!fields.TryGetValue("Key", out var key) || !_merchants.TryGetValue(key, out var merchant))
            return Refuse(command, "ACCESS_DENIED");

        var orderId = fields.GetValueOrDefault("OrderId", "");
        if (!OrderId.IsValid(orderId) || !IsXml(orderId))
            return Refuse(command, "WRONG_PARAMS", "");

        var operation = ApiCommand.OperationOf(command);
        if (operation == Operation.Refund && fields.GetValueOrDefault("Password") != merchant.Password)
            return Refuse(command, "ACCESS_DENIED", orderId, key);

        var request = new ApiRequest(command, merchant, orderId, operation, null, null);
        return operation switch
        {
            null => (request, null),
            Operation.Pay or Operation.Block => ReadOpening(request, fields),
            _ when !fields.TryGetValue("Amount", out var text) => (request, null),
            _ => ReadAmount(fields) is { } amount ? (request with { Amount = amount }, null) : Refuse(command, "AMOUNT_ERROR", orderId, key),
        };
    }

    private (ApiRequest?, SimulatedAnswer.Respond?) ReadOpening(ApiRequest request, Dictionary<string, string> fields)
    {
        var (command, key) = (request.Command, request.Merchant.Key);
        if (ReadAmount(fields) is not { } amount)
            return Refuse(command, "AMOUNT_ERROR", request.OrderId, key);
        if (!fields.TryGetValue("PayInfo", out var payInfo) || string.IsNullOrWhiteSpace(payInfo) || payInfo.Length > LongestBlock)
            return Refuse(command, "WRONG_PAY_INFO");
        if (fields.TryGetValue("CustomFields", out var custom) && custom.Length > LongestBlock)
            return Refuse(command, "WRONG_PARAMS", request.OrderId, key);

        var card = ReadBlock(payInfo);
        return RefuseCard(card, out var conduct) is { } code
            ? Refuse(command, code, request.OrderId, key)
            : (request with { Amount = amount, Card = conduct }, null);
    }

    private string? RefuseCard(Dictionary<string, string> card, out CardConduct conduct)
    {
        conduct = CardConduct.Plain;
        if (!card.TryGetValue("PAN", out var number) || TestCards.ConductOf(number) is not { } known)
            return "WRONG_PAN";
        conduct = known;

        if (!card.TryGetValue("EMonth", out var monthText) || !TryTwoDigits(monthText, out var month) || month is < 1 or > 12)
            return "WRONG_EXPIRE_DATE";
        if (!card.TryGetValue("EYear", out var yearText))
            return "CARD_EXPIRED";
        if (!TryTwoDigits(yearText, out var year))
            return "WRONG_EXPIRE_DATE"; // INF: documented are two digits.

        var now = time.GetUtcNow();
        if ((2000 + year, month).CompareTo((now.Year, now.Month)) < 0)
            return "CARD_EXPIRED";
        if (conduct.NeedsSecurityCode && string.IsNullOrEmpty(card.GetValueOrDefault("SecureCode")))
            return "WRONG_CVV"; // INF: that the code is needed is documented, the refusal is not.
        return conduct.RefusedAs;
    }

    /// <summary>A block of <c>k=v;</c> items, whose values or whose whole text may have been percent-encoded once more.</summary>
    private static Dictionary<string, string> ReadBlock(string block)
    {
        var items = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase); // Seen in lower case (REC div).
        var wholeWasEncoded = !block.Contains('=');
        var text = wholeWasEncoded ? WebUtility.UrlDecode(block) : block;
        foreach (var item in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = item.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
                items[item[..at]] = wholeWasEncoded ? item[(at + 1)..] : WebUtility.UrlDecode(item[(at + 1)..]);
        }
        return items;
    }

    private static Money? ReadAmount(Dictionary<string, string> fields) =>
        fields.TryGetValue("Amount", out var text) && text.Length is >= 1 and <= MostDigits && text.All(char.IsAsciiDigit)
        && long.Parse(text, CultureInfo.InvariantCulture) is > 0 and var kopecks
            ? Money.Kopecks(kopecks)
            : null;

    private static bool TryTwoDigits(string text, out int value)
    {
        value = 0;
        return text.Length == 2 && text.All(char.IsAsciiDigit) && int.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    private static bool IsXml(string text)
    {
        try
        {
            _ = XmlConvert.VerifyXmlChars(text);
            return true;
        }
        catch (XmlException)
        {
            return false; // Half of a surrogate pair, for example: no answer could repeat it.
        }
    }

    private static (ApiRequest?, SimulatedAnswer.Respond?) Refuse(string command, string code, string? orderId = null, string? key = null) =>
        (null, ApiAnswers.Refused(command, code, orderId, key));
}
