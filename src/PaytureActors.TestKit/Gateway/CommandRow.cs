using System.Collections.Frozen;
using PaytureActors.Domain;
using static PaytureActors.Domain.Operation;
using static PaytureActors.TestKit.Gateway.CommandKind;
using static PaytureActors.TestKit.Gateway.WireFamily;

namespace PaytureActors.TestKit.Gateway;

/// <summary>One command of one family as the simulated gateway offers it.</summary>
/// <param name="Family">Its interface.</param>
/// <param name="Name">Its name on the wire; the answer's root element is named so.</param>
/// <param name="Kind">Which fields it reads.</param>
/// <param name="Operation">What it does to a payment, where the name alone says so.</param>
/// <param name="NeedsPassword">Whether the account's password must come, at the top or, where there is a block, in the block.</param>
/// <param name="BlockField">The field with the <c>name=value;</c> items, where it has one.</param>
internal sealed record CommandRow(
    WireFamily Family, string Name, CommandKind Kind, Operation? Operation = null, bool NeedsPassword = false, string? BlockField = null)
{
    private static readonly CommandRow[] Table =
    [
        //  family   command          kind         operation
        new(Api,     "Pay",           Open,        Pay,    BlockField: "PayInfo"),
        new(Api,     "Block",         Open,        Block,  BlockField: "PayInfo"),
        new(Api,     "Pay3DS",        Complete,    Pay),
        new(Api,     "Block3DS",      Complete,    Block),
        new(Api,     "MobilePay",     Token,       Pay),
        new(Api,     "MobileBlock",   Token,       Block), // The name is inferred.
        new(Api,     "ApplePay",      Token),
        new(Api,     "AndroidPay",    Token),
        new(Api,     "Charge",        Later,       Charge),
        new(Api,     "Unblock",       Later,       Unblock),
        new(Api,     "Refund",        Later,       Refund, NeedsPassword: true),
        new(Api,     GetState,        Read),

        new(InPay,   "Init",          Session,     BlockField: "Data"),
        new(InPay,   "Pay",           Page),
        new(InPay,   "PaySubmit",     Page),
        new(InPay,   "PaySubmit3DS",  Page), // Ours: how the page brings the customer's PaRes home.
        new(InPay,   "Charge",        Later,       Charge,  NeedsPassword: true),
        new(InPay,   "Unblock",       Later,       Unblock, NeedsPassword: true),
        new(InPay,   "Refund",        Later,       Refund,  NeedsPassword: true),
        new(InPay,   GetState,        Read),
        new(InPay,   PayStatus,       Read),

        new(EWallet, "Register",      Customer,    BlockField: "DATA"),
        new(EWallet, "Update",        Customer,    BlockField: "DATA"),
        new(EWallet, Check,           Customer,    BlockField: "DATA"),
        new(EWallet, "Delete",        Customer,    NeedsPassword: true, BlockField: "DATA"),
        new(EWallet, GetList,         Customer,    BlockField: "DATA"),
        new(EWallet, "Add",           Customer,    BlockField: "DATA"), // With a SessionId: the page.
        new(EWallet, "AddSubmit",     Page), // Ours: what the card-adding page posts to.
        new(EWallet, "AddSubmit3DS",  Complete),
        new(EWallet, "Activate",      Customer,    BlockField: "DATA"),
        new(EWallet, "Remove",        Customer,    BlockField: "DATA"),
        new(EWallet, "SendCode",      Customer,    BlockField: "DATA"),
        new(EWallet, "Init",          Session,     BlockField: "DATA"),
        new(EWallet, "Pay",           Open,        BlockField: "DATA"), // With a SessionId: the page.
        new(EWallet, "PaySubmit",     Page),
        new(EWallet, "PaySubmit3DS",  Complete),
        new(EWallet, "PageSubmit3DS", Page), // Ours: the merchant's command has the name that the page would have liked.
        new(EWallet, "Charge",        Later,       Charge,  NeedsPassword: true),
        new(EWallet, "Unblock",       Later,       Unblock, NeedsPassword: true),
        new(EWallet, "Refund",        Later,       Refund,  NeedsPassword: true, BlockField: "DATA"),
        new(EWallet, GetState,        Read),
        new(EWallet, PayStatus,       Read,        BlockField: "DATA"),
    ];

    public const string GetState = "GetState";
    public const string PayStatus = "PayStatus";
    public const string Check = "Check";
    public const string GetList = "GetList";

    private static readonly FrozenDictionary<string, CommandRow> ByPath = Table.ToFrozenDictionary(row => row.Path);
    private static readonly FrozenSet<string> Names = Table.Select(row => row.Name).ToFrozenSet();

    /// <summary>All command names, in order.</summary>
    public static IEnumerable<string> All => Names.Order(StringComparer.Ordinal);

    /// <summary>Whether commands of this name only read.</summary>
    public static bool OnlyReads(string name) => name is GetState or PayStatus or Check or GetList;

    public static bool IsKnown(string name) => Names.Contains(name);

    /// <summary>The row that a path names, or null; a slash at the end is harmless (3P evi).</summary>
    public static CommandRow? At(string path) => ByPath.GetValueOrDefault(path.Trim('/'));

    /// <summary>What the account is named by.</summary>
    public string Credential => Family == EWallet ? "VWID" : "Key";

    private string Path => $"{Family switch { Api => "api", InPay => "apim", _ => "vwapi" }}/{Name}";
}

/// <summary>The gateway's interfaces.</summary>
internal enum WireFamily
{
    Api = 1,
    InPay,
    EWallet,
}

/// <summary>Commands that read the same fields.</summary>
internal enum CommandKind
{
    /// <summary>Opens a payment with a card.</summary>
    Open = 1,

    /// <summary>Opens a payment with a wallet's token.</summary>
    Token,

    /// <summary>Brings a PaRes.</summary>
    Complete,

    /// <summary>Charge, Unblock, Refund.</summary>
    Later,

    /// <summary>Tells a payment's standing.</summary>
    Read,

    /// <summary>Opens a session.</summary>
    Session,

    /// <summary>Concerns a customer and its cards.</summary>
    Customer,

    /// <summary>Is for a browser: answers HTML.</summary>
    Page,
}
