namespace PaytureActors.Domain.Cheques;

/// <summary>Something that is wrong with a receipt as the caller gave it.</summary>
/// <param name="Field">The field by its REST name, for example <c>cheque.positions[0].text</c>.</param>
/// <param name="Message">What to put there; it never repeats what was given.</param>
public sealed record ChequeError(string Field, string Message);

/// <summary>What a receipt must be before it is kept and sent. Bad input is an answer here, never an exception.</summary>
public static class ChequeRules
{
    /// <summary>The most characters that a position's text may have (the fiscal format's tag 1030).</summary>
    public const int MaxText = 128;

    /// <summary>The most characters that a contact may have (the fiscal format's tag 1008).</summary>
    public const int MaxContact = 64;

    /// <summary>The most characters that a message may have: our own bound, since the gateway's is not known.</summary>
    public const int MaxMessage = 1024;

    /// <summary>The most positions that a receipt may have: our own bound, so that one order cannot fill the journal.</summary>
    public const int MaxPositions = 1000;

    private const int HighestTaxationSystem = 5;
    private const int HighestTax = 6;
    private const int FewestPhoneDigits = 10;
    private const int MostPhoneDigits = 15;

    /// <summary>Finds all that is wrong with a receipt of a payment of some amount, its sum included.</summary>
    /// <param name="cheque">The receipt.</param>
    /// <param name="amount">What is paid: the positions must come to it, to the kopeck.</param>
    /// <param name="at">The receipt's own field.</param>
    public static ValueList<ChequeError> ErrorsFor(Cheque cheque, Money amount, string at = "cheque")
    {
        var errors = Errors(cheque, at);
        return errors.Count == 0 && cheque.Total is var total && total != amount
            ? [new($"{at}.positions", $"The positions come to {total}, and the amount is {amount}: they must be equal.")]
            : errors;
    }

    /// <summary>Finds all that is wrong with a receipt by itself.</summary>
    /// <param name="cheque">The receipt.</param>
    /// <param name="at">The receipt's own field.</param>
    public static ValueList<ChequeError> Errors(Cheque cheque, string at = "cheque")
    {
        ArgumentNullException.ThrowIfNull(cheque);
        return ValueList.From(Find(cheque, at));
    }

    /// <summary>Finds all that is wrong with positions that a partial Charge or Refund names; none is right too.</summary>
    /// <param name="items">The positions.</param>
    /// <param name="at">The list's own field.</param>
    public static ValueList<ChequeError> ItemErrors(ValueList<ChequePosition> items, string at = "items") =>
        ValueList.From(InPositions(items, at));

    private static IEnumerable<ChequeError> Find(Cheque cheque, string at)
    {
        if (cheque.Positions.Count == 0)
            yield return new($"{at}.positions", "A receipt has at least one position.");
        foreach (var error in InPositions(cheque.Positions, $"{at}.positions"))
            yield return error;
        if (cheque.TaxationSystem is < 0 or > HighestTaxationSystem)
            yield return new($"{at}.taxationSystem", $"Give the taxation system as 0 to {HighestTaxationSystem}.");
        if (!IsContact(cheque.CustomerContact))
        {
            yield return new(
                $"{at}.contact",
                $"Give an e-mail address of up to {MaxContact} characters, or a phone number of {FewestPhoneDigits} to {MostPhoneDigits} digits "
                + "with the country code.");
        }

        if (cheque.Message is { } message && !IsText(message, MaxMessage, mayHaveLines: true))
            yield return new($"{at}.message", $"Give the message in 1 to {MaxMessage} characters, or leave it out.");
    }

    private static IEnumerable<ChequeError> InPositions(ValueList<ChequePosition> positions, string at)
    {
        if (positions.Count > MaxPositions)
            yield return new(at, $"A receipt has at most {MaxPositions} positions.");
        if (positions.Aggregate(Int128.Zero, (sum, position) => sum + Int128.Max(0, position.ExactAmount)) > long.MaxValue)
            yield return new(at, "The positions come to more than any amount can be.");

        for (var i = 0; i < Math.Min(positions.Count, MaxPositions); i++)
        {
            var position = positions[i];
            if (!IsText(position.Text, MaxText))
                yield return new($"{at}[{i}].text", $"Say what it is in 1 to {MaxText} characters without line breaks.");
            if (position.Quantity <= 0)
                yield return new($"{at}[{i}].quantity", "Give a quantity above nothing, in thousandths: 1000 is one piece.");
            if (position.Price <= Money.Zero)
                yield return new($"{at}[{i}].price", "Give the price of one in kopecks, above nothing.");
            if (position is { Quantity: > 0, Price: var price } && price > Money.Zero && position.ExactAmount == 0)
                yield return new($"{at}[{i}].quantity", "Quantity and price come to less than a kopeck.");
            if (position.Tax is < 1 or > HighestTax)
                yield return new($"{at}[{i}].tax", $"Give the tax code as 1 to {HighestTax}.");
        }
    }

    private static bool IsContact(string? contact) =>
        IsText(contact, MaxContact) && (IsPhone(contact!) || IsEmail(contact!));

    private static bool IsPhone(string contact)
    {
        var digits = contact.StartsWith('+') ? contact.AsSpan(1) : contact;
        return digits.Length is >= FewestPhoneDigits and <= MostPhoneDigits && !digits.ContainsAnyExceptInRange('0', '9');
    }

    // Whether mail can be delivered there only the mail itself can tell.
    private static bool IsEmail(string contact)
    {
        var at = contact.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < contact.Length - 1 && at == contact.LastIndexOf('@') && !contact.Any(char.IsWhiteSpace);
    }

    // A half of a surrogate pair has no UTF-8, which is what the wire takes.
    private static bool IsText(string? text, int most, bool mayHaveLines = false)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > most)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && !(mayHaveLines && text[i] is '\r' or '\n' or '\t'))
                return false;
            if (char.IsSurrogatePair(text, i) && ++i > 0)
                continue;
            if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }
}
