using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>A fiscal receipt (54-FZ) as a caller writes it down. It is kept with the order, because a repeated call must carry the same one.</summary>
internal sealed class ChequeRequest
{
    /// <summary>What is sold. Its sum must be the amount, to the kopeck.</summary>
    public required IReadOnlyList<PositionRequest> Positions { get; init; }

    /// <summary>The seller's taxation system as the tax service numbers them: 0 to 5.</summary>
    public required int TaxationSystem { get; init; }

    /// <summary>The customer's e-mail address or phone number: the receipt is sent there.</summary>
    public required string Contact { get; init; }

    /// <summary>A text that goes with the receipt.</summary>
    public string? Message { get; init; }

    /// <summary>Reads the receipt; what cannot be read is noted, and then there is none. It may be left out.</summary>
    public static Cheque? Read(JsonFields fields)
    {
        if (fields.Object("cheque") is not { } cheque)
            return null;

        var positions = PositionRequest.ReadAll(cheque, "positions");
        if (positions is null && !cheque.Has("positions"))
            cheque.Wrong("positions", "Give what is sold: [{\"text\",\"quantity\",\"price\",\"tax\"}].");
        var system = cheque.Number("taxationSystem", "Give the seller's taxation system as a whole number, 0 to 5; 0 is the common one.");
        var contact = cheque.Text("contact");
        if (contact is null && !cheque.Has("contact"))
            cheque.Wrong("contact", "Give the customer's e-mail address or phone number: the receipt is sent there.");
        var message = cheque.Text("message");
        cheque.RefuseOthers();
        return positions is { } sold && system is { } known && contact is not null ? new Cheque(sold, known, contact) { Message = message } : null;
    }
}

/// <summary>One line of a receipt.</summary>
internal sealed class PositionRequest
{
    /// <summary>What it is, up to 128 characters.</summary>
    public required string Text { get; init; }

    /// <summary>How much of it, above nothing and with at most three places: 1, 0.5, 2.125.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The price of one in kopecks.</summary>
    public required long Price { get; init; }

    /// <summary>The tax code of the gateway: 1 standard rate, 2 is 10 %, 3 and 4 the calculated rates, 5 is 0 %, 6 no VAT.</summary>
    public required int Tax { get; init; }

    /// <summary>
    /// Reads the positions that a partial charge captures, or a partial refund gives back; what is wrong is noted. They may be left out.
    /// </summary>
    public static ValueList<ChequePosition> ReadItems(JsonFields fields, FieldErrors errors)
    {
        if (ReadAll(fields, "items") is not { } items)
            return [];
        if (items.Count == 0)
            fields.Wrong("items", "Name at least one position of the order's receipt, or leave items out.");
        foreach (var error in ChequeRules.ItemErrors(items))
            errors.Add(error.Field, error.Message);
        return items;
    }

    /// <summary>Reads a list of positions; null where it is absent or one of them cannot be read, which is noted.</summary>
    public static ValueList<ChequePosition>? ReadAll(JsonFields fields, string name)
    {
        if (fields.List(name) is not { } list)
            return null;
        var positions = list.Select(Read).ToArray(); // All of them, so that everything that is wrong is said at once.
        return positions.All(position => position is not null) ? ValueList.From(positions.OfType<ChequePosition>()) : null;
    }

    private static ChequePosition? Read(JsonFields position)
    {
        var text = position.Text("text");
        if (text is null && !position.Has("text"))
            position.Wrong("text", "Say what is sold.");
        var quantity = position.Thousandths("quantity");
        var price = position.Amount("price", required: true);
        var tax = position.Number("tax", "Give the tax code as a whole number: 1 standard rate, 2 is 10 %, 5 is 0 %, 6 no VAT.");
        position.RefuseOthers();
        return text is not null && quantity is { } thousandths && price is { } money && tax is { } code
            ? new ChequePosition(text, thousandths, money, code)
            : null;
    }
}
