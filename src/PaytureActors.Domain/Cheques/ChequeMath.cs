namespace PaytureActors.Domain.Cheques;

/// <summary>Why an operation cannot go with its receipt. Nothing was sent.</summary>
public enum ChequeProblem
{
    /// <summary>The payment has a receipt, and the operation is for a part of it: the positions of that part must be named.</summary>
    ItemsRequired = 1,

    /// <summary>Positions were named, but the payment has no receipt that they could be a part of.</summary>
    NoCheque,

    /// <summary>Positions were named for an operation that takes none: only Charge and Refund do.</summary>
    ItemsNotTaken,

    /// <summary>
    /// A named position is not in the receipt with this text, price and tax, or not so much of it. What an earlier partial Charge or Refund took
    /// out is not in it any more.
    /// </summary>
    NotInCheque,

    /// <summary>
    /// A line cannot be split like this without losing or making a kopeck, because its parts are rounded each by itself. Name whole lines, or a
    /// quantity whose amount is whole kopecks.
    /// </summary>
    SplitLosesKopecks,

    /// <summary>The receipt that would remain does not come to the money that remains.</summary>
    DoesNotFit,
}

/// <summary>The receipt that goes with an operation, or why it cannot go.</summary>
/// <param name="ToSend">
/// The receipt to send, which is the payment's receipt from then on once the operation is known to be applied; null when none is sent.
/// </param>
/// <param name="Problem">Why the operation must be refused; null when nothing is wrong.</param>
public readonly record struct ChequeAnswer(Cheque? ToSend, ChequeProblem? Problem)
{
    /// <summary>Nothing is sent, and nothing is wrong.</summary>
    public static ChequeAnswer None => default;

    internal static ChequeAnswer Send(Cheque cheque) => new(cheque, null);

    internal static ChequeAnswer Wrong(ChequeProblem problem) => new(null, problem);
}

/// <summary>
/// The receipt that remains after a part of a payment is captured or given back. The gateway is told what remains and makes the receipt of what
/// is returned by itself (payture.com/docs/fz54), so what remains must be right to the kopeck. All of it is whole numbers.
/// </summary>
public static class ChequeMath
{
    /// <summary>The receipt that goes with an operation on a payment.</summary>
    /// <param name="operation">Charge and Refund may have one of their own; nothing else does, and the opening one is not made here.</param>
    /// <param name="current">The payment's receipt as it is now: the first one, or what an earlier partial operation left of it.</param>
    /// <param name="items">What the caller names: the part that a Charge captures, or a Refund gives back. As <see cref="ChequeRules"/> wants it.</param>
    /// <param name="total">What the operation could take at most: what is held, or what is left to refund.</param>
    /// <param name="amount">What it takes.</param>
    /// <returns>
    /// A receipt only for a part; a full Charge, Refund or an Unblock sends none (PROTOCOL §9), and checks items only when they are named.
    /// </returns>
    public static ChequeAnswer For(Operation operation, Cheque? current, ValueList<ChequePosition> items, Money total, Money amount) =>
        (operation, current, items.Count) switch
        {
            (Operation.Charge or Operation.Refund, null, 0) => ChequeAnswer.None,
            (Operation.Charge or Operation.Refund, null, _) => ChequeAnswer.Wrong(ChequeProblem.NoCheque),
            (Operation.Charge or Operation.Refund, _, 0) when amount < total => ChequeAnswer.Wrong(ChequeProblem.ItemsRequired),
            (Operation.Charge, { } cheque, > 0) => Fitting(Captured(cheque, items), remains: amount, isWhole: amount == total),
            (Operation.Refund, { } cheque, > 0) when amount <= total =>
                Fitting(LeftAfterRefund(cheque, items), remains: total - amount, isWhole: amount == total),
            (Operation.Refund, _, > 0) => ChequeAnswer.Wrong(ChequeProblem.DoesNotFit),
            (_, _, > 0) => ChequeAnswer.Wrong(ChequeProblem.ItemsNotTaken),
            _ => ChequeAnswer.None,
        };

    /// <summary>The receipt that remains after a Charge of the named positions: exactly these, with the receipt's own contact and message.</summary>
    /// <param name="cheque">The receipt of the hold.</param>
    /// <param name="items">A part of its positions; one that is named several times adds up.</param>
    /// <returns>The receipt, or NotInCheque or SplitLosesKopecks.</returns>
    public static ChequeAnswer Captured(Cheque cheque, ValueList<ChequePosition> items)
    {
        ArgumentNullException.ThrowIfNull(cheque);
        var (_, problem) = Subtract(cheque, items);
        return problem is { } why ? ChequeAnswer.Wrong(why) : ChequeAnswer.Send(cheque with { Positions = items });
    }

    /// <summary>The receipt that remains after a Refund of the named positions.</summary>
    /// <param name="cheque">The receipt of what was captured and not yet given back.</param>
    /// <param name="items">A part of its positions; one that is named several times adds up.</param>
    /// <returns>The receipt, without positions when everything was named; or NotInCheque or SplitLosesKopecks.</returns>
    public static ChequeAnswer LeftAfterRefund(Cheque cheque, ValueList<ChequePosition> items)
    {
        ArgumentNullException.ThrowIfNull(cheque);
        var (left, problem) = Subtract(cheque, items);
        return problem is { } why ? ChequeAnswer.Wrong(why) : ChequeAnswer.Send(cheque with { Positions = left });
    }

    private static ChequeAnswer Fitting(ChequeAnswer remainder, Money remains, bool isWhole) => remainder switch
    {
        { Problem: not null } => remainder,
        { ToSend: { } cheque } when cheque.Total != remains => ChequeAnswer.Wrong(ChequeProblem.DoesNotFit),
        _ => isWhole ? ChequeAnswer.None : remainder,
    };

    // What is left of the positions. Whole lines go first, as they cost no rounding; then lines are cut, in the receipt's order.
    private static (ValueList<ChequePosition> Left, ChequeProblem? Problem) Subtract(Cheque cheque, ValueList<ChequePosition> items)
    {
        var left = cheque.Positions.ToList();
        var parts = items.Where(item => !left.Remove(item)).ToList();

        foreach (var part in parts)
        {
            var wanted = part.Quantity;
            if (wanted <= 0)
                return (default, ChequeProblem.NotInCheque);

            for (var i = 0; i < left.Count && wanted > 0; i++)
            {
                if (!IsSameThing(left[i], part))
                    continue;
                var taken = Math.Min(wanted, left[i].Quantity);
                left[i] = left[i] with { Quantity = left[i].Quantity - taken };
                wanted -= taken;
            }

            if (wanted > 0)
                return (default, ChequeProblem.NotInCheque);
            left.RemoveAll(line => line.Quantity == 0);
        }

        var rest = ValueList.From(left);
        return rest.Total() + items.Total() == cheque.Total ? (rest, null) : (default, ChequeProblem.SplitLosesKopecks);
    }

    private static bool IsSameThing(ChequePosition line, ChequePosition part) =>
        line.Text == part.Text && line.Price == part.Price && line.Tax == part.Tax;
}
