using Microsoft.AspNetCore.Http;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>What Pay and Block take: an amount, and one of <c>card</c>, <c>applePay</c>, <c>googlePay</c>, <c>samsungPay</c> and <c>wallet</c>.</summary>
internal sealed class PaymentRequest
{
    private static readonly string[] Payers = ["card", "applePay", "googlePay", "samsungPay", "wallet"];

    /// <summary>The amount in kopecks.</summary>
    public required long Amount { get; init; }

    /// <summary>The card that pays. It never leaves the process that receives it, and is neither stored nor logged.</summary>
    public CardRequest? Card { get; init; }

    /// <summary>Apple Pay's token.</summary>
    public TokenRequest? ApplePay { get; init; }

    /// <summary>Google Pay's token; its amount must be the amount.</summary>
    public TokenRequest? GooglePay { get; init; }

    /// <summary>Samsung Pay's token.</summary>
    public TokenRequest? SamsungPay { get; init; }

    /// <summary>An eWallet customer; the password comes in the header Payture-Customer-Password.</summary>
    public WalletRequest? Wallet { get; init; }

    /// <summary>Free fields that travel to the gateway and are not kept; their names have letters, digits, '_', '-' and '.'.</summary>
    public IReadOnlyDictionary<string, string>? CustomFields { get; init; }

    /// <summary>With a card: the customer's identifier in your system, up to 50 characters. It is not kept.</summary>
    public string? CustomerKey { get; init; }

    /// <summary>With a card: the id of the device's fingerprint. It is not kept.</summary>
    public string? PaytureId { get; init; }

    /// <summary>The receipt.</summary>
    public ChequeRequest? Cheque { get; init; }

    /// <summary>Where this service's doors send the customer's browser after 3-D Secure: https. Put nothing secret into it: whoever knows the OrderId is led there.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Reads the parts; what is wrong is noted, and then a part is null.</summary>
    public static Payment Read(JsonFields fields, FieldErrors errors, HttpRequest request, DateTimeOffset now)
    {
        var payment = new Payment(
            fields.Amount("amount", required: true),
            InstrumentOf(fields, errors, request, now),
            new PaymentExtras
            {
                CustomFields = fields.Object("customFields")?.Texts() ?? PaymentExtras.None.CustomFields,
                CustomerKey = fields.Text("customerKey"),
                PaytureId = fields.Text("paytureId"),
            },
            ChequeRequest.Read(fields),
            Addresses.ReturnUrl(fields))
        {
            Payer = Payers.FirstOrDefault(fields.Has),
        };
        fields.RefuseOthers();
        return payment;
    }

    private static Instrument? InstrumentOf(JsonFields fields, FieldErrors errors, HttpRequest request, DateTimeOffset now)
    {
        var given = Payers.Where(fields.Has).ToArray();
        if (given.Length == 0)
        {
            errors.Add("card", "Give what pays: card {\"number\",\"expiryMonth\",\"expiryYear\",\"holder\",\"securityCode\"}, applePay, googlePay or "
                + "samsungPay {\"token\"}, or wallet {\"login\",\"cardId\",\"securityCode\"}.");
            return null;
        }

        foreach (var name in given.Skip(1))
            errors.Add(name, $"One thing pays: leave this or {given[0]} out.");

        return given[0] switch
        {
            "card" => CardRequest.Read(fields, errors, now),
            "applePay" => TokenRequest.Read(fields, "applePay", ApiFamily.ApplePay),
            "googlePay" => TokenRequest.Read(fields, "googlePay", ApiFamily.AndroidPay),
            "samsungPay" => TokenRequest.Read(fields, "samsungPay", ApiFamily.AndroidPay),
            _ => WalletRequest.Read(fields, errors, CallHeaders.Password(request, errors), now),
        };
    }
}

/// <summary>What was read of a payment; its parts are there once nothing was wrong.</summary>
internal sealed record Payment(Money? Amount, Instrument? Instrument, PaymentExtras Extras, Cheque? Cheque, string? ReturnUrl)
{
    /// <summary>The field of what pays.</summary>
    public string? Payer { get; init; }
}
