namespace PaytureActors.Domain.Cheques;

/// <summary>A fiscal receipt (54-FZ) that goes with a payment. Its contact is personal data.</summary>
/// <param name="Positions">What is sold.</param>
/// <param name="TaxationSystem">The seller's taxation system, as the tax service numbers them (0 is the common one).</param>
/// <param name="CustomerContact">The customer's e-mail address or phone number, where the receipt is sent.</param>
public sealed record Cheque(ValueList<ChequePosition> Positions, int TaxationSystem, string CustomerContact)
{
    /// <summary>A text that goes with the receipt.</summary>
    public string? Message { get; init; }

    /// <summary>What the positions come to: each is rounded to the kopeck, then they are added.</summary>
    /// <exception cref="OverflowException">It is more than any amount can be; <see cref="ChequeRules"/> finds that beforehand.</exception>
    public Money Total => Positions.Total();

    /// <summary>The number of positions alone: what is sold, and to whom, is not for a log.</summary>
    public override string ToString() => $"Cheque of {Positions.Count} positions";
}

/// <summary>One line of a receipt.</summary>
/// <param name="Text">What it is.</param>
/// <param name="Quantity">How much of it, in thousandths: 1000 is one piece.</param>
/// <param name="Price">The price of one.</param>
/// <param name="Tax">The tax code of the wire: 1 standard rate, 2 10 %, 3 and 4 calculated, 5 0 %, 6 no VAT (mygento).</param>
public sealed record ChequePosition(string Text, long Quantity, Money Price, int Tax)
{
    /// <summary>Thousandths in one whole.</summary>
    public const long OnePiece = 1000;

    /// <summary>Price × quantity, rounded to the nearest kopeck, half a kopeck up.</summary>
    /// <exception cref="OverflowException">It is more than any amount can be.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The quantity is negative.</exception>
    public Money Amount => Money.Kopecks(checked((long)ExactAmount));

    // Wide enough for any price and quantity, so that a check can look at it before Amount would overflow.
    internal Int128 ExactAmount => (((Int128)Price.InKopecks * Quantity) + (OnePiece / 2)) / OnePiece;
}
