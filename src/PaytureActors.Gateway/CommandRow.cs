using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>One command of one family, as the wire has it.</summary>
/// <param name="Family">The interface that offers it.</param>
/// <param name="Command">The command.</param>
/// <param name="Path">Appended to the merchant's host.</param>
/// <param name="CredentialField">The form field of the terminal's name; null where the command brings none.</param>
/// <param name="Credential">Which of the account's names goes in there.</param>
/// <param name="Password">Where the terminal's password goes.</param>
/// <param name="BlockName">The form field that holds the block of <c>name=value;</c> items, where the command has one.</param>
/// <param name="Hazard">What a repetition could do.</param>
/// <param name="ReconciledBy">The inquiry that tells what became of it.</param>
public sealed record CommandRow(
    ApiFamily Family,
    GatewayCommand Command,
    string Path,
    string? CredentialField,
    AccountName Credential,
    PasswordPlacement Password,
    string? BlockName,
    Hazard Hazard,
    GatewayCommand ReconciledBy)
{
    /// <summary>Who sends it.</summary>
    /// <value>The merchant's side by default.</value>
    public CommandSender Sender { get; init; } = CommandSender.Merchant;

    /// <summary>What the merchant's side can say with it, where one name on the wire stands for several ways.</summary>
    internal IReadOnlyList<string> Ways { get; init; } = [];

    /// <summary>Whether <c>Success="3DS"</c> can be its answer.</summary>
    /// <value>No by default.</value>
    public bool MayChallenge { get; init; }

    /// <summary>Another name that the answer's root element may have, where the documentation only says whose answer it equals.</summary>
    /// <value>None by default.</value>
    public string? OtherRoot { get; init; }

    /// <summary>The name of the answer's root element: the command's, as every answer of the gateway is named (DR:working-with-api).</summary>
    public string RootElement => Command.ToString();
}

/// <summary>Which of an account's names a command brings.</summary>
public enum AccountName
{
    /// <summary>Neither: the gateway knows the terminal by what else is sent.</summary>
    Neither = 0,

    /// <summary>The terminal's Key.</summary>
    Key,

    /// <summary>The eWallet terminal's VWID.</summary>
    Vwid,
}

/// <summary>Where a command carries the terminal's password.</summary>
public enum PasswordPlacement
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>In a form field of its own.</summary>
    TopLevel,

    /// <summary>In the block, as its item Password.</summary>
    InBlock,
}

/// <summary>What a repetition of a command could do.</summary>
public enum Hazard
{
    /// <summary>Nothing: it may be asked again.</summary>
    ReadsOnly = 1,

    /// <summary>It changes the order or the customer, but takes from nobody.</summary>
    ChangesState,

    /// <summary>It moves money.</summary>
    MovesMoney,
}

/// <summary>Who sends a command.</summary>
public enum CommandSender
{
    /// <summary>The merchant's server.</summary>
    Merchant = 1,

    /// <summary>The customer's browser, which is sent there with a session.</summary>
    Browser,

    /// <summary>The merchant's server or, with a session, the customer's browser.</summary>
    Both,

    /// <summary>Nobody: its fields are not public.</summary>
    Nobody,
}
