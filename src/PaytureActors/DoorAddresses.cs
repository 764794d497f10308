using PaytureActors.Domain;

namespace PaytureActors;

/// <summary>
/// Where customers' browsers find our doors. Built from <c>Payture:PublicUrl</c> only: a Host header says whatever a stranger likes.
/// </summary>
internal sealed record DoorAddresses(Uri PublicUrl)
{
    private const int LongestReturnUrl = 2_000;

    /// <summary>Where the gateway's page sends the customer; the gateway fills in whether the payment succeeded, which nobody believes.</summary>
    public string ReturnUrl(OrderKey key) => $"{Merchant(key.Merchant)}/return?order={Uri.EscapeDataString(key.Order.ToString())}&success={{success}}";

    /// <summary>Where the bank sends the customer after 3-D Secure.</summary>
    public string TermUrl(OrderKey key) => $"{Merchant(key.Merchant)}/3ds/{Uri.EscapeDataString(key.Order.ToString())}";

    /// <summary>Where the bank sends a customer who adds a card.</summary>
    /// <param name="merchant">Whose customer.</param>
    /// <param name="address">How addresses name the customer.</param>
    public string CardTermUrl(MerchantAlias merchant, string address) => $"{Merchant(merchant)}/3ds/cards/{address}";

    /// <summary>Whether our doors may send a customer's browser there.</summary>
    public static bool IsReturnUrl(string url) =>
        url.Length <= LongestReturnUrl && Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    private string Merchant(MerchantAlias merchant) => $"{PublicUrl.AbsoluteUri.TrimEnd('/')}/payture/{merchant}";
}
