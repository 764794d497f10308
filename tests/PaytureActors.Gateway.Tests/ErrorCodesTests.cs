using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

public sealed class ErrorCodesTests
{
    // The published table, written down a second time and by class letters: d where the wording supports the class, i where it is inferred.
    private const string Published = """
        OU i NONE SUCCESS
        AC d ACCESS_DENIED API_NOT_ALLOWED CURRENCY_NOT_ALLOWED
        AC i OPERATION_NOT_ALLOWED MERCHANT_RESTRICTION PROCESSING_ACCESS_DENIED
        DD d NOT_ALLOWED
        SC i MERCHANT_FORWARD
        BR i INVALID_SIGNATURE INVALID_PAYTUREID INVALID_FORMAT
        BR d WRONG_PARAMS FORMAT_ERROR WRONG_PAY_INFO WRONG_PAN WRONG_CARD_PAN WRONG_EXPIRE_DATE WRONG_CARDHOLDER WRONG_CARDHOLDER_NAME WRONG_CARD
        DD d CARD_EXPIRED
        DD i WRONG_CVV WRONG_CARD_INFO AUTHENTICATION_ERROR
        CU d WRONG_CONFIRM_CODE WRONG_AUTH_CODE WRONG_AUTHORIZATION_CODE
        BR d WRONG_PHONE WRONG_USER_PARAMS USER_NOT_FOUND CUSTOMER_NOT_FOUND CARD_NOT_FOUND AMOUNT_ERROR WRONG_AMOUNT
        OU i EMAIL_ERROR
        SC d DUPLICATE_USER DUPLICATE_CUSTOMER DUPLICATE_CARD DUPLICATE_ORDER_ID ILLEGAL_ORDER_STATE ORDER_NOT_FOUND
        DD d AMOUNT_EXCEED AMOUNT_EXCEED_BALANCE ORDER_TIME_OUT LIMIT_EXCHAUST
        OU i DUPLICATE_PROCESSING_ORDER_ID
        SC d REAUTH_NOT_ALOWED REFUND_NOT_ALOWED RETRY_LIMIT_EXCEEDED
        DD d FRAUD_ERROR FRAUD_ERROR_BIN_LIMIT FRAUD_ERROR_BLACKLIST_BANKCOUNTRY FRAUD_ERROR_BLACKLIST_AEROPORT FRAUD_ERROR_BLACKLIST_USERCOUNTRY
        DD d FRAUD_ERROR_CRITICAL_CARD FRAUD_ERROR_CRITICAL_CUSTOMER FRAUD_ERROR_IP PROCESSING_FRAUD_ERROR
        RT i FRAUD_INTERNAL_ERROR MPI_CERTIFICATE_ERROR MPI_RESPONSE_ERROR
        DD d GEO_CARD_RESTRICTION INSTALLMENT_NOT_ALLOWED CANCELED_BY_CLIENT ISSUER_BLOCKED_CARD ISSUER_CARD_FAIL
        OU i ISSUER_FAIL ISSUER_TIMEOUT AUTHORIZATION_TIMEOUT
        DD d ISSUER_LIMIT_FAIL ISSUER_LIMIT_AMOUNT_FAIL ISSUER_LIMIT_COUNT_FAIL REFUSAL_BY_GATE
        DD d THREE_DS_FAIL THREE_DS_ERROR THREE_DS_AUTH_ERROR THREE_DS_ATTEMPTS_FAIL THREE_DS_USER_AUTH_FAIL THREE_DS_NOT_ATTEMPTED THREE_DS_NOTENROLLED
        OU i THREE_DS_TIME_OUT PROCESSING_ERROR PAYMENT_ENGINE_ERROR COMMUNICATE_ERROR INTERNAL_ERROR OTHER_ERROR UNKNOWN UNKNOWN_STATE
        OU d PROCESSING_TIME_OUT EMPTY_RESPONSE
        """;

    [Fact]
    public void Every_published_code_has_its_class_and_no_other_code_is_known()
    {
        var published = Published.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .SelectMany(words => words[2..].Select(code => new Refusal(code, Class(words[0]), words[1] == "i")))
            .OrderBy(refusal => refusal.Code, StringComparer.Ordinal);

        Assert.Equal(published, ErrorCodes.Known.Values.OrderBy(refusal => refusal.Code, StringComparer.Ordinal));
    }

    [Fact]
    public void A_code_that_is_not_known_settles_nothing() =>
        Assert.Equal(new Refusal("BRAND_NEW", ErrorClass.OutcomeUnknown, IsInferred: true), ErrorCodes.Read("BRAND_NEW"));

    [Fact]
    public void A_code_keeps_the_letters_that_it_came_in() =>
        Assert.Equal(new Refusal("amount_Error", ErrorClass.BadRequest, IsInferred: false), ErrorCodes.Read("amount_Error"));

    [Fact]
    public void A_merchants_own_reading_wins()
    {
        var own = new Dictionary<string, ErrorClass> { ["ISSUER_FAIL"] = ErrorClass.Declined, ["BRAND_NEW"] = ErrorClass.Retryable };

        Assert.Equal(ErrorClass.Declined, ErrorCodes.Read("ISSUER_FAIL", own).Class);
        Assert.Equal(ErrorClass.Retryable, ErrorCodes.Read("BRAND_NEW", own).Class);
        Assert.Equal(ErrorClass.Access, ErrorCodes.Read("ACCESS_DENIED", own).Class);
    }

    private static ErrorClass Class(string letters) => letters switch
    {
        "OU" => ErrorClass.OutcomeUnknown,
        "DD" => ErrorClass.Declined,
        "BR" => ErrorClass.BadRequest,
        "AC" => ErrorClass.Access,
        "SC" => ErrorClass.StateConflict,
        "RT" => ErrorClass.Retryable,
        "CU" => ErrorClass.Customer,
        _ => throw new ArgumentOutOfRangeException(nameof(letters)),
    };
}
