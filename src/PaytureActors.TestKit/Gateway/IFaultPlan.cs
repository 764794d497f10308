using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>Decides what goes wrong with each call.</summary>
/// <remarks>Is asked once for each call that carries valid fields, from any thread.</remarks>
public interface IFaultPlan
{
    /// <summary>What goes wrong with this call.</summary>
    Fault Next(FaultCall call);

    /// <summary>
    /// Whether the connection for a command is refused, so that the request is provably not sent. A connection knows no order, and
    /// only the in-process handler can refuse one: a real server has it already.
    /// </summary>
    /// <param name="command">The command's name on the wire, for example <c>Charge</c>.</param>
    bool RefusesConnection(string command) => false;
}

/// <summary>One call as a fault plan sees it.</summary>
/// <param name="MerchantKey">Whose order.</param>
/// <param name="OrderId">Which order; for commands about a customer and its cards, the customer's login.</param>
/// <param name="Command">The command's name on the wire, for example <c>Charge</c> or <c>GetState</c>.</param>
/// <param name="Ordinal">Which call of this command for this order or customer, from 1.</param>
public sealed record FaultCall(string MerchantKey, string OrderId, string Command, int Ordinal)
{
    /// <summary>Whether the call only reads.</summary>
    public bool IsInquiry => CommandRow.OnlyReads(Command);

    /// <summary>
    /// What the call asks of its payment: the command's name alone does not tell, since the wallet's Pay may hold money, too, and tokens have commands of
    /// their own. Null for inquiries and for commands about a customer.
    /// </summary>
    public Operation? Operation { get; init; }
}
