using PaytureActors.Domain;

namespace PaytureActors;

/// <summary>
/// Where customers' browsers find our doors. Built from <c>Payture:PublicUrl</c> only: a Host header says whatever a stranger likes.
/// </summary>
internal sealed record DoorAddresses(Uri PublicUrl)
{
    /// <summary>Where the gateway's page sends the customer; the gateway fills in whether the payment succeeded, which nobody believes.</summary>
    public string ReturnUrl(OrderKey key) => $"{Merchant(key)}/return?order={Uri.EscapeDataString(key.Order.ToString())}&success={{success}}";

    /// <summary>Where the bank sends the customer after 3-D Secure.</summary>
    public string TermUrl(OrderKey key) => $"{Merchant(key)}/3ds/{Uri.EscapeDataString(key.Order.ToString())}";

    private string Merchant(OrderKey key) => $"{PublicUrl.AbsoluteUri.TrimEnd('/')}/payture/{key.Merchant}";
}
