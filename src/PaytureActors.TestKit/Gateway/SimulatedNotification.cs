namespace PaytureActors.TestKit.Gateway;

/// <summary>A notification that the simulated gateway sends its merchant about something that happened (D:notifications).</summary>
public sealed class SimulatedNotification
{
    private readonly Func<KeyValuePair<string, string>[]> _fields;

    // Most are never read: a simulation of many orders should not pay for their forms.
    internal SimulatedNotification(
        SimulatedMerchant merchant, string kind, string subject, DateTimeOffset at, Func<KeyValuePair<string, string>[]> fields) =>
        (Merchant, Kind, Subject, At, _fields) = (merchant, kind, subject, at, fields);

    /// <summary>The account's key.</summary>
    public string MerchantKey => Merchant.Key;

    /// <summary>The field <c>Notification</c>, for example <c>EnginePaySuccess</c>.</summary>
    public string Kind { get; }

    /// <summary>The OrderId, or the customer's login where no order is concerned.</summary>
    public string Subject { get; }

    /// <summary>When it happened, by the gateway's clock.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The form's fields, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields();

    internal SimulatedMerchant Merchant { get; }

    /// <summary>One field's value, or null.</summary>
    public string? this[string name] => Fields.FirstOrDefault(field => field.Key == name).Value;

    /// <summary>The kind and whom it is about; no field, for a code of the customer's may be among them.</summary>
    public override string ToString() => $"{Kind} {Subject}";
}
