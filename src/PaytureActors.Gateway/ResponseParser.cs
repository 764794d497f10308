using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;

namespace PaytureActors.Gateway;

/// <summary>
/// Reads answers: tolerant of what Payture may change (attribute order, new and missing attributes, nested elements, letter case of
/// values, a BOM), strict about what makes an answer ours (root element, Success, OrderId, digits in amounts). It never throws.
/// </summary>
internal static class ResponseParser
{
    /// <summary>The longest answer that is read, in bytes.</summary>
    public const int MaxBytes = AnswerDocument.MaxBytes;

    private const int MaxSessionId = 64;
    private const int MaxAddress = 4096;

    /// <summary>The most cards of a customer that are read; the gateway gives at most 20 (D:ewallet/cards/get-list).</summary>
    private const int MaxCards = 100;

    /// <summary>Reads the answer to a call on an order.</summary>
    public static CallResult ReadCall(Asked asked, ReadOnlySpan<byte> body)
    {
        if (Open(asked, body, out var answer) is { } unreadable)
            return new CallResult(unreadable);

        switch (SuccessOf(answer))
        {
            // A success with an error is a contradiction.
            case Success.True when SaysNoError(answer)
                && TryAmount(answer, "Amount", out var amount) && TryAmount(answer, "NewAmount", out var left):
                return new CallResult(
                    asked.Row.Command == GatewayCommand.Init ? ReadSession(asked, answer, amount) : new GatewayOutcome.Approved(amount, left));

            case Success.ThreeDS when asked.Row.MayChallenge && SaysNoError(answer):
                return ReadChallenge(answer);

            case Success.False when AnswerText.IsCode(answer["ErrCode"])
                && TryAmount(answer, "Amount", out _) && TryAmount(answer, "NewAmount", out _):
                return new CallResult(new GatewayOutcome.Refused(ErrorCodes.Read(answer["ErrCode"]!, asked.Account.ErrorClasses)));

            default:
                return new CallResult(Malformed);
        }
    }

    /// <summary>Reads the answer to a command about a customer.</summary>
    public static CustomerResult ReadCustomer(Asked asked, ReadOnlySpan<byte> body)
    {
        var (outcome, form) = ReadCall(asked, body);
        if (outcome is not GatewayOutcome.Approved || AnswerDocument.TryRead(body, asked.Row) is not { } answer)
            return new CustomerResult(outcome) { Form = form };

        return new CustomerResult(new GatewayOutcome.Approved(null, null))
        {
            Cards = asked.Row.Command == GatewayCommand.GetList ? ReadCards(answer) : [],
            CardId = AnswerText.Word(answer["CardId"]),
            CardName = AnswerText.MaskedPan(answer["CardName"]),
        };
    }

    /// <summary>Reads the answer to an inquiry.</summary>
    /// <returns>The standing, or why there is none.</returns>
    public static (Standing? Standing, GatewayOutcome? Failure) ReadStanding(Asked asked, ReadOnlySpan<byte> body)
    {
        if (Open(asked, body, out var answer) is { } unreadable)
            return (null, unreadable);

        switch (SuccessOf(answer))
        {
            case Success.True when (answer["State"] ?? answer["Status"]) is { } word && !string.IsNullOrWhiteSpace(word)
                && TryAmount(answer, "Amount", out var amount):
                return (StandingReader.Read(word.Trim(), amount, answer), null);

            case Success.False when answer["ErrCode"] is { } code && AnswerText.IsCode(code):
                return StandingReader.OfCode(code) is { } standing
                    ? (standing, null)
                    : (null, new GatewayOutcome.Refused(ErrorCodes.Read(code, asked.Account.ErrorClasses)));

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

    private static GatewayOutcome? Open(Asked asked, ReadOnlySpan<byte> body, out AnswerDocument answer)
    {
        if (AnswerDocument.TryRead(body, asked.Row) is not { } read)
        {
            answer = null!;
            return Malformed;
        }

        answer = read;
        var isAnothers = (asked.Order is { } order && read["OrderId"] is { } echoed && echoed != order.ToString())
            || (asked.Login is { } login && read["VWUserLgn"] is { Length: > 0 } customer // May be empty (REC div).
                && !customer.Equals(login, StringComparison.OrdinalIgnoreCase));
        return isAnothers ? new GatewayOutcome.Unknown(UnknownReason.OtherOrder) : null;
    }

    private static GatewayOutcome ReadSession(Asked asked, AnswerDocument answer, Money? amount)
    {
        if (answer["SessionId"]?.Trim() is not { Length: > 0 and <= MaxSessionId } session
            || !session.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return Malformed;
        }

        if (asked.Amount is not null && amount is not null && amount != asked.Amount)
            return new GatewayOutcome.Unknown(UnknownReason.AmountDiffers);
        var page = CommandTable.Rows[(asked.Row.Family, asked.Page)];
        return new GatewayOutcome.SessionOpened(session, new Uri(asked.Account.Host, $"{page.Path}?SessionId={session}").AbsoluteUri);
    }

    // Without all three the customer cannot be sent anywhere: the challenge is lost, and an inquiry tells what became of the order.
    private static CallResult ReadChallenge(AnswerDocument answer)
    {
        if (answer["ACSUrl"]?.Trim() is not { Length: > 0 and <= MaxAddress } address || !IsWebAddress(address)
            || answer["PaReq"]?.Trim() is not { Length: > 0 } paReq
            || answer["ThreeDSKey"]?.Trim() is not { Length: > 0 } key)
        {
            return new CallResult(new GatewayOutcome.Unknown(UnknownReason.LostChallenge));
        }

        return new CallResult(
            new GatewayOutcome.ChallengeRequired(address, ChallengeForm.HashOf(key)),
            new ChallengeForm(address, new Sensitive<string>(paReq), new Sensitive<string>(key)));
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    // A customer without cards has one item without anything in it (REC div).
    private static ValueList<StoredCard> ReadCards(AnswerDocument answer) => ValueList.From((
        from item in answer.Nested("Item")
        let id = AnswerText.Word(item.GetValueOrDefault("CardId"))
        where id is not null
        let name = AnswerText.MaskedPan(item.GetValueOrDefault("CardName"))
        let status = AnswerText.Word(item.GetValueOrDefault("Status"))
        select new StoredCard(id, name ?? "", status ?? "")
        {
            CardHolder = AnswerText.Word(item.GetValueOrDefault("CardHolder")),
            NoCvv = IsTrue(item.GetValueOrDefault("NoCVV")),
            Expired = IsTrue(item.GetValueOrDefault("Expired")),
        }).Take(MaxCards));

    private static bool IsTrue(string? text) => text?.Trim().Equals("True", StringComparison.OrdinalIgnoreCase) ?? false;

    private static Success SuccessOf(AnswerDocument answer) => answer["Success"]?.Trim().ToUpperInvariant() switch
    {
        "TRUE" => Success.True,
        "FALSE" => Success.False,
        "3DS" => Success.ThreeDS,
        _ => Success.Missing,
    };

    private static bool SaysNoError(AnswerDocument answer) =>
        answer["ErrCode"] is not { Length: > 0 } code
        || code.Equals("NONE", StringComparison.OrdinalIgnoreCase) || code.Equals("SUCCESS", StringComparison.OrdinalIgnoreCase);

    private static bool TryAmount(AnswerDocument answer, string name, out Money? amount)
    {
        amount = null;
        if (answer[name] is not { } text)
            return true;
        if (!long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kopecks))
            return false;
        amount = Money.Kopecks(kopecks);
        return true;
    }
}
