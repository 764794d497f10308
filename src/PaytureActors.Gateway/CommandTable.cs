using System.Collections.Frozen;
using PaytureActors.Domain;
using static PaytureActors.Domain.ApiFamily;
using static PaytureActors.Gateway.GatewayCommand;
using static PaytureActors.Gateway.Hazard;
using static PaytureActors.Gateway.PasswordPlacement;

namespace PaytureActors.Gateway;

/// <summary>Payture's published matrix, one line per offered command. A new command is a line here, a case in one encoder, and tests.</summary>
public static class CommandTable
{
    /// <summary>All commands that this version sends.</summary>
    public static FrozenDictionary<(ApiFamily Family, GatewayCommand Command), CommandRow> Rows { get; } = new CommandRow[]
    {
        //  family  command   path            credential  password  block      hazard      reconciled by   source
        new(Api,    Pay,      "api/Pay",      "Key",      None,     "PayInfo", MovesMoney,   GetState), // D:payture-api/pay
        new(Api,    Block,    "api/Block",    "Key",      None,     "PayInfo", MovesMoney,   GetState), // D:payture-api/block
        new(Api,    Charge,   "api/Charge",   "Key",      None,     null,      MovesMoney,   GetState), // D:payture-api/charge
        new(Api,    Unblock,  "api/Unblock",  "Key",      None,     null,      ChangesState, GetState), // D:payture-api/unblock
        new(Api,    Refund,   "api/Refund",   "Key",      TopLevel, null,      MovesMoney,   GetState), // D:payture-api/refund
        new(Api,    GetState, "api/GetState", "Key",      None,     null,      ReadsOnly,    GetState), // D:payture-api/get-state
    }.ToFrozenDictionary(row => (row.Family, row.Command));

    /// <summary>The gateway's command for an order's operation.</summary>
    public static GatewayCommand CommandFor(Operation operation) => operation switch
    {
        Operation.Pay => Pay,
        Operation.Block => Block,
        Operation.Charge => Charge,
        Operation.Unblock => Unblock,
        Operation.Refund => Refund,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "No command of the gateway does this."),
    };
}

/// <summary>One command of one family, as the wire has it.</summary>
/// <param name="Family">The interface that offers it.</param>
/// <param name="Command">The command; the answer's root element has its name.</param>
/// <param name="Path">Appended to the merchant's host.</param>
/// <param name="CredentialField">The form field of the terminal's name.</param>
/// <param name="Password">Where the terminal's password goes.</param>
/// <param name="BlockName">The form field that holds the block of <c>name=value;</c> items, where the command has one.</param>
/// <param name="Hazard">What a repetition could do.</param>
/// <param name="ReconciledBy">The inquiry that tells what became of it.</param>
public sealed record CommandRow(
    ApiFamily Family,
    GatewayCommand Command,
    string Path,
    string CredentialField,
    PasswordPlacement Password,
    string? BlockName,
    Hazard Hazard,
    GatewayCommand ReconciledBy);


/// <summary>The gateway's commands; the names are those of the wire.</summary>
public enum GatewayCommand
{
    /// <summary>Takes money in one step.</summary>
    Pay = 1,

    /// <summary>Holds money.</summary>
    Block,

    /// <summary>Captures a hold, or a part of it.</summary>
    Charge,

    /// <summary>Releases a whole hold.</summary>
    Unblock,

    /// <summary>Gives captured money back, or a part of it.</summary>
    Refund,

    /// <summary>Tells an order's standing.</summary>
    GetState,
}

/// <summary>What a repetition of a command could do.</summary>
public enum Hazard
{
    /// <summary>Nothing: it may be asked again.</summary>
    ReadsOnly = 1,

    /// <summary>It changes the order, but takes from nobody.</summary>
    ChangesState,

    /// <summary>It moves money.</summary>
    MovesMoney,
}

/// <summary>Where a command carries the terminal's password.</summary>
public enum PasswordPlacement
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>In a form field of its own.</summary>
    TopLevel,
}
