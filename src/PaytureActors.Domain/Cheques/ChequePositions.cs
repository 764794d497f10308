namespace PaytureActors.Domain.Cheques;

/// <summary>Sums of receipt lines.</summary>
public static class ChequePositions
{
    /// <summary>What some positions come to: each is rounded to the kopeck, then they are added.</summary>
    /// <exception cref="OverflowException">It is more than any amount can be.</exception>
    public static Money Total(this ValueList<ChequePosition> positions) =>
        positions.Aggregate(Money.Zero, (sum, position) => sum + position.Amount);
}
