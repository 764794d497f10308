namespace PaytureActors.Domain;

/// <summary>What an error code of the gateway means for money: by its documented wording where there is one, else by inference.</summary>
public enum ErrorClass
{
    /// <summary>OU: the outcome is unknown. Any code that no table knows is of this class.</summary>
    OutcomeUnknown = 0,

    /// <summary>DD: a definite decline of this attempt.</summary>
    Declined,

    /// <summary>BR: the request was wrong; nothing happened.</summary>
    BadRequest,

    /// <summary>AC: credentials, rights or terminal set-up; nothing happened.</summary>
    Access,

    /// <summary>SC: the order's state does not allow it.</summary>
    StateConflict,

    /// <summary>RT: nothing happened; may be tried again later.</summary>
    Retryable,

    /// <summary>CU: the customer must act or type again.</summary>
    Customer,
}

/// <summary>A well-formed answer of the gateway that says no.</summary>
/// <param name="Code">The gateway's ErrCode, as sent.</param>
/// <param name="Class">What the code means.</param>
/// <param name="IsInferred">Whether the class is our inference, not Payture's wording.</param>
public sealed record Refusal(string Code, ErrorClass Class, bool IsInferred);
