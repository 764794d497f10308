namespace PaytureActors.Domain;

/// <summary>Payture's interfaces; an order belongs to the one that opened it.</summary>
public enum ApiFamily
{
    /// <summary>Card data at the merchant: <c>/api/</c>.</summary>
    Api = 1,

    /// <summary>The customer pays on Payture's page: <c>/apim/</c>.</summary>
    InPay,

    /// <summary>Customers with stored cards: <c>/vwapi/</c>.</summary>
    EWallet,

    /// <summary>Tokens of Apple Pay: <c>/api/MobilePay</c>, in older accounts <c>/api/ApplePay</c>.</summary>
    ApplePay,

    /// <summary>Tokens of Google Pay and Samsung Pay: <c>/api/MobilePay</c>, in older accounts <c>/api/AndroidPay</c>.</summary>
    AndroidPay,
}
