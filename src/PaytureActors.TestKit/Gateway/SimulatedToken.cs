using System.Globalization;
using System.Text;
using System.Text.Json;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>
/// Makes wallet tokens that the simulated gateway understands: Base64, as real ones are, of a JSON that is ours alone,
/// <c>{"simulated":"apple","amount":258900,"declinedAs":null,"challenge":false}</c>.
/// </summary>
public static class SimulatedToken
{
    /// <summary>An Apple Pay token: its own amount counts.</summary>
    /// <param name="amount">What the customer agreed to.</param>
    /// <param name="declinedAs">The bank's reason to decline; null to approve.</param>
    public static string Apple(Money amount, string? declinedAs = null) => Make("apple", amount, declinedAs, challenge: false);

    /// <summary>A Google Pay token: the request's Amount is required and must equal the token's.</summary>
    /// <param name="amount">What the customer agreed to.</param>
    /// <param name="declinedAs">The bank's reason to decline; null to approve.</param>
    /// <param name="challenge">Whether the card behind it is not tokenized, so that it asks for 3-D Secure.</param>
    public static string Google(Money amount, string? declinedAs = null, bool challenge = false) => Make("google", amount, declinedAs, challenge);

    /// <summary>A Samsung Pay token: its own amount counts.</summary>
    /// <param name="amount">What the customer agreed to.</param>
    /// <param name="declinedAs">The bank's reason to decline; null to approve.</param>
    public static string Samsung(Money amount, string? declinedAs = null) => Make("samsung", amount, declinedAs, challenge: false);

    internal static (string Wallet, Money Amount, CardConduct Conduct)? Read(string token)
    {
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(token.Trim()));
            var root = json.RootElement;
            var wallet = root.GetProperty("simulated").GetString();
            var amount = root.GetProperty("amount").GetInt64();
            var conduct = new CardConduct(
                DeclinedAs: root.TryGetProperty("declinedAs", out var code) ? code.GetString() : null,
                AsksChallenge: root.TryGetProperty("challenge", out var asks) && asks.GetBoolean());
            return wallet is "apple" or "google" or "samsung" && amount > 0 ? (wallet, Money.Kopecks(amount), conduct) : null;
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Make(string wallet, Money amount, string? declinedAs, bool challenge)
    {
        var code = declinedAs is null ? "null" : $"\"{JsonEncodedText.Encode(declinedAs)}\"";
        var kopecks = amount.InKopecks.ToString(CultureInfo.InvariantCulture);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(
            $$"""{"simulated":"{{wallet}}","amount":{{kopecks}},"declinedAs":{{code}},"challenge":{{(challenge ? "true" : "false")}}}"""));
    }
}
