using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>What Register and Update take.</summary>
internal sealed class CustomerContactRequest
{
    /// <summary>The customer's phone number: digits with the country code.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The customer's e-mail address.</summary>
    public string? Email { get; init; }

    public static CustomerAsk Read(JsonFields fields, CustomerOperation operation)
    {
        var (phone, email) = (fields.Text("phoneNumber"), fields.Text("email"));
        fields.RefuseOthers();
        return new CustomerAsk(operation) { PhoneNumber = phone, Email = email };
    }
}

/// <summary>What Add takes: a card to store.</summary>
internal sealed class AddCardRequest
{
    /// <summary>The card. It never leaves the process that receives it, and is neither stored here nor logged.</summary>
    public required CardRequest Card { get; init; }

    /// <summary>The customer's phone number: digits with the country code.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>
    /// Where this service's door sends the customer's browser after 3-D Secure: https. Put nothing secret into it: whoever knows the door's address is led there.
    /// </summary>
    public string? ReturnUrl { get; init; }

    public static (CustomerAsk Ask, Instrument.Card? Card) Read(JsonFields fields, FieldErrors errors, DateTimeOffset now)
    {
        var card = CardRequest.Read(fields, errors, now);
        var (phone, returnUrl) = (fields.Text("phoneNumber"), Addresses.ReturnUrl(fields));
        fields.RefuseOthers();
        return (new CustomerAsk(CustomerOperation.Add) { PhoneNumber = phone, ReturnUrl = returnUrl }, card);
    }
}

/// <summary>What a session takes in which the customer adds a card on the gateway's page.</summary>
internal sealed class CardSessionRequest
{
    /// <summary>The customer's IP address.</summary>
    public string? Ip { get; init; }

    /// <summary>Where the page leads afterwards.</summary>
    public string? Url { get; init; }

    /// <summary>What the page says.</summary>
    public string? Product { get; init; }

    /// <summary>The sum as the page shows it.</summary>
    public string? Total { get; init; }

    /// <summary>Which of your page templates.</summary>
    public string? TemplateTag { get; init; }

    /// <summary>RU or EN.</summary>
    public string? Language { get; init; }

    /// <summary>The customer's phone number: digits with the country code.</summary>
    public string? Phone { get; init; }

    /// <summary>More words for the page.</summary>
    public string? Description { get; init; }

    public static CustomerAsk Read(JsonFields fields)
    {
        var page = PageRequest.Read(fields);
        fields.RefuseOthers();
        return new CustomerAsk(CustomerOperation.InitAdd) { Page = page };
    }
}

/// <summary>What Activate takes.</summary>
internal sealed class ActivateRequest
{
    /// <summary>The sum that adding the card held on it, in kopecks, as the customer read it in the bank's message.</summary>
    public required long Amount { get; init; }

    public static CustomerAsk Read(JsonFields fields, string? cardId)
    {
        var amount = fields.Amount("amount", required: true);
        fields.RefuseOthers();
        return new CustomerAsk(CustomerOperation.Activate) { CardId = cardId, Amount = amount };
    }
}

/// <summary>What SendCode takes.</summary>
internal sealed class SendCodeRequest
{
    /// <summary>The stored card that the code is for.</summary>
    public string? CardId { get; init; }

    /// <summary>The order that the code is for.</summary>
    public string? OrderId { get; init; }

    /// <summary>The payment's amount in kopecks.</summary>
    public long? Amount { get; init; }

    public static CustomerAsk Read(JsonFields fields)
    {
        var cardId = fields.Text("cardId");
        var amount = fields.Amount("amount", required: false);
        OrderId? order = null;
        if (fields.Text("orderId") is { } text)
        {
            order = Domain.OrderId.IsValid(text) ? new OrderId(text) : null;
            if (order is null)
            {
                fields.Wrong("orderId",
                    $"Give an OrderId of 1 to {Domain.OrderId.MaxLength} characters, none of them a control character, or leave it out.");
            }
        }

        fields.RefuseOthers();
        return new CustomerAsk(CustomerOperation.SendCode) { CardId = cardId, Order = order, Amount = amount };
    }
}
