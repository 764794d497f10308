namespace PaytureActors.Gateway.Families;

/// <summary>Opens sessions on Payture's page (D:inpay/init).</summary>
internal static class InPayEncoder
{
    public static void Init(FormWriter form, CommandRow row, GatewayRequest request)
    {
        form.Block(row.BlockName!);
        form.Item("SessionType", request.LeadsTo.ToString());
        form.Item("OrderId", request.Order.ToString());
        form.Item("Amount", GatewayEncoder.Text(request.Amount!.Value));
        WritePage(form, request.Extras.Page, "Phone");
        form.Item("Cheque", ChequeJson.ToBase64(request.Cheque));
        form.Items(request.Extras.CustomFields);
    }

    /// <summary>
    /// Writes what the page shows into the block that was begun; only the phone number has a name of its own in each family.
    /// </summary>
    public static void WritePage(FormWriter form, SessionPage? page, string phoneItem)
    {
        if (page is null)
            return;
        form.Item("IP", page.Ip);
        form.Item("Url", page.Url);
        form.Item("Product", page.Product);
        form.Item("Total", page.Total);
        form.Item(phoneItem, page.Phone);
        form.Item("Description", page.Description);
        form.Item("TemplateTag", page.TemplateTag);
        form.Item("Language", page.Language);
    }
}
