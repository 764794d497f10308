using System.Security.Cryptography;
using System.Text;
using PaytureActors.Domain;

namespace PaytureActors.Customers;

/// <summary>
/// Which customer, without saying who: the merchant's alias, and a keyed hash of it and of the login. A login may be a phone number or a mail
/// address; it stays in the process that received it.
/// </summary>
/// <param name="Merchant">Whose customer.</param>
/// <param name="Id">HMAC-SHA256 of alias and login, in hexadecimal digits.</param>
internal readonly record struct CustomerKey(MerchantAlias Merchant, string Id)
{
    /// <summary>What the journal's names of all customers begin with; nothing else in the journal does.</summary>
    public const string Prefix = "customer-";

    private const int ShownDigits = 12;
    private const int SealDigits = 32;

    /// <summary>Under which name the journal keeps the customer; it never changes while the key of the hash does not.</summary>
    public string PersistenceId => Prefix + Id;

    /// <summary>The key of a customer.</summary>
    /// <param name="merchant">Whose.</param>
    /// <param name="login">VWUserLgn, to the letter.</param>
    /// <param name="secret">What the hash is keyed with: the setting <c>Payture:CustomerIdKey</c>.</param>
    public static CustomerKey Of(MerchantAlias merchant, string login, string secret) =>
        // An alias has no slash, so the first one ends it.
        new(merchant, Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{merchant}/{login}"))));

    /// <summary>
    /// How an address of our doors names the customer: the id, and a keyed hash of it. The door asks for no API key, and must not open a customer for
    /// whoever makes an id up.
    /// </summary>
    public string AddressIn(string secret) => Id + Seal(secret);

    /// <summary>The customer that an address of our doors names; null where it is none of ours.</summary>
    public static CustomerKey? Named(MerchantAlias merchant, string address, string secret)
    {
        const int idDigits = 2 * HMACSHA256.HashSizeInBytes;
        if (address.Length != idDigits + SealDigits || !address.All(char.IsAsciiHexDigitLower))
            return null;
        var key = new CustomerKey(merchant, address[..idDigits]);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key.Seal(secret)), Encoding.ASCII.GetBytes(address[idDigits..])) ? key : null;
    }

    /// <summary>The alias and the first digits of the hash: enough for a log.</summary>
    public override string ToString() => $"{Merchant}/{Id[..ShownDigits]}";

    private string Seal(string secret) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"address/{Merchant}/{Id}")))[..SealDigits];
}
