using PaytureActors.Domain;

namespace PaytureActors.Gateway;

// Tokens of Apple, Google and Samsung, eWallet customers and their cards, and the result of 3-D Secure. Whatever was typed can be held:
// GatewayRequestRules says what is wrong with it.
public abstract partial class Instrument
{
    /// <summary>A token of Apple Pay, Google Pay or Samsung Pay: Base64 of what the wallet gave the merchant (D:pay-services/api).</summary>
    public sealed class Token : Instrument
    {
        /// <param name="family">ApplePay or AndroidPay.</param>
        /// <param name="payToken">The token, as it goes on the wire.</param>
        /// <param name="securityCode">The card's code, where the wallet's card needs it.</param>
        public Token(ApiFamily family, string payToken, string? securityCode = null)
        {
            if (family is not (ApiFamily.ApplePay or ApiFamily.AndroidPay))
                throw new ArgumentException("A wallet's token pays by the family ApplePay or AndroidPay.", nameof(family));
            ArgumentNullException.ThrowIfNull(payToken);
            Family = family;
            PayToken = new Sensitive<string>(payToken);
            SecurityCode = securityCode is null ? Sensitive<string>.Empty : new Sensitive<string>(securityCode);
        }

        /// <inheritdoc />
        public override ApiFamily? Family { get; }

        /// <summary>The token.</summary>
        public Sensitive<string> PayToken { get; }

        /// <summary>The card's code; empty where none was given.</summary>
        public Sensitive<string> SecurityCode { get; }

        /// <inheritdoc />
        public override bool IsEmpty => PayToken.IsEmpty;

        /// <inheritdoc />
        public override void Clear()
        {
            PayToken.Clear();
            SecurityCode.Clear();
        }

        /// <summary>The kind of instrument alone.</summary>
        public override string ToString() => "Token ***";
    }

    /// <summary>
    /// An eWallet customer with what pays: a stored card, a card that is not stored, a wallet's token, or, for a session and for
    /// commands about the customer, nothing at all.
    /// </summary>
    public sealed class Wallet : Instrument
    {
        /// <param name="login">The customer (VWUserLgn). Personal data.</param>
        /// <param name="password">The customer's password (VWUserPsw).</param>
        public Wallet(string login, string password)
        {
            ArgumentNullException.ThrowIfNull(login);
            ArgumentNullException.ThrowIfNull(password);
            Login = login;
            Password = new Sensitive<string>(password);
        }

        /// <summary>The customer.</summary>
        public string Login { get; }

        /// <summary>The customer's password.</summary>
        public Sensitive<string> Password { get; }

        /// <summary>The stored card that pays; null for a card or a token that is not stored.</summary>
        public string? CardId { get; init; }

        /// <summary>The card's code; empty for a recurring payment, which needs none (D:ewallet/pay/recurring).</summary>
        public Sensitive<string> SecurityCode { get; init; } = Sensitive<string>.Empty;

        /// <summary>The code that SendCode sent to the customer; empty where none is asked for.</summary>
        public Sensitive<string> ConfirmCode { get; init; } = Sensitive<string>.Empty;

        /// <summary>A card that is not stored yet: it pays (CardId FreePay), or is to be added.</summary>
        public new Card? Card { get; init; }

        /// <summary>A wallet's token that pays (CardId FreePay).</summary>
        public new Token? Token { get; init; }

        /// <inheritdoc />
        public override ApiFamily? Family => ApiFamily.EWallet;

        /// <inheritdoc />
        public override bool IsEmpty => Password.IsEmpty || Card is { IsEmpty: true } || Token is { IsEmpty: true };

        /// <inheritdoc />
        public override void Clear()
        {
            Password.Clear();
            SecurityCode.Clear();
            ConfirmCode.Clear();
            Card?.Clear();
            Token?.Clear();
        }

        /// <summary>The kind of instrument alone.</summary>
        public override string ToString() => "Wallet ***";
    }

    /// <summary>What the customer's browser brought back from the bank (D:3d-secure/v1).</summary>
    public sealed class ThreeDSecureResult : Instrument
    {
        /// <param name="md">The field MD; trimmed.</param>
        /// <param name="paRes">The field PaRes.</param>
        public ThreeDSecureResult(string md, string paRes)
        {
            ArgumentNullException.ThrowIfNull(md);
            ArgumentNullException.ThrowIfNull(paRes);
            Md = new Sensitive<string>(md.Trim());
            PaRes = new Sensitive<string>(paRes.Trim());
        }

        /// <summary>The MD.</summary>
        public Sensitive<string> Md { get; }

        /// <summary>The PaRes.</summary>
        public Sensitive<string> PaRes { get; }

        /// <inheritdoc />
        public override ApiFamily? Family => null;

        /// <inheritdoc />
        public override bool IsEmpty => PaRes.IsEmpty;

        /// <inheritdoc />
        public override void Clear()
        {
            Md.Clear();
            PaRes.Clear();
        }

        /// <summary>The kind of instrument alone.</summary>
        public override string ToString() => "ThreeDSecureResult ***";
    }
}
