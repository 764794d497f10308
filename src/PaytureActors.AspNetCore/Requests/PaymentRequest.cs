using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>What Pay and Block take.</summary>
internal sealed class PaymentRequest
{
    /// <summary>The amount in kopecks.</summary>
    public required long Amount { get; init; }

    /// <summary>The card that pays. It never leaves the process that receives it, and is neither stored nor logged.</summary>
    public required CardRequest Card { get; init; }

    /// <summary>Free fields that travel to the gateway and are not kept; their names have letters, digits, '_', '-' and '.'.</summary>
    public IReadOnlyDictionary<string, string>? CustomFields { get; init; }

    /// <summary>Reads the parts; what is wrong is noted, and then a part is null.</summary>
    public static (Money? Amount, Instrument? Instrument, IReadOnlyDictionary<string, string>? CustomFields) Read(
        JsonFields fields, FieldErrors errors, DateTimeOffset now)
    {
        var amount = fields.Amount("amount", required: true);
        var card = CardRequest.Read(fields, errors, now);
        var custom = fields.Object("customFields")?.Texts();
        if (custom is not null)
            errors.AddRange(GatewayRequestRules.CheckCustomFields(custom));
        fields.RefuseOthers();
        return (amount, card, custom);
    }
}

/// <summary>A card as a caller writes it down.</summary>
internal sealed class CardRequest
{
    /// <summary>13 to 19 digits without spaces.</summary>
    public required string Number { get; init; }

    /// <summary>01 to 12, as text or as a number.</summary>
    public required string ExpiryMonth { get; init; }

    /// <summary>Two digits or four, as text or as a number.</summary>
    public required string ExpiryYear { get; init; }

    /// <summary>The name on the card, up to 30 characters.</summary>
    public string? Holder { get; init; }

    /// <summary>3 or 4 digits.</summary>
    public string? SecurityCode { get; init; }

    /// <summary>Reads and checks the card; what is wrong is noted, and then there is none.</summary>
    public static Instrument? Read(JsonFields fields, FieldErrors errors, DateTimeOffset now)
    {
        if (fields.Object("card") is not { } card)
        {
            if (!errors.ByField.ContainsKey("card"))
                errors.Add("card", "Give the card that pays: {\"number\",\"expiryMonth\",\"expiryYear\",\"holder\",\"securityCode\"}.");
            return null;
        }

        var isGood = Instrument.Card.TryCreate(
            card.Text("number"),
            card.Text("expiryMonth", orNumber: true),
            card.Text("expiryYear", orNumber: true),
            card.Text("holder"),
            card.Text("securityCode"),
            now,
            out var instrument,
            out var wrong);
        card.RefuseOthers();
        errors.AddRange(wrong);
        return isGood ? instrument : null;
    }

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";
}
