using PaytureActors.Domain;

namespace PaytureActors.Gateway.Families;

/// <summary>Opens payments and sessions of customers with stored cards (D:ewallet/init, D:ewallet/pay).</summary>
internal static class EWalletEncoder
{
    /// <summary>Stands for the id of a card that is not stored (D:ewallet/pay/merchant-side).</summary>
    private const string NotStored = "FreePay";

    public static void Init(FormWriter form, CommandRow row, GatewayRequest request, Instrument.Wallet wallet)
    {
        Begin(form, row, request, request.LeadsTo, wallet);
        form.Item("CardId", wallet.CardId);
        InPayEncoder.WritePage(form, request.Extras.Page, "PhoneNumber");
        End(form, request);
    }

    // One command for Pay and Block: the type of the session tells them apart, and is said although it may be left out (REC div).
    public static void Pay(FormWriter form, CommandRow row, GatewayRequest request, Instrument.Wallet wallet)
    {
        Begin(form, row, request, request.Operation, wallet);
        form.Item("CardId", wallet.CardId ?? NotStored);
        if (wallet.Card is { } card)
            ApiEncoder.WriteCard(form, card, "CardNumber");
        if (wallet.Token is { } token)
        {
            form.Item("PayToken", token.PayToken);
            form.Item("Checksum", "True"); // Or the token's own amount would count (INF from MobilePay).
            form.ItemIfAny("SecureCode", token.SecurityCode);
        }

        // A recurring payment has none (D:ewallet/pay/recurring).
        form.ItemIfAny("SecureCode", wallet.SecurityCode);
        form.ItemIfAny("ConfirmCode", wallet.ConfirmCode);
        End(form, request);
    }

    /// <summary>Begins the block with the customer's name and password.</summary>
    public static void BeginCustomer(FormWriter form, CommandRow row, Instrument.Wallet wallet)
    {
        form.Block(row.BlockName!);
        form.Item("VWUserLgn", wallet.Login);
        form.Item("VWUserPsw", wallet.Password);
    }

    private static void Begin(FormWriter form, CommandRow row, GatewayRequest request, Operation? type, Instrument.Wallet wallet)
    {
        BeginCustomer(form, row, wallet);
        form.Item("SessionType", type.ToString());
        form.Item("OrderId", request.Order.ToString());
        form.Item("Amount", GatewayEncoder.Text(request.Amount!.Value));
    }

    private static void End(FormWriter form, GatewayRequest request)
    {
        form.Item("Cheque", ChequeJson.ToBase64(request.Cheque));
        form.Items(request.Extras.CustomFields);
    }
}
