using Microsoft.AspNetCore.Http;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>What Init takes: the customer pays on the gateway's page.</summary>
internal sealed class InitRequest
{
    /// <summary><c>inPay</c>, or <c>eWallet</c> for a customer with stored cards.</summary>
    public required string Family { get; init; }

    /// <summary><c>pay</c> takes the money at once, <c>block</c> holds it.</summary>
    public required string SessionType { get; init; }

    /// <summary>The amount in kopecks.</summary>
    public required long Amount { get; init; }

    /// <summary>The customer's IP address.</summary>
    public string? Ip { get; init; }

    /// <summary>
    /// Where the page leads afterwards; {orderid} and {success} are filled in by the gateway. Without it the page leads to this service's
    /// own return door, which needs Payture:PublicUrl.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>What is sold, in words, as the page shows it.</summary>
    public string? Product { get; init; }

    /// <summary>The sum as the page shows it, for example 124.80: words only, the amount decides.</summary>
    public string? Total { get; init; }

    /// <summary>Which of your page templates.</summary>
    public string? TemplateTag { get; init; }

    /// <summary>RU or EN.</summary>
    public string? Language { get; init; }

    /// <summary>The customer's phone number: digits with the country code.</summary>
    public string? Phone { get; init; }

    /// <summary>More words for the page.</summary>
    public string? Description { get; init; }

    /// <summary>For <c>eWallet</c>: the customer, perhaps with a stored card; the password comes in the header Payture-Customer-Password.</summary>
    public PageWalletRequest? Wallet { get; init; }

    /// <summary>Free fields that travel to the gateway and are not kept; their names have letters, digits, '_', '-' and '.'.</summary>
    public IReadOnlyDictionary<string, string>? CustomFields { get; init; }

    /// <summary>The receipt.</summary>
    public ChequeRequest? Cheque { get; init; }

    /// <summary>Where this service's return door sends the customer's browser: https. Put nothing secret into it: whoever knows the OrderId is led there.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Reads the parts; what is wrong is noted, and then a part is null.</summary>
    public static Session Read(JsonFields fields, FieldErrors errors, HttpRequest request, Uri? publicUrl)
    {
        var family = fields.Choice("family", ("inPay", ApiFamily.InPay), ("eWallet", ApiFamily.EWallet));
        var type = fields.Choice("sessionType", ("pay", Operation.Pay), ("block", Operation.Block));
        var amount = fields.Amount("amount", required: true);
        var page = PageRequest.Read(fields);
        var wallet = family is ApiFamily.EWallet ? WalletRequest.ReadForPage(fields, CallHeaders.Password(request, errors)) : null;
        if (family is ApiFamily.InPay && fields.Has("wallet"))
            fields.Wrong("wallet", "A session of the family inPay has no wallet: leave it out, or take the family eWallet.");
        var custom = fields.Object("customFields")?.Texts() ?? PaymentExtras.None.CustomFields;
        var cheque = ChequeRequest.Read(fields);
        var returnUrl = Addresses.ReturnUrl(fields);
        if (publicUrl is null && !fields.Has("url"))
        {
            fields.Wrong("url", "Give the address where the gateway's page leads the customer afterwards; or configure Payture:PublicUrl, then the page "
                + "leads back to this service, and on to returnUrl.");
        }

        fields.RefuseOthers();
        return new Session(family, type, amount, wallet, new PaymentExtras { CustomFields = custom, Page = page }, cheque, returnUrl);
    }
}

/// <summary>The customer of a session.</summary>
internal sealed class PageWalletRequest
{
    /// <summary>The customer (VWUserLgn), 1 to 50 characters.</summary>
    public required string Login { get; init; }

    /// <summary>The stored card that the page offers.</summary>
    public string? CardId { get; init; }
}

/// <summary>What was read of a session; its parts are there once nothing was wrong.</summary>
internal sealed record Session(
    ApiFamily? Family, Operation? Type, Money? Amount, Instrument.Wallet? Wallet, PaymentExtras Extras, Cheque? Cheque, string? ReturnUrl);

/// <summary>Reads what the gateway's page shows.</summary>
internal static class PageRequest
{
    /// <summary>Reads the page's fields out of the request that they stand in; what cannot be read is noted.</summary>
    public static SessionPage Read(JsonFields fields) => new()
    {
        Url = fields.Text("url"),
        Ip = fields.Text("ip"),
        Product = fields.Text("product"),
        Total = fields.Text("total"),
        Phone = fields.Text("phone"),
        Description = fields.Text("description"),
        TemplateTag = fields.Text("templateTag"),
        Language = fields.Text("language"),
    };
}
