namespace PaytureActors.Domain.Customers;

/// <summary>What can be asked about an eWallet customer and the customer's cards (D:ewallet).</summary>
public enum CustomerOperation
{
    /// <summary>Makes a customer known to the gateway.</summary>
    Register = 1,

    /// <summary>Changes phone number or e-mail address.</summary>
    Update,

    /// <summary>Takes a customer out.</summary>
    Delete,

    /// <summary>Asks whether the customer is known and the password right. Reads only.</summary>
    Check,

    /// <summary>Lists the customer's cards. Reads only.</summary>
    GetList,

    /// <summary>Stores a card; a small sum is held on it.</summary>
    Add,

    /// <summary>Brings the 3-D Secure result of an Add.</summary>
    AddSubmit3DS,

    /// <summary>Opens a page on which the customer adds a card: Init with SessionType Add.</summary>
    InitAdd,

    /// <summary>Makes a stored card usable, by the sum that Add held.</summary>
    Activate,

    /// <summary>Takes a stored card out.</summary>
    Remove,

    /// <summary>Sends the customer a code by SMS.</summary>
    SendCode,
}

/// <summary>What kind of operation it is.</summary>
public static class CustomerOperations
{
    /// <summary>
    /// Whether it changes something at the gateway that a lost answer leaves in doubt. Check and GetList only read; SendCode and InitAdd may be
    /// asked again without harm, so nothing of them is written down.
    /// </summary>
    public static bool IsChange(this CustomerOperation operation) => operation is not (
        CustomerOperation.Check or CustomerOperation.GetList or CustomerOperation.SendCode or CustomerOperation.InitAdd);

    /// <summary>
    /// Whether it carries the customer's password: all but Delete, which the terminal's own password proves, and AddSubmit3DS, which its MD proves
    /// (D:ewallet/cards/add-submit-3ds).
    /// </summary>
    public static bool NeedsPassword(this CustomerOperation operation) => operation is not (
        CustomerOperation.Delete or CustomerOperation.AddSubmit3DS);
}
