using System.Collections.Frozen;
using PaytureActors.Domain;
using static PaytureActors.Domain.ErrorClass;

namespace PaytureActors.Gateway;

/// <summary>
/// What Payture's error codes mean for money. Where sources read a code in two ways, the safer class stands here; a code that
/// is not here is <see cref="OutcomeUnknown"/>. A merchant's own reading comes from <see cref="MerchantAccount.ErrorClasses"/>.
/// </summary>
public static class ErrorCodes
{
    /// <summary>Said with Success="False" by an inquiry of an order that is not visible.</summary>
    public const string OrderNotFound = "ORDER_NOT_FOUND";

    private const bool Documented = false;
    private const bool Inferred = true;

    /// <summary>All codes that are known, by name; names compare without regard to case.</summary>
    public static FrozenDictionary<string, Refusal> Known { get; } = Rows().ToFrozenDictionary(row => row.Code, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives a code its meaning.</summary>
    /// <param name="code">The ErrCode, as the gateway sent it.</param>
    /// <param name="configured">The merchant's own classes, which win.</param>
    public static Refusal Read(string code, IReadOnlyDictionary<string, ErrorClass>? configured = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (configured is not null && configured.TryGetValue(code, out var chosen))
            return new Refusal(code, chosen, Documented);
        return Known.TryGetValue(code, out var known) ? known with { Code = code } : new Refusal(code, OutcomeUnknown, Inferred);
    }

    private static IEnumerable<Refusal> Rows() =>
    [
        // A failure that says "no error" says nothing.
        .. Of(OutcomeUnknown, Inferred, "NONE", "SUCCESS"),

        .. Of(Access, Documented, "ACCESS_DENIED", "API_NOT_ALLOWED", "CURRENCY_NOT_ALLOWED"),
        .. Of(Access, Inferred, "OPERATION_NOT_ALLOWED", "MERCHANT_RESTRICTION", "PROCESSING_ACCESS_DENIED"),

        .. Of(BadRequest, Documented,
            "WRONG_PARAMS", "FORMAT_ERROR", "WRONG_PAY_INFO", "WRONG_PAN", "WRONG_CARD_PAN", "WRONG_EXPIRE_DATE", "WRONG_CARDHOLDER",
            "WRONG_CARDHOLDER_NAME", "WRONG_CARD", "WRONG_PHONE", "WRONG_USER_PARAMS", "USER_NOT_FOUND", "CUSTOMER_NOT_FOUND",
            "CARD_NOT_FOUND", "AMOUNT_ERROR", "WRONG_AMOUNT"),
        .. Of(BadRequest, Inferred, "INVALID_SIGNATURE", "INVALID_PAYTUREID", "INVALID_FORMAT"),

        .. Of(Customer, Documented, "WRONG_CONFIRM_CODE", "WRONG_AUTH_CODE", "WRONG_AUTHORIZATION_CODE"),

        .. Of(StateConflict, Documented,
            "DUPLICATE_USER", "DUPLICATE_CUSTOMER", "DUPLICATE_CARD", "DUPLICATE_ORDER_ID", "ILLEGAL_ORDER_STATE", OrderNotFound,
            "REAUTH_NOT_ALOWED", "REFUND_NOT_ALOWED", "RETRY_LIMIT_EXCEEDED"),
        .. Of(StateConflict, Inferred, "MERCHANT_FORWARD"),

        .. Of(Declined, Documented,
            "NOT_ALLOWED", "CARD_EXPIRED", "AMOUNT_EXCEED", "AMOUNT_EXCEED_BALANCE", "ORDER_TIME_OUT", "LIMIT_EXCHAUST",
            "FRAUD_ERROR", "FRAUD_ERROR_BIN_LIMIT", "FRAUD_ERROR_BLACKLIST_BANKCOUNTRY", "FRAUD_ERROR_BLACKLIST_AEROPORT",
            "FRAUD_ERROR_BLACKLIST_USERCOUNTRY", "FRAUD_ERROR_CRITICAL_CARD", "FRAUD_ERROR_CRITICAL_CUSTOMER", "FRAUD_ERROR_IP",
            "PROCESSING_FRAUD_ERROR", "GEO_CARD_RESTRICTION", "INSTALLMENT_NOT_ALLOWED", "CANCELED_BY_CLIENT", "ISSUER_BLOCKED_CARD",
            "ISSUER_CARD_FAIL", "ISSUER_LIMIT_FAIL", "ISSUER_LIMIT_AMOUNT_FAIL", "ISSUER_LIMIT_COUNT_FAIL", "REFUSAL_BY_GATE",
            "THREE_DS_FAIL", "THREE_DS_ERROR", "THREE_DS_AUTH_ERROR", "THREE_DS_ATTEMPTS_FAIL", "THREE_DS_USER_AUTH_FAIL",
            "THREE_DS_NOT_ATTEMPTED", "THREE_DS_NOTENROLLED"),
        .. Of(Declined, Inferred, "WRONG_CVV", "WRONG_CARD_INFO", "AUTHENTICATION_ERROR"),

        .. Of(Retryable, Inferred, "FRAUD_INTERNAL_ERROR", "MPI_CERTIFICATE_ERROR", "MPI_RESPONSE_ERROR"),

        .. Of(OutcomeUnknown, Documented, "PROCESSING_TIME_OUT", "EMPTY_RESPONSE"),
        .. Of(OutcomeUnknown, Inferred,
            "ISSUER_TIMEOUT", "AUTHORIZATION_TIMEOUT", "PAYMENT_ENGINE_ERROR", "COMMUNICATE_ERROR", "INTERNAL_ERROR", "OTHER_ERROR",
            "UNKNOWN", "UNKNOWN_STATE",
            // Two readings each: a decline, a failure between gateway and issuer, a payment that only its e-mail failed.
            "ISSUER_FAIL", "PROCESSING_ERROR", "DUPLICATE_PROCESSING_ORDER_ID", "THREE_DS_TIME_OUT", "EMAIL_ERROR"),
    ];

    private static IEnumerable<Refusal> Of(ErrorClass @class, bool isInferred, params string[] codes) =>
        codes.Select(code => new Refusal(code, @class, isInferred));
}
