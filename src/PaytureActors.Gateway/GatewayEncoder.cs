using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Gateway.Families;

namespace PaytureActors.Gateway;

/// <summary>
/// Says requests as form bodies: opening commands by their family's encoder, all others by their row alone. The caller wipes the body.
/// </summary>
internal static class GatewayEncoder
{
    /// <summary>Encodes a call on an order.</summary>
    /// <exception cref="ArgumentException">The request breaks a rule of the wire, or its instrument does not fit.</exception>
    public static byte[] Encode(CommandRow row, MerchantAccount account, GatewayRequest request, Instrument? instrument)
    {
        Demand(GatewayRequestRules.Check(request, instrument));
        Demand(GatewayRequestRules.CheckAccount(request.Merchant, account, row.Family));

        var form = Begin(row, account);
        switch (instrument)
        {
            case Instrument.Card card:
                ApiEncoder.Open(form, row, request, card);
                break;
            case Instrument.Token token:
                TokenEncoder.Open(form, row, request, token);
                break;
            case Instrument.Wallet wallet when request.Operation == Operation.Init:
                EWalletEncoder.Init(form, row, request, wallet);
                break;
            case Instrument.Wallet wallet:
                EWalletEncoder.Pay(form, row, request, wallet);
                break;
            case null when request.Operation == Operation.Init:
                InPayEncoder.Init(form, row, request);
                break;
            case Instrument.ThreeDSecureResult result:
                Complete(form, row, request, result);
                break;
            default:
                Continue(form, row, account, request);
                break;
        }

        return form.ToBody();
    }

    /// <summary>Encodes an inquiry.</summary>
    /// <exception cref="ArgumentException">The OrderId cannot be said on the wire, or the account lacks a name.</exception>
    public static byte[] EncodeInquiry(CommandRow row, MerchantAlias merchant, MerchantAccount account, OrderId order)
    {
        Demand(GatewayRequestRules.CheckOrderId(order));
        if (row.Credential == AccountName.Vwid)
            Demand(GatewayRequestRules.CheckAccount(merchant, account, row.Family));

        var form = Begin(row, account);
        if (row.BlockName is { } block)
        {
            form.Block(block);
            form.Item("OrderId", order.ToString());
        }
        else
        {
            form.Field("OrderId", order.ToString());
        }

        return form.ToBody();
    }

    /// <summary>Encodes a command about a customer.</summary>
    /// <exception cref="ArgumentException">The request breaks a rule of the wire, or its instrument does not fit.</exception>
    public static byte[] Encode(CommandRow row, MerchantAccount account, CustomerRequest request, Instrument? instrument)
    {
        Demand(CustomerRequestRules.Check(request, instrument));
        Demand(GatewayRequestRules.CheckAccount(request.Merchant, account, row.Family));

        var form = Begin(row, account);
        CustomerEncoder.Write(form, row, account, request, instrument);
        return form.ToBody();
    }

    /// <summary>An amount as the wire has it: digits of kopecks.</summary>
    public static string Text(Money amount) => amount.InKopecks.ToString(CultureInfo.InvariantCulture);

    // The terminal's name, and its password where that stands beside it.
    private static FormWriter Begin(CommandRow row, MerchantAccount account)
    {
        if (row.Sender is not (CommandSender.Merchant or CommandSender.Both))
        {
            throw new NotSupportedException(row.Sender == CommandSender.Nobody
                ? $"{row.Command} is a name only: Payture does not publish its fields (see {nameof(IPreAuthentication)})."
                : $"{row.Family} {row.Command} is sent by the customer's browser.");
        }

        var form = new FormWriter();
        if (row.CredentialField is { } field)
            form.Field(field, row.Credential == AccountName.Vwid ? account.Vwid : account.Key);
        if (row.Password == PasswordPlacement.TopLevel)
            form.FieldIfAny("Password", account.Password);
        return form;
    }

    private static void Complete(FormWriter form, CommandRow row, GatewayRequest request, Instrument.ThreeDSecureResult result)
    {
        // Where no terminal is named, the gateway knows the order by its MD (PaySubmit3DS); else by its OrderId (D:3d-secure/v1).
        if (row.CredentialField is null)
            form.Field("MD", result.Md);
        else
            form.Field("OrderId", request.Order.ToString());
        form.Field("PaRes", result.PaRes);
    }

    private static void Continue(FormWriter form, CommandRow row, MerchantAccount account, GatewayRequest request)
    {
        var order = request.Order.ToString();
        var amount = request.Amount is { } money ? Text(money) : null;
        var cheque = ChequeJson.ToBase64(request.Cheque);
        if (row.BlockName is { } block)
        {
            form.Block(block);
            if (row.Password == PasswordPlacement.InBlock)
                form.ItemIfAny("Password", account.Password);
            form.Item("OrderId", order);
            form.Item("Amount", amount);
            form.Item("Cheque", cheque);
            return;
        }

        form.Field("OrderId", order);
        form.Field("Amount", amount);
        form.Field("Cheque", cheque);
    }

    private static void Demand(IEnumerable<FieldError> errors)
    {
        if (errors.FirstOrDefault() is { } error)
            throw new ArgumentException($"{error.Field}: {error.Message}");
    }
}
