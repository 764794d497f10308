using PaytureActors.Domain;
using static PaytureActors.Domain.ApiFamily;
using static PaytureActors.Domain.Operation;
using static PaytureActors.Host.Simulation.Aftermath;
using static PaytureActors.Host.Simulation.Means;

namespace PaytureActors.Host.Simulation;

/// <summary>What an order is paid with, and who must act for that.</summary>
internal enum Means
{
    /// <summary>What the merchant has at hand: a card, a card in a wallet's request, or a token.</summary>
    AtHand = 1,

    /// <summary>The same, and the bank declines it.</summary>
    Declined,

    /// <summary>The same, and the customer must pass 3-D Secure.</summary>
    Challenged,

    /// <summary>Whatever the customer chooses on the gateway's page.</summary>
    Page,

    /// <summary>A card that the customer stored at the gateway before.</summary>
    Stored,

    /// <summary>What is at hand, with a receipt of two positions.</summary>
    WithReceipt,
}

/// <summary>What becomes of the money.</summary>
internal enum Aftermath
{
    /// <summary>Parts of it, or all, are given back.</summary>
    Refunds = 1,

    /// <summary>The hold is captured, and parts are given back.</summary>
    Capture,

    /// <summary>The hold is released, at once or hours later.</summary>
    Release,

    /// <summary>The hold is captured or released.</summary>
    Either,

    /// <summary>Nobody comes back to it.</summary>
    Nothing,
}

/// <summary>A way for an order to go: the family that opens it, how it is paid, and what becomes of the money.</summary>
/// <param name="Family">The family.</param>
/// <param name="Words">Its name within the family.</param>
/// <param name="Opening">Pay or Block: what the payment is to be.</param>
/// <param name="Means">What it is paid with.</param>
/// <param name="Aftermath">What becomes of the money.</param>
/// <param name="Weight">Its weight in the default mix; 0 where it is not in it.</param>
internal sealed record Flow(ApiFamily Family, string Words, Operation Opening, Means Means, Aftermath Aftermath, int Weight)
{
    /// <summary>Every flow that the simulated gateway can play.</summary>
    public static IReadOnlyList<Flow> All { get; } =
    [
        //  family      words            opening  means        aftermath  weight
        new(Api,        "block-charge",  Block,   AtHand,      Capture,   32),
        new(Api,        "block-unblock", Block,   AtHand,      Release,   16),
        new(Api,        "block-forget",  Block,   AtHand,      Nothing,   0), // Only weeks bring the end of its hold.
        new(Api,        "pay",           Pay,     AtHand,      Refunds,   17),
        new(Api,        "decline",       Block,   Declined,    Nothing,   3),
        new(Api,        "3ds-pay",       Pay,     Challenged,  Refunds,   4),
        new(Api,        "3ds-block",     Block,   Challenged,  Either,    4),
        new(Api,        "receipt-pay",   Pay,     WithReceipt, Refunds,   3),
        new(InPay,      "page-pay",      Pay,     Page,        Refunds,   3),
        new(InPay,      "page-block",    Block,   Page,        Either,    3),
        new(EWallet,    "pay",           Pay,     AtHand,      Refunds,   2),
        new(EWallet,    "block-charge",  Block,   AtHand,      Capture,   2),
        new(EWallet,    "block-unblock", Block,   AtHand,      Release,   1),
        new(EWallet,    "3ds-pay",       Pay,     Challenged,  Refunds,   1),
        new(EWallet,    "stored-pay",    Pay,     Stored,      Refunds,   2),
        new(EWallet,    "page-pay",      Pay,     Page,        Refunds,   1),
        new(EWallet,    "page-block",    Block,   Page,        Either,    1),
        new(ApplePay,   "pay",           Pay,     AtHand,      Refunds,   1),
        new(ApplePay,   "block-charge",  Block,   AtHand,      Capture,   1),
        new(AndroidPay, "pay",           Pay,     AtHand,      Refunds,   1),
        new(AndroidPay, "block-charge",  Block,   AtHand,      Capture,   1),
        new(AndroidPay, "3ds-pay",       Pay,     Challenged,  Refunds,   1),
    ];

    /// <summary>What <c>--mix</c> calls it, for example <c>eWallet.block-charge</c>.</summary>
    public string Name { get; } = $"{Family switch { Api => "api", InPay => "inPay", EWallet => "eWallet", ApplePay => "applePay", _ => "androidPay" }}.{Words}";
}
