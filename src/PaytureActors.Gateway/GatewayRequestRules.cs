using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>What a request must be, so that the gateway hears exactly what was asked. Doors check it first, to name the field.</summary>
public static class GatewayRequestRules
{
    /// <summary>The most characters that a custom field's name may have (INF).</summary>
    public const int MaxFieldName = 50;

    /// <summary>The most characters that all custom fields may have together, names and values (INF).</summary>
    public const int MaxCustomFields = 4096;

    /// <summary>The most characters that a customer key may have (INF).</summary>
    public const int MaxCustomerKey = 50;

    /// <summary>Finds what is wrong with a request; no message repeats a value.</summary>
    public static IReadOnlyList<FieldError> Check(GatewayRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var errors = new List<FieldError>(CheckOrderId(request.Order));

        if (request.Operation == Operation.Unblock ? request.Amount is not null : request.Amount is not { InKopecks: > 0 })
        {
            errors.Add(new("amount", request.Operation == Operation.Unblock
                ? "Unblock releases the whole hold: leave the amount out."
                : "Give the amount in kopecks, more than zero."));
        }

        errors.AddRange(CheckCustomFields(request.Extras.CustomFields));
        errors.AddRange(CheckCustomerKey(request.Extras.CustomerKey));

        if (request.Operation is not (Operation.Pay or Operation.Block) && (request.Extras.CustomFields.Count > 0 || request.Extras.CustomerKey is not null))
            errors.Add(new("customFields", "Only Pay and Block take custom fields and a customer key."));
        return errors;
    }

    /// <summary>Finds what is wrong with an OrderId on the wire, beyond its length.</summary>
    public static IEnumerable<FieldError> CheckOrderId(OrderId order)
    {
        if (!OrderId.IsValid(order.ToString()) || !WireText.IsSendable(order.ToString()))
            yield return new("orderId", $"Give an OrderId of 1 to {OrderId.MaxLength} whole Unicode characters, none of them a control character.");
    }

    /// <summary>Finds what is wrong with a customer key.</summary>
    public static IEnumerable<FieldError> CheckCustomerKey(string? customerKey)
    {
        if (customerKey is not null && (customerKey.Length is 0 or > MaxCustomerKey || !WireText.IsSendable(customerKey)))
            yield return new("customerKey", $"Give a customer key of 1 to {MaxCustomerKey} characters, no control characters, or leave it out.");
    }

    /// <summary>Finds what is wrong with custom fields.</summary>
    public static IEnumerable<FieldError> CheckCustomFields(IReadOnlyDictionary<string, string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);

        if (fields.Keys.Any(name => !IsFieldName(name)))
            yield return new("customFields", $"A custom field's name has 1 to {MaxFieldName} of a-z, A-Z, 0-9, '_', '-' and '.'.");
        if (fields.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() != fields.Count)
            yield return new("customFields", "Two custom fields differ only in letter case, and the gateway may take them for one: rename one.");
        if (fields.Values.Any(value => value is null || !WireText.IsSendable(value)))
            yield return new("customFields", "A custom field's value is whole Unicode text without control characters.");
        else if (fields.Sum(field => field.Key.Length + field.Value.Length + 2) > MaxCustomFields)
            yield return new("customFields", $"All custom fields together have at most {MaxCustomFields} characters.");
    }

    private static bool IsFieldName(string name) =>
        name.Length is >= 1 and <= MaxFieldName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
