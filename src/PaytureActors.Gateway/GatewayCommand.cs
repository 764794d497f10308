namespace PaytureActors.Gateway;

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

    /// <summary>Tells an order's standing, older.</summary>
    PayStatus,

    /// <summary>Opens a session on the gateway's page.</summary>
    Init,

    /// <summary>Ends a Pay with the result of 3-D Secure.</summary>
    Pay3DS,

    /// <summary>Ends a Block with the result of 3-D Secure.</summary>
    Block3DS,

    /// <summary>Ends an eWallet payment with the result of 3-D Secure.</summary>
    PaySubmit3DS,

    /// <summary>Ends the adding of a card with the result of 3-D Secure.</summary>
    AddSubmit3DS,

    /// <summary>Makes a customer known.</summary>
    Register,

    /// <summary>Changes a customer's phone number or e-mail address.</summary>
    Update,

    /// <summary>Asks whether a customer is known.</summary>
    Check,

    /// <summary>Takes a customer out.</summary>
    Delete,

    /// <summary>Lists a customer's cards.</summary>
    GetList,

    /// <summary>Stores a card.</summary>
    Add,

    /// <summary>Makes a stored card usable.</summary>
    Activate,

    /// <summary>Takes a stored card out.</summary>
    Remove,

    /// <summary>Sends a customer a code.</summary>
    SendCode,

    /// <summary>Takes money with a wallet's token.</summary>
    MobilePay,

    /// <summary>Holds money with a wallet's token (the name is inferred from MobilePay).</summary>
    MobileBlock,

    /// <summary>Takes or holds money with a token of Apple Pay, older.</summary>
    ApplePay,

    /// <summary>Takes or holds money with a token of Google Pay, older.</summary>
    AndroidPay,

    /// <summary>Asks before a payment what 3-D Secure 2 needs. Named only: see <see cref="IPreAuthentication"/>.</summary>
    PreAuth,
}
