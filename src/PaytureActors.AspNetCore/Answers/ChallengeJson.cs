using System.Text.Json.Serialization;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Answers;

/// <summary>What the customer must do before the payment goes on.</summary>
internal sealed record ChallengeJson
{
    /// <summary><c>threeDSecure</c>: the browser posts a form to the bank. <c>page</c>: the browser is sent to the gateway's page.</summary>
    [JsonConverter(typeof(CamelCase<ChallengeKind>))]
    public required ChallengeKind Kind { get; init; }

    /// <summary>The gateway's page: send the customer's browser there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RedirectUrl { get; init; }

    /// <summary>The bank's address: the customer's browser posts PaReq, MD and TermUrl there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AcsUrl { get; init; }

    /// <summary>What to put into the form's field TermUrl: this service's own door; left out where Payture:PublicUrl is not configured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TermUrl { get; init; }

    /// <summary>Until when the customer may act, where that is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The form's secret fields, handed out once and kept nowhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FormJson? Form { get; init; }

    public static ChallengeJson? From(ChallengeView? challenge, ChallengeForm? form = null) => challenge is null ? null : new ChallengeJson
    {
        Kind = challenge.Kind,
        RedirectUrl = challenge.Kind is ChallengeKind.Page ? challenge.Url : null,
        AcsUrl = challenge.Kind is ChallengeKind.ThreeDSecure ? challenge.Url : null,
        TermUrl = challenge.TermUrl,
        ExpiresAt = challenge.ExpiresAt,
        Form = FormJson.From(form),
    };

    public static ChallengeJson From(Challenge challenge) => From(new ChallengeView(challenge.Kind, challenge.Url, challenge.Deadline))!;
}

/// <summary>What the customer's browser posts to the bank, beside TermUrl. Secret.</summary>
/// <param name="PaReq">The form field PaReq.</param>
/// <param name="Md">The form field MD.</param>
internal sealed record FormJson(string PaReq, string Md)
{
    public static FormJson? From(ChallengeForm? form) =>
        form is null ? null : new FormJson(form.PaReq.Reveal(static text => text), form.Md.Reveal(static text => text));

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";
}
