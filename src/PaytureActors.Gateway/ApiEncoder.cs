using System.Globalization;
using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>Says requests of the Api family as form bodies (D:payture-api).</summary>
internal static class ApiEncoder
{
    private const string CustomFieldsBlock = "CustomFields";

    /// <summary>Encodes a call that changes something; the caller wipes the body.</summary>
    /// <exception cref="ArgumentException">The request breaks a rule of the wire, or its instrument does not fit.</exception>
    public static byte[] Encode(CommandRow row, MerchantAccount account, GatewayRequest request, Instrument? instrument)
    {
        if (GatewayRequestRules.Check(request) is [var error, ..])
            throw new ArgumentException($"{error.Field}: {error.Message}", nameof(request));
        if (row.BlockName is not null != instrument is Instrument.Card || (row.BlockName is null && instrument is not null))
            throw new ArgumentException($"{row.Command} takes {(row.BlockName is null ? "no instrument" : "a card")}.", nameof(instrument));

        var form = Begin(row, account, request.Order);
        if (request.Amount is { } amount)
            form.Field("Amount", Text(amount));
        if (row.BlockName is { } block && instrument is Instrument.Card card)
            card.Data.Reveal(data => WritePayInfo(form, block, data, request));
        if (request.Extras.CustomFields.Count > 0)
            form.Block(CustomFieldsBlock, request.Extras.CustomFields.Select(field => (field.Key, field.Value)));
        if (request.Extras.CustomerKey is { } customer)
            form.Field("CustomerKey", customer);
        return form.ToBody();
    }

    /// <summary>Encodes an inquiry.</summary>
    /// <exception cref="ArgumentException">The OrderId cannot be said on the wire.</exception>
    public static byte[] EncodeInquiry(CommandRow row, MerchantAccount account, OrderId order)
    {
        if (GatewayRequestRules.CheckOrderId(order).FirstOrDefault() is { } error)
            throw new ArgumentException($"{error.Field}: {error.Message}", nameof(order));
        return Begin(row, account, order).ToBody();
    }

    private static FormWriter Begin(CommandRow row, MerchantAccount account, OrderId order)
    {
        var form = new FormWriter();
        form.Field(row.CredentialField, account.Key);
        if (row.Password == PasswordPlacement.TopLevel && !account.Password.IsEmpty)
            account.Password.Reveal(password => Write(form, password));
        form.Field("OrderId", order.ToString());
        return form;
    }

    private static FormWriter Write(FormWriter form, string password)
    {
        form.Field("Password", password);
        return form;
    }

    // OrderId and Amount stand inside, too, and are equal to the outer ones: whether the gateway compares them is not known (INF).
    private static FormWriter WritePayInfo(FormWriter form, string block, CardData card, GatewayRequest request)
    {
        var items = new List<(string, string)>(7)
        {
            ("PAN", card.Number),
            ("EMonth", card.ExpiryMonth),
            ("EYear", card.ExpiryYear),
        };
        if (card.Holder is { } holder)
            items.Add(("CardHolder", holder));
        if (card.SecurityCode is { } code)
            items.Add(("SecureCode", code));
        items.Add(("OrderId", request.Order.ToString()));
        items.Add(("Amount", Text(request.Amount!.Value)));
        form.Block(block, items);
        return form;
    }

    private static string Text(Money amount) => amount.InKopecks.ToString(CultureInfo.InvariantCulture);
}
