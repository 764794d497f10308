using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Requests;

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
    public static Instrument.Card? Read(JsonFields fields, FieldErrors errors, DateTimeOffset now)
    {
        if (fields.Object("card") is not { } card)
        {
            if (!fields.Has("card"))
                fields.Wrong("card", "Give the card: {\"number\",\"expiryMonth\",\"expiryYear\",\"holder\",\"securityCode\"}.");
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
        foreach (var error in wrong)
            fields.Wrong(error.Field, error.Message); // Its path begins with card.
        return isGood ? instrument : null;
    }

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";
}
