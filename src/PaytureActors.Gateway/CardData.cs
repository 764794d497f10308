using System.Diagnostics;

namespace PaytureActors.Gateway;

/// <summary>What stands on a card. Only the encoder of this assembly can read it, and it prints as nothing.</summary>
[DebuggerDisplay("***")]
public sealed class CardData
{
    internal CardData(string number, string expiryMonth, string expiryYear, string? holder, string? securityCode)
    {
        Number = number;
        ExpiryMonth = expiryMonth;
        ExpiryYear = expiryYear;
        Holder = holder;
        SecurityCode = securityCode;
    }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string Number { get; }

    /// <summary>Two digits, a leading zero kept: a number would lose it on the wire.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string ExpiryMonth { get; }

    /// <summary>The last two digits of the year.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string ExpiryYear { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string? Holder { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string? SecurityCode { get; }

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";
}
