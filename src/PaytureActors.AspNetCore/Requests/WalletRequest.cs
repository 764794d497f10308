using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>A token of Apple Pay, Google Pay or Samsung Pay.</summary>
internal sealed class TokenRequest
{
    /// <summary>Base64 of what the wallet gave: Apple's paymentData, Google's token text, Samsung's paymentCredential. Secret.</summary>
    public required string Token { get; init; }

    /// <summary>The card's code, 3 or 4 digits, where the wallet's card needs it.</summary>
    public string? SecurityCode { get; init; }

    /// <summary>Reads a token; where it is missing that is noted, and then there is none.</summary>
    public static Instrument.Token? Read(JsonFields fields, string name, ApiFamily family)
    {
        if (fields.Object(name) is not { } wallet)
            return null;
        var token = wallet.Text("token");
        if (token is null && !wallet.Has("token"))
            wallet.Wrong("token", "Give the token in Base64 (of Apple's paymentData, Google's token text or Samsung's paymentCredential).");
        var code = wallet.Text("securityCode");
        wallet.RefuseOthers();
        return token is null ? null : new Instrument.Token(family, token, code);
    }

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";
}

/// <summary>An eWallet customer and what pays; the customer's password comes in the header Payture-Customer-Password.</summary>
internal sealed class WalletRequest
{
    /// <summary>The customer (VWUserLgn), 1 to 50 characters.</summary>
    public required string Login { get; init; }

    /// <summary>The stored card that pays.</summary>
    public string? CardId { get; init; }

    /// <summary>The stored card's code, 3 or 4 digits; left out for a recurring payment.</summary>
    public string? SecurityCode { get; init; }

    /// <summary>The code that was sent to the customer, where one is asked for.</summary>
    public string? ConfirmCode { get; init; }

    /// <summary>A card that is not stored and pays this once.</summary>
    public CardRequest? Card { get; init; }

    /// <summary>A token of Apple Pay, Google Pay or Samsung Pay in Base64.</summary>
    public string? Token { get; init; }

    /// <summary>Reads the wallet that pays: with a stored card, a card, or a token. Where login or password is missing there is none.</summary>
    public static Instrument.Wallet? Read(JsonFields fields, FieldErrors errors, string? password, DateTimeOffset now)
    {
        if (fields.Object("wallet") is not { } wallet)
            return null;

        var login = LoginOf(wallet);
        var (cardId, token) = (wallet.Text("cardId"), wallet.Text("token"));
        var (code, confirm) = (wallet.Text("securityCode"), wallet.Text("confirmCode"));
        var card = wallet.Has("card") ? CardRequest.Read(wallet, errors, now) : null;
        wallet.RefuseOthers();
        return login is null || password is null
            ? null
            : new Instrument.Wallet(login, password)
            {
                CardId = cardId,
                SecurityCode = Hide(code),
                ConfirmCode = Hide(confirm),
                Card = card,
                Token = token is null ? null : new Instrument.Token(ApiFamily.AndroidPay, token), // The wallet's own interface carries any token.
            };
    }

    /// <summary>Reads the wallet of a session: the customer, perhaps with the stored card that the page shall offer.</summary>
    public static Instrument.Wallet? ReadForPage(JsonFields fields, string? password)
    {
        if (fields.Object("wallet") is not { } wallet)
        {
            if (!fields.Has("wallet"))
                fields.Wrong("wallet", "Give the eWallet customer who pays: {\"login\"}, perhaps with cardId.");
            return null;
        }

        var login = LoginOf(wallet);
        var cardId = wallet.Text("cardId");
        wallet.RefuseOthers();
        return login is null || password is null ? null : new Instrument.Wallet(login, password) { CardId = cardId };
    }

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";

    private static string? LoginOf(JsonFields wallet)
    {
        var login = wallet.Text("login");
        if (login is null && !wallet.Has("login"))
            wallet.Wrong("login", "Give the customer's login.");
        return login;
    }

    private static Sensitive<string> Hide(string? secret) => secret is null ? Sensitive<string>.Empty : new Sensitive<string>(secret);
}
