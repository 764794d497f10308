using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Xml;
using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>
/// Reads answers: tolerant of what Payture may change (attribute order, new and missing attributes, nested elements, letter case of
/// values, a BOM), strict about what makes an answer ours (root element, Success, OrderId, digits in amounts). It never throws.
/// </summary>
internal static class ResponseParser
{
    /// <summary>The longest answer that is read, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxCode = 64;

    /// <summary>The first six digits of a card may be kept; a word with more than that is hidden.</summary>
    private const int FewestDigitsToHide = 7;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1024,
        CloseInput = true,
    };

    private static readonly FrozenDictionary<string, GatewayState> States = new[]
    {
        GatewayState.New, GatewayState.PreAuthorized3DS, GatewayState.PreAuthorizedAF, GatewayState.Authorized, GatewayState.Voided,
        GatewayState.Charged, GatewayState.Refunded, GatewayState.Forwarded, GatewayState.Rejected, GatewayState.Error,
        GatewayState.Chargeback, GatewayState.Obsolete, GatewayState.AuthorizationClosed,
    }.ToFrozenDictionary(state => state.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the answer to a call that changes something.</summary>
    /// <param name="command">What was asked: the root element must have its name.</param>
    /// <param name="order">Whose answer it must be, where it says so.</param>
    /// <param name="body">The answer's bytes.</param>
    /// <param name="classes">The merchant's own reading of error codes.</param>
    public static GatewayOutcome ReadOutcome(
        GatewayCommand command, OrderId order, ReadOnlySpan<byte> body, IReadOnlyDictionary<string, ErrorClass>? classes = null)
    {
        if (Open(command, order, body, out var answer) is { } unreadable)
            return unreadable;

        var code = answer.GetValueOrDefault("ErrCode");
        switch (SuccessOf(answer))
        {
            // A success with an error is a contradiction.
            case Success.True when (code is null || IsNoError(code))
                && TryAmount(answer, "Amount", out var amount) && TryAmount(answer, "NewAmount", out var left):
                return new GatewayOutcome.Approved(amount, left);

            case Success.ThreeDS when command is GatewayCommand.Pay or GatewayCommand.Block:
                return new GatewayOutcome.ChallengeRequired("", "");

            case Success.False when IsCode(code) && TryAmount(answer, "Amount", out _) && TryAmount(answer, "NewAmount", out _):
                return new GatewayOutcome.Refused(ErrorCodes.Read(code!, classes));

            default:
                return Malformed;
        }
    }

    /// <summary>Reads the answer to an inquiry.</summary>
    /// <returns>The standing, or why there is none.</returns>
    public static (Standing? Standing, GatewayOutcome? Failure) ReadStanding(
        GatewayCommand command, OrderId order, ReadOnlySpan<byte> body, IReadOnlyDictionary<string, ErrorClass>? classes = null)
    {
        if (Open(command, order, body, out var answer) is { } unreadable)
            return (null, unreadable);

        switch (SuccessOf(answer))
        {
            case Success.True when (answer.GetValueOrDefault("State") ?? answer.GetValueOrDefault("Status")) is { } word
                && !string.IsNullOrWhiteSpace(word) && TryAmount(answer, "Amount", out var amount):
                var (state, said) = ReadState(word.Trim());
                return (new Standing(state, amount)
                {
                    Said = said,
                    Rrn = Short(answer.GetValueOrDefault("RRN")),
                    MerchantContract = Short(answer.GetValueOrDefault("MerchantContract")),
                }, null);

            case Success.False when answer.GetValueOrDefault("ErrCode") is { } code && IsCode(code):
                return code.Equals(ErrorCodes.OrderNotFound, StringComparison.OrdinalIgnoreCase)
                    ? (Standing.NotFound, null)
                    : (null, new GatewayOutcome.Refused(ErrorCodes.Read(code, classes)));

            default:
                return (null, Malformed);
        }
    }

    private enum Success
    {
        Missing,
        True,
        False,
        ThreeDS,
    }

    private static GatewayOutcome Malformed => new GatewayOutcome.Unknown(UnknownReason.Malformed);

    private static GatewayOutcome? Open(GatewayCommand command, OrderId order, ReadOnlySpan<byte> body, out Dictionary<string, string> answer)
    {
        answer = [];
        if (body.Length > MaxBytes || !TryReadRoot(body, command.ToString(), answer))
            return Malformed;
        return answer.TryGetValue("OrderId", out var echoed) && echoed != order.ToString()
            ? new GatewayOutcome.Unknown(UnknownReason.OtherOrder)
            : null;
    }

    private static bool TryReadRoot(ReadOnlySpan<byte> body, string name, Dictionary<string, string> attributes)
    {
        try
        {
            var text = StrictUtf8.GetString(body).Trim('\uFEFF', ' ', '\t', '\r', '\n');
            using var xml = XmlReader.Create(new StringReader(text), Settings);
            if (xml.MoveToContent() != XmlNodeType.Element || xml.Name != name || xml.NamespaceURI.Length > 0)
                return false;

            while (xml.MoveToNextAttribute())
                attributes[xml.Name] = xml.Value;

            // To the very end: half an answer is no answer.
            xml.MoveToElement();
            while (xml.Read())
            {
            }

            return true;
        }
        catch (Exception exception) when (exception is XmlException or DecoderFallbackException)
        {
            return false;
        }
    }

    private static Success SuccessOf(Dictionary<string, string> answer) => answer.GetValueOrDefault("Success")?.Trim().ToUpperInvariant() switch
    {
        "TRUE" => Success.True,
        "FALSE" => Success.False,
        "3DS" => Success.ThreeDS,
        _ => Success.Missing,
    };

    private static bool TryAmount(Dictionary<string, string> answer, string name, out Money? amount)
    {
        amount = null;
        if (!answer.TryGetValue(name, out var text))
            return true;
        if (!long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kopecks))
            return false;
        amount = Money.Kopecks(kopecks);
        return true;
    }

    // "Rejected(Terminal)" and "Forwarded(Terminal)" are older spellings that name the terminal, too.
    private static (GatewayState State, string? Said) ReadState(string word)
    {
        var bare = word;
        var bracket = word.IndexOf('(', StringComparison.Ordinal);
        if (bracket > 0 && word.EndsWith(')') && word[..bracket].TrimEnd() is var name
            && (name.Equals("Rejected", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)))
        {
            bare = name;
        }

        if (bare.StartsWith("Pending", StringComparison.OrdinalIgnoreCase))
            return (GatewayState.Pending, null);
        return States.TryGetValue(bare, out var state) ? (state, null) : (GatewayState.Unrecognized, Short(Hide(word)));
    }

    // A code is stored and shown: anything that is not shaped as one might be an echo of what must not be.
    private static bool IsCode(string? code) =>
        code is { Length: > 0 and <= MaxCode }
        && code.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && code.Count(char.IsAsciiDigit) < FewestDigitsToHide;

    private static bool IsNoError(string code) =>
        code.Length == 0 || code.Equals("NONE", StringComparison.OrdinalIgnoreCase) || code.Equals("SUCCESS", StringComparison.OrdinalIgnoreCase);

    private static string Hide(string word) =>
        word.Count(char.IsAsciiDigit) < FewestDigitsToHide ? word : new string([.. word.Select(c => char.IsDigit(c) ? '*' : c)]);

    private static string? Short(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var printable = new string([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(MaxCode)]);
        return printable.Length == 0 ? null : printable;
    }
}
