using PaytureActors.Domain.Customers;

namespace PaytureActors.Gateway.Families;

/// <summary>Says commands about eWallet customers and their cards (D:ewallet/clients, D:ewallet/cards).</summary>
internal static class CustomerEncoder
{
    public static void Write(FormWriter form, CommandRow row, MerchantAccount account, CustomerRequest request, Instrument? instrument)
    {
        if (instrument is Instrument.ThreeDSecureResult result)
        {
            form.Field("MD", result.Md);
            form.Field("PaRes", result.PaRes);
            return;
        }

        if (row.Password == PasswordPlacement.InBlock)
        {
            // Delete is authorised by the terminal, not by the customer.
            form.Block(row.BlockName!);
            form.Item("VWUserLgn", request.Login);
            form.ItemIfAny("Password", account.Password);
            return;
        }

        var wallet = (Instrument.Wallet)instrument!;
        EWalletEncoder.BeginCustomer(form, row, wallet);
        if (request.Operation == CustomerOperation.InitAdd)
            form.Item("SessionType", "Add");
        if (wallet.Card is { } card)
            ApiEncoder.WriteCard(form, card, "CardNumber");
        form.Item("CardId", request.CardId);
        form.Item("OrderId", request.Order?.ToString());
        form.Item("Amount", request.Amount is { } amount ? GatewayEncoder.Text(amount) : null);
        form.Item("PhoneNumber", request.PhoneNumber);
        form.Item("Email", request.Email);
        InPayEncoder.WritePage(form, request.Page, "PhoneNumber");
    }
}
