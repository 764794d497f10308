using PaytureActors.Domain;

namespace PaytureActors.Gateway.Families;

/// <summary>
/// Opens payments with a token of Apple Pay, Google Pay or Samsung Pay (D:pay-services/api/payture-api; the older form: C#, Go).
/// </summary>
internal static class TokenEncoder
{
    public static void Open(FormWriter form, CommandRow row, GatewayRequest request, Instrument.Token token)
    {
        form.Field("PayToken", token.PayToken);
        form.Field("OrderId", request.Order.ToString());
        switch (row.Command)
        {
            // The older commands: which of the two is asked stands in Method; of Apple the amount is in the token alone.
            case GatewayCommand.ApplePay or GatewayCommand.AndroidPay:
                form.Field("Method", request.Operation == Operation.Pay ? "PAY" : "BLOCK");
                if (row.Command == GatewayCommand.AndroidPay)
                    form.Field("Amount", GatewayEncoder.Text(request.Amount!.Value));
                break;

            // With Checksum the gateway compares the amount with the token's, whichever wallet it is of.
            default:
                form.Field("Amount", GatewayEncoder.Text(request.Amount!.Value));
                form.Field("Checksum", "True");
                form.FieldIfAny("SecureCode", token.SecurityCode);
                break;
        }

        form.Field("Cheque", ChequeJson.ToBase64(request.Cheque));
    }
}
