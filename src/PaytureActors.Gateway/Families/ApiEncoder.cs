namespace PaytureActors.Gateway.Families;

/// <summary>Opens payments whose card data the merchant holds (D:payture-api/pay, D:payture-api/block).</summary>
internal static class ApiEncoder
{
    private const string CustomFieldsBlock = "CustomFields";

    public static void Open(FormWriter form, CommandRow row, GatewayRequest request, Instrument.Card card)
    {
        var order = request.Order.ToString();
        var amount = GatewayEncoder.Text(request.Amount!.Value);
        form.Field("OrderId", order);
        form.Field("Amount", amount);

        // OrderId and Amount stand inside, too, and are equal to the outer ones: whether the gateway compares them is not known (INF).
        form.Block(row.BlockName!);
        WriteCard(form, card, "PAN");
        form.Item("OrderId", order);
        form.Item("Amount", amount);

        if (request.Extras.CustomFields.Count > 0)
        {
            form.Block(CustomFieldsBlock);
            form.Items(request.Extras.CustomFields);
        }

        form.Field("CustomerKey", request.Extras.CustomerKey);
        form.Field("PaytureId", request.Extras.PaytureId);
        form.Field("Cheque", ChequeJson.ToBase64(request.Cheque));
    }

    /// <summary>Writes a card into the block that was begun; only its number has a name of its own in each family.</summary>
    public static void WriteCard(FormWriter form, Instrument.Card card, string numberItem) => card.Data.Reveal(data =>
    {
        form.Item(numberItem, data.Number);
        form.Item("EMonth", data.ExpiryMonth);
        form.Item("EYear", data.ExpiryYear);
        form.Item("CardHolder", data.Holder);
        form.Item("SecureCode", data.SecurityCode);
        return form;
    });
}
