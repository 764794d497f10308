using System.Globalization;
using System.Security;
using System.Text;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>Writes answers as the gateway does: one element named after the command, all data in attributes, no declaration.</summary>
internal static class ApiAnswers
{
    private const string Xml = "text/xml; charset=utf-8";
    private const string Html = "text/html; charset=utf-8";

    public static SimulatedAnswer.Respond Approved(ApiRequest request, LedgerAnswer.Approved answer) => request.Operation switch
    {
        Operation.Pay or Operation.Block => Element(request.Command,
            ("OrderId", request.OrderId), ("Key", request.Merchant.Key), ("Success", "True"), ("Amount", Text(answer.Amount))),
        Operation.Charge => Element(request.Command,
            ("Success", "True"), ("OrderId", request.OrderId), ("Amount", Text(answer.Amount))),
        _ => Element(request.Command,
            ("Success", "True"), ("OrderId", request.OrderId), ("NewAmount", Text(answer.NewAmount))),
    };

    public static SimulatedAnswer.Respond Refused(ApiRequest request, string code) =>
        Refused(request.Command, code, request.OrderId, request.Merchant.Key);

    /// <summary>A refusal; what is null is not repeated.</summary>
    public static SimulatedAnswer.Respond Refused(string command, string code, string? orderId, string? key) => command switch
    {
        "Pay" or "Block" => Element(command, ("OrderId", orderId), ("Key", key), ("Success", "False"), ("ErrCode", code)),
        ApiCommand.GetState => Element(command, ("Success", "False"), ("OrderId", orderId), ("Forwarded", "False"), ("ErrCode", code)),
        _ => Element(command, ("Success", "False"), ("OrderId", orderId), ("ErrCode", code)),
    };

    /// <summary>The answer that sends the customer to 3-D Secure (D:3d-secure/v1); the values of PaReq and ThreeDSKey are invented.</summary>
    public static SimulatedAnswer.Respond Challenge(ApiRequest request, Uri acsUrl)
    {
        var subject = $"{request.Merchant.Key}/{request.OrderId}";
        return Element(request.Command,
            ("OrderId", request.OrderId), ("Key", request.Merchant.Key), ("Success", "3DS"), ("Amount", Text(request.Amount)),
            ("ACSUrl", acsUrl.AbsoluteUri),
            ("PaReq", Convert.ToBase64String(Encoding.UTF8.GetBytes("simulated-pareq:" + subject))),
            ("ThreeDSKey", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(subject))));
    }

    public static SimulatedAnswer.Respond State(ApiRequest request, LedgerPayment? payment) => payment is null
        ? Refused(request, "ORDER_NOT_FOUND")
        : Element(request.Command,
            ("Success", "True"), ("OrderId", request.OrderId), ("State", payment.StateName),
            ("Status", payment.Pending is null ? null : payment.StateName), // Pending states carry both (D:transaction-statuses/pending).
            ("Forwarded", "False"), ("MerchantContract", request.Merchant.Contract), ("Amount", Text(payment.Reported)),
            ("RRN", Rrn(request)));

    public static SimulatedAnswer.Respond Garbage(ApiRequest request, GarbageKind kind) => new(200, Xml, kind switch
    {
        GarbageKind.CutOff => $"<{request.Command} Success=\"Tr",
        GarbageKind.OtherRoot => $"<Ping Success=\"True\" OrderId=\"{Escape(request.OrderId)}\" />",
        GarbageKind.NoSuccess => $"<{request.Command} OrderId=\"{Escape(request.OrderId)}\" />",
        GarbageKind.Empty => "",
        GarbageKind.Noise => "\u0000\u0001upstream reset\u0002",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such garbage."),
    });

    public static SimulatedAnswer.Respond Page(int status) => new(status, Html,
        $"<!DOCTYPE html><html><head><title>{status}</title></head><body><h1>{status}</h1><p>The proxy could not reach the service.</p></body></html>");

    private static SimulatedAnswer.Respond Element(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var text = new StringBuilder().Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
                text.Append(' ').Append(attribute).Append("=\"").Append(Escape(value)).Append('"');
        }
        return new SimulatedAnswer.Respond(200, Xml, text.Append(" />").ToString());
    }

    private static string Escape(string value) => SecurityElement.Escape(value);

    private static string? Text(Money? amount) => amount?.InKopecks.ToString(CultureInfo.InvariantCulture);

    // Twelve digits that are always the same for an order.
    private static string Rrn(ApiRequest request)
    {
        var chance = new Chance(0, new FaultCall(request.Merchant.Key, request.OrderId, "RRN", 1));
        return ((long)(chance.Unit() * 1_000_000_000_000)).ToString("000000000000", CultureInfo.InvariantCulture);
    }
}
