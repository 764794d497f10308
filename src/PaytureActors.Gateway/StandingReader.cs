using System.Collections.Frozen;
using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>Reads what an inquiry's answer says of an order (D:transaction-statuses).</summary>
internal static class StandingReader
{
    /// <summary>The most that is kept of what else the gateway tells.</summary>
    private const int MaxAddInfo = 32;
    private const int MaxAddInfoValue = 256;

    private static readonly FrozenDictionary<string, GatewayState> States = new[]
    {
        GatewayState.New, GatewayState.PreAuthorized3DS, GatewayState.PreAuthorizedAF, GatewayState.Authorized, GatewayState.Voided,
        GatewayState.Charged, GatewayState.Refunded, GatewayState.Forwarded, GatewayState.Rejected, GatewayState.Error,
        GatewayState.Chargeback, GatewayState.Obsolete, GatewayState.AuthorizationClosed,
    }.ToFrozenDictionary(state => state.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A failed inquiry's code that is a standing all the same: no order, a session that nobody has paid, a session whose time ran out.
    /// </summary>
    public static Standing? OfCode(string code) => code.ToUpperInvariant() switch
    {
        ErrorCodes.OrderNotFound => Standing.NotFound,
        "NONE" => new Standing(GatewayState.NotPaid), // lamoda, pman, strelka
        "ORDER_TIME_OUT" => new Standing(GatewayState.TimedOut), // REC droff
        _ => null,
    };

    /// <summary>Reads a standing.</summary>
    /// <param name="word">The attribute State, or Status where eWallet's PayStatus has it.</param>
    /// <param name="amount">The attribute Amount.</param>
    /// <param name="answer">All of the answer.</param>
    public static Standing Read(string word, Money? amount, AnswerDocument answer)
    {
        var (state, said, terminal) = ReadState(word);
        return new Standing(state, amount)
        {
            Said = said,
            Rrn = AnswerText.Word(answer["RRN"]),
            MerchantContract = AnswerText.Word(answer["MerchantContract"]),
            FinalTerminal = AnswerText.Word(answer["FinalTerminal"]) ?? terminal ?? ForwardedTo(answer["Forwarded"]),
            MaskedPan = AnswerText.MaskedPan(answer["PANMask"]),
            AddInfo = ValueList.From((
                from each in answer.Nested("AddInfo")
                let key = AnswerText.Word(each.GetValueOrDefault("Key"))
                let value = AnswerText.Word(each.GetValueOrDefault("Value"), MaxAddInfoValue)
                where key is not null && value is not null
                select new AddInfo(key, value)).Take(MaxAddInfo)),
        };
    }

    // True and False say whether, not where: the state itself tells what became of the money at the other terminal.
    private static string? ForwardedTo(string? forwarded) =>
        forwarded?.Trim().ToUpperInvariant() is "TRUE" or "FALSE" or "NOTFORWARDED" ? null : AnswerText.Word(forwarded);

    // "Rejected(Terminal)" and "Forwarded(Terminal)" are older spellings that name the terminal, too (necro).
    private static (GatewayState State, string? Said, string? Terminal) ReadState(string word)
    {
        var bare = word;
        string? terminal = null;
        var bracket = word.IndexOf('(', StringComparison.Ordinal);
        if (bracket > 0 && word.EndsWith(')') && word[..bracket].TrimEnd() is var name
            && (name.Equals("Rejected", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)))
        {
            bare = name;
            if (name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase))
                terminal = AnswerText.Word(word[(bracket + 1)..^1]);
        }

        if (bare.StartsWith("Pending", StringComparison.OrdinalIgnoreCase))
            return (GatewayState.Pending, null, null);
        return States.TryGetValue(bare, out var state)
            ? (state, null, terminal)
            : (GatewayState.Unrecognized, AnswerText.Word(AnswerText.Hide(word)), null);
    }
}
