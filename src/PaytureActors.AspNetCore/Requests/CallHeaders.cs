using System.Globalization;
using Microsoft.AspNetCore.Http;
using PaytureActors.Domain;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>The headers that steer a command: <c>Idempotency-Key</c> and <c>Prefer: wait=N</c>.</summary>
internal static class CallHeaders
{
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>The header that brings an eWallet customer's password, for this one call.</summary>
    public const string CustomerPassword = "Payture-Customer-Password";

    /// <summary>The most characters that a customer's login or password may have (VWUserLgn, VWUserPsw).</summary>
    public const int LongestLogin = 50;

    /// <summary>The longest that a call may wait for its command, in seconds.</summary>
    public const int LongestWait = 60;

    /// <summary>The caller's key; null where there is none or where it is wrong, which is noted.</summary>
    public static IdempotencyKey? Key(HttpRequest request, FieldErrors errors, bool required)
    {
        var values = request.Headers[IdempotencyKey];
        if (values.Count == 0)
        {
            if (required)
            {
                errors.Add(IdempotencyKey, "A refund needs the header Idempotency-Key: choose one for this refund, keep it, and send it again "
                    + "with every repetition. Nothing else tells a repeated partial refund from a second one.");
            }

            return null;
        }

        // Clients of the header's draft standard send a quoted string; the quotes are not a part of the key.
        var text = values.Count == 1 ? values[0]!.Trim() : "";
        if (text is ['"', .. var inner, '"'])
            text = inner;
        if (Domain.IdempotencyKey.IsValid(text))
            return new IdempotencyKey(text);

        errors.Add(IdempotencyKey, $"Send one Idempotency-Key of 1 to {Domain.IdempotencyKey.MaxLength} printable characters.");
        return null;
    }

    /// <summary>The customer's password; null where there is none or where it is wrong, which is noted without repeating it.</summary>
    public static string? Password(HttpRequest request, FieldErrors errors)
    {
        var values = request.Headers[CustomerPassword];
        if (values is [{ Length: > 0 and <= LongestLogin } password] && !password.Any(char.IsControl) && !string.IsNullOrWhiteSpace(password))
            return password;
        errors.Add(CustomerPassword, values.Count == 0
            ? $"Send the customer's password in the header {CustomerPassword}; it is used for this one call and not kept."
            : $"Send one {CustomerPassword} of 1 to {LongestLogin} printable characters.");
        return null;
    }

    /// <summary>How long the caller prefers to wait; null where it does not say. As the header's standard has it, nothing here is an error.</summary>
    public static TimeSpan? Wait(HttpContext http)
    {
        foreach (var preference in http.Request.Headers["Prefer"].SelectMany(value => (value ?? "").Split([',', ';'])))
        {
            if (preference.Split('=') is [var name, var value]
                && name.Trim().Equals("wait", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(value.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                seconds = Math.Min(seconds, LongestWait);
                http.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={seconds}");
                return TimeSpan.FromSeconds(seconds);
            }
        }

        return null;
    }
}
