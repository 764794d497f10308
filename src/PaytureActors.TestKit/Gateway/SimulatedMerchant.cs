namespace PaytureActors.TestKit.Gateway;

/// <summary>A merchant's account at the simulated gateway.</summary>
/// <param name="Key">What requests name the account by.</param>
/// <param name="Password">What Refund must bring; it is never printed.</param>
public sealed record SimulatedMerchant(string Key, string Password)
{
    /// <summary>The account of the documentation's samples: <c>Merchant</c> with password <c>123</c>.</summary>
    public static SimulatedMerchant Documented { get; } = new("Merchant", "123");

    /// <summary>The terminal's name that GetState shows.</summary>
    /// <value>The default is <c>Merchant</c>.</value>
    public string Contract { get; init; } = "Merchant";

    /// <summary>The account's key; never its password.</summary>
    public override string ToString() => $"Merchant {Key}";
}
