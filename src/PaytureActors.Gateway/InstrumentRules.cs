namespace PaytureActors.Gateway;

/// <summary>What a customer's secrets must be, by the names of the fields in which they come; no message repeats a value.</summary>
internal static class InstrumentRules
{
    public const int MaxLogin = 50;
    public const int CardIdLength = 36;
    private const int MaxConfirmCode = 10;
    private const int MaxToken = 64 * 1024;
    private const int MaxMd = 1024;
    private const int MaxPaRes = 64 * 1024;

    /// <summary>The header in which a customer's password comes to the REST doors.</summary>
    public const string PasswordField = "Payture-Customer-Password";

    public static IEnumerable<FieldError> Check(Instrument.Token token, string at)
    {
        if (!token.PayToken.IsEmpty && !token.PayToken.Reveal(IsBase64))
            yield return new($"{at}.token", $"Give the wallet's token in Base64, at most {MaxToken} characters.");
        if (!IsCode(token.SecurityCode))
            yield return new($"{at}.securityCode", "Give the security code as 3 or 4 digits, or leave it out.");
    }

    /// <summary>The customer alone, whatever else the instrument has.</summary>
    public static IEnumerable<FieldError> CheckCustomer(Instrument.Wallet wallet, string loginField)
    {
        if (!IsLogin(wallet.Login))
            yield return new(loginField, $"Give the customer's login in 1 to {MaxLogin} characters, no control characters.");
        if (!wallet.Password.IsEmpty && !wallet.Password.Reveal(IsLogin))
            yield return new(PasswordField, $"Give the customer's password in 1 to {MaxLogin} characters, no control characters.");
    }

    public static IEnumerable<FieldError> CheckPaying(Instrument.Wallet wallet)
    {
        var ways = new object?[] { wallet.CardId, wallet.Card, wallet.Token }.Count(way => way is not null);
        if (ways != 1)
            yield return new("wallet", "Give one thing that pays: a stored card's cardId, a card, or a token.");
        if (wallet.CardId is null && !wallet.SecurityCode.IsEmpty)
            yield return new("wallet.securityCode", "Give the code with the card or the token; this one goes with a stored card.");
        foreach (var error in CheckCardId(wallet.CardId, "wallet.cardId"))
            yield return error;
        if (!IsCode(wallet.SecurityCode))
            yield return new("wallet.securityCode", "Give the security code as 3 or 4 digits, or leave it out.");
        if (!wallet.ConfirmCode.IsEmpty && !wallet.ConfirmCode.Reveal(IsConfirmCode))
            yield return new("wallet.confirmCode", $"Give the code that was sent to the customer: 1 to {MaxConfirmCode} letters or digits.");
        foreach (var error in wallet.Token is { } token ? Check(token, "wallet") : [])
            yield return error;
    }

    public static IEnumerable<FieldError> CheckCardId(string? cardId, string field)
    {
        if (cardId is not null && (cardId.Length != CardIdLength || !cardId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
            yield return new(field, $"Give the stored card's id: {CardIdLength} letters, digits and dashes.");
    }

    public static IEnumerable<FieldError> Check(Instrument.ThreeDSecureResult result)
    {
        if (!result.Md.IsEmpty && !result.Md.Reveal(md => md.Length is >= 1 and <= MaxMd && WireText.IsSendable(md)))
            yield return new("md", "Give the field MD as the customer's browser brought it.");
        if (!result.PaRes.IsEmpty && !result.PaRes.Reveal(IsPaRes))
            yield return new("paRes", $"Give the field PaRes as the customer's browser brought it, at most {MaxPaRes} characters.");
    }

    public static bool IsLogin(string text) => text.Length is >= 1 and <= MaxLogin && !string.IsNullOrWhiteSpace(text) && WireText.IsSendable(text);

    public static bool IsPhone(string text) => text.Length is >= 5 and <= 15 && text.All(char.IsAsciiDigit);

    public static bool IsEmail(string text) =>
        text.Length <= 254 && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1
        && text.LastIndexOf('@') == at && !text.Any(char.IsWhiteSpace) && WireText.IsSendable(text);

    private static bool IsCode(Sensitive<string> code) =>
        code.IsEmpty || code.Reveal(text => text.Length is 3 or 4 && text.All(char.IsAsciiDigit));

    private static bool IsConfirmCode(string text) => text.Length is >= 1 and <= MaxConfirmCode && text.All(char.IsAsciiLetterOrDigit);

    // Of the characters only: whether it is a whole token, the gateway sees.
    private static bool IsBase64(string text) =>
        text.Length is >= 1 and <= MaxToken && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' or '-' or '_');

    // Banks break long lines.
    private static bool IsPaRes(string text) =>
        text.Length is >= 1 and <= MaxPaRes && WireText.IsSendable(text.Replace('\r', ' ').Replace('\n', ' '));
}
