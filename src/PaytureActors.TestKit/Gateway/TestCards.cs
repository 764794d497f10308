using System.Collections.Frozen;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>Card numbers that make the sandbox behave in a known way. They are public test numbers, not secrets.</summary>
public static class TestCards
{
    /// <summary>Succeeds without 3-D Secure (D:test-cards).</summary>
    public const string Success = "4111111111100031";

    /// <summary>Succeeds without 3-D Secure; its security code must be sent (D:test-cards).</summary>
    public const string SuccessWithSecurityCode = "4111111111100023";

    /// <summary>Asks for 3-D Secure (D:test-cards).</summary>
    public const string Challenge = "4111111111111111";

    /// <summary>Succeeds, but Block answers late (D:test-cards: 40 s).</summary>
    public const string SlowBlock = "4100401111100062";

    /// <summary>Succeeds, but Unblock answers late (D:test-cards: 40 s).</summary>
    public const string SlowUnblock = "4100401111100724";

    /// <summary>Succeeds, but Charge answers late (D:test-cards: 40 s).</summary>
    public const string SlowCharge = "4100401111100328";

    /// <summary>Succeeds, but Refund answers late (D:test-cards: 40 s).</summary>
    public const string SlowRefund = "4100401111103025";

    /// <summary>Is refused as WRONG_EXPIRE_DATE whatever its date (OBS nat, sden).</summary>
    public const string WrongExpiry = "4400000000000008";

    /// <summary>Declined with AMOUNT_EXCEED. Invented: Payture's own list of failing cards is not known to us.</summary>
    public const string InventedInsufficientFunds = "4999990000000015";

    /// <summary>Declined with ISSUER_BLOCKED_CARD. Invented.</summary>
    public const string InventedBlockedCard = "4999990000000023";

    /// <summary>Declined with FRAUD_ERROR. Invented.</summary>
    public const string InventedFraud = "4999990000000031";

    /// <summary>Declined with REFUSAL_BY_GATE. Invented.</summary>
    public const string InventedRefusal = "4999990000000049";

    /// <summary>The numbers that have a conduct of their own, or that are documented to have none.</summary>
    internal static FrozenDictionary<string, CardConduct> Known { get; } = new Dictionary<string, CardConduct>
    {
        [Success] = CardConduct.Plain,
        ["5218851946955484"] = CardConduct.Plain,
        ["4011111111111112"] = CardConduct.Plain,
        ["4111111111111112"] = CardConduct.Plain, // Not a Luhn number, yet every old sample uses it (REC div).
        [SuccessWithSecurityCode] = new CardConduct(NeedsSecurityCode: true),
        [Challenge] = new CardConduct(AsksChallenge: true),
        ["5486732058864471"] = new CardConduct(AsksChallenge: true),
        ["2202208311110010"] = new CardConduct(AsksChallenge: true),
        ["6390028880000000010"] = new CardConduct(AsksChallenge: true),
        [SlowBlock] = new CardConduct(Slow: Operation.Block),
        [SlowUnblock] = new CardConduct(Slow: Operation.Unblock),
        [SlowCharge] = new CardConduct(Slow: Operation.Charge),
        [SlowRefund] = new CardConduct(Slow: Operation.Refund),
        [WrongExpiry] = new CardConduct(RefusedAs: "WRONG_EXPIRE_DATE"),
        [InventedInsufficientFunds] = new CardConduct(DeclinedAs: "AMOUNT_EXCEED"),
        [InventedBlockedCard] = new CardConduct(DeclinedAs: "ISSUER_BLOCKED_CARD"),
        [InventedFraud] = new CardConduct(DeclinedAs: "FRAUD_ERROR"),
        [InventedRefusal] = new CardConduct(DeclinedAs: "REFUSAL_BY_GATE"),
    }.ToFrozenDictionary();

    /// <summary>How a card behaves: as documented, or, when its number is unknown but valid, plainly; null for no card number.</summary>
    internal static CardConduct? ConductOf(string number) =>
        Known.TryGetValue(number, out var conduct) ? conduct : IsCardNumber(number) ? CardConduct.Plain : null;

    private static bool IsCardNumber(string number) =>
        number.Length is >= 13 and <= 19 && number.All(char.IsAsciiDigit) && HasLuhnSum(number);

    private static bool HasLuhnSum(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }
}

/// <summary>What a card makes the sandbox do. A payment keeps this instead of the card's number.</summary>
/// <param name="RefusedAs">The code of a refusal that leaves no payment.</param>
/// <param name="DeclinedAs">The code of a decline that leaves a Rejected payment.</param>
/// <param name="AsksChallenge">Whether Pay and Block ask for 3-D Secure.</param>
/// <param name="NeedsSecurityCode">Whether the security code must be sent.</param>
/// <param name="Slow">The operation that answers late.</param>
internal sealed record CardConduct(
    string? RefusedAs = null, string? DeclinedAs = null, bool AsksChallenge = false, bool NeedsSecurityCode = false, Operation? Slow = null)
{
    public static CardConduct Plain { get; } = new();
}
