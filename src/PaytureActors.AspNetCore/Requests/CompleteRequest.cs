using Microsoft.AspNetCore.Http;
using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>What the customer's browser brought back from the bank.</summary>
internal sealed class CompleteRequest
{
    /// <summary>The form field PaRes. Secret.</summary>
    public required string PaRes { get; init; }

    /// <summary>The form field MD. Secret.</summary>
    public required string Md { get; init; }

    /// <summary>Reads the result; where a part is missing that is noted, and then there is none.</summary>
    public static Instrument.ThreeDSecureResult? Read(JsonFields fields)
    {
        var (md, paRes) = (fields.Text("md"), fields.Text("paRes"));
        if (string.IsNullOrWhiteSpace(paRes))
            fields.Wrong("paRes", "Give the form field PaRes that the customer's browser brought back from the bank, unchanged.");
        if (string.IsNullOrWhiteSpace(md))
            fields.Wrong("md", "Give the form field MD that the customer's browser brought back from the bank, unchanged.");
        fields.RefuseOthers();
        return Of(md, paRes);
    }

    /// <summary>The result of two form fields; null where one of them is missing.</summary>
    public static Instrument.ThreeDSecureResult? Of(string? md, string? paRes) =>
        string.IsNullOrWhiteSpace(md) || string.IsNullOrWhiteSpace(paRes) ? null : new Instrument.ThreeDSecureResult(md, paRes);

    /// <summary>The result that the bank had the customer's browser post; null where a part is missing or cannot be one.</summary>
    public static async Task<Instrument.ThreeDSecureResult?> OfFormAsync(HttpRequest request) =>
        (await FormBody.ReadAsync(request)).Fields is { } fields && Of(FormBody.One(fields, "MD"), FormBody.One(fields, "PaRes")) is { } result
            && !WireRules.Check(result).Any()
            ? result
            : null;

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";
}

/// <summary>What Adopt takes.</summary>
internal sealed class AdoptRequest
{
    /// <summary>The interface that opened the order: <c>api</c>, <c>inPay</c>, <c>eWallet</c>, <c>applePay</c> or <c>androidPay</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Reads the family; what is wrong is noted, and then there is none.</summary>
    public static ApiFamily? Read(JsonFields fields)
    {
        var family = fields.Choice("family",
            ("api", ApiFamily.Api), ("inPay", ApiFamily.InPay), ("eWallet", ApiFamily.EWallet), ("applePay", ApiFamily.ApplePay),
            ("androidPay", ApiFamily.AndroidPay));
        fields.RefuseOthers();
        return family;
    }
}
