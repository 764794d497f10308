namespace PaytureActors.TestKit.Gateway;

/// <summary>A merchant's account at the simulated gateway.</summary>
/// <param name="Key">What requests of the Api and InPay families name the account by.</param>
/// <param name="Password">What Refund and, but for the Api family, Charge and Unblock must bring; it is never printed.</param>
public sealed record SimulatedMerchant(string Key, string Password)
{
    /// <summary>The account of the documentation's samples: <c>Merchant</c> with password <c>123</c> and VWID <c>VWMerchantside</c>.</summary>
    public static SimulatedMerchant Documented { get; } = new("Merchant", "123") { Vwid = "VWMerchantside" };

    /// <summary>What requests of the EWallet family name the account by.</summary>
    /// <value>The default is <c>VW</c> and the key.</value>
    public string Vwid { get; init; } = "VW" + Key;

    /// <summary>The terminal's name that GetState shows.</summary>
    /// <value>The default is <c>Merchant</c>.</value>
    public string Contract { get; init; } = "Merchant";

    /// <summary>Whether a merchant-side Pay of the EWallet family that names no type, and whose OrderId has no session, only holds the money (INF).</summary>
    /// <value>The default is false: it pays in one step.</value>
    public bool IsTwoStep { get; init; }

    /// <summary>Whether a stored card may pay without its security code, and then without 3-D Secure (D:ewallet/pay/recurring).</summary>
    /// <value>The default is true.</value>
    public bool IsRecurring { get; init; } = true;

    /// <summary>Where notifications of this account are posted, when somebody delivers them.</summary>
    /// <value>The default is nowhere.</value>
    public Uri? NotifyAt { get; init; }

    /// <summary>The account's key; never its password.</summary>
    public override string ToString() => $"Merchant {Key}";
}
