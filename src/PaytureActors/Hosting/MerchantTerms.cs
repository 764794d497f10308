using System.Globalization;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.Hosting;

/// <summary>From a merchant's options to what the rules and the wire go by.</summary>
internal static class MerchantTerms
{
    private const int MostTimes = 10_000;

    /// <summary>What the merchant's orders go by.</summary>
    public static MerchantPolicy ToPolicy(this MerchantOptions options) => new()
    {
        SendBy = options.SendBy,
        MoneyTimeout = options.MoneyTimeout,
        Margin = options.Margin,
        QuietPeriod = options.QuietPeriod,
        Horizon = options.Horizon,
        UnguardedRefunds = options.UnguardedRefunds,
        InquiryPlan = options.InquiryPlan is { } text && TryReadPlan(text, out var pauses) ? new InquiryPlan(pauses) : InquiryPlan.Default,
        LookAfter = options.LookAfter,
        PendingLifetime = options.PendingLifetime,
        SessionLifetime = options.SessionLifetime,
        ChallengeLifetime = options.ChallengeLifetime,
        HoldHorizon = options.HoldHorizon,
        HoldPolicy = options.HoldPolicy,
        LateBlock = options.LateBlock,
        LatePay = options.LatePay,
        RefundDespiteDrift = options.RefundDespiteDrift,
        MaxResends = options.MaxResends,
        ResendPause = options.ResendPause,
        LongestResendPause = options.LongestResendPause,
    };

    /// <summary>The account as the wire knows it.</summary>
    public static MerchantAccount ToAccount(this MerchantOptions options) => new()
    {
        Host = new Uri(options.Host),
        Key = options.Key,
        Vwid = string.IsNullOrWhiteSpace(options.Vwid) ? null : options.Vwid,
        WalletForm = options.WalletForm,
        SessionInquiry = options.SessionInquiry,
        Password = options.Password.Length > 0 ? new Sensitive<string>(options.Password) : Sensitive<string>.Empty,
        InquiryTimeout = options.InquiryTimeout,
        MoneyTimeout = options.MoneyTimeout,
        MaxConcurrency = options.MaxConcurrency,
        ErrorClasses = new Dictionary<string, Domain.ErrorClass>(options.ErrorClasses, StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>Reads times with an optional count, as in <c>00:00:03*10, 00:00:05*24, 00:01:00</c>.</summary>
    public static bool TryReadPlan(string text, out IReadOnlyList<TimeSpan> pauses)
    {
        var read = new List<TimeSpan>();
        pauses = read;
        foreach (var step in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = step.Split('*', StringSplitOptions.TrimEntries);
            var times = 1;
            if (parts.Length > 2
                || !TimeSpan.TryParseExact(parts[0], "c", CultureInfo.InvariantCulture, out var pause) || pause <= TimeSpan.Zero
                || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out times))
                || times is < 1 or > MostTimes)
            {
                return false;
            }

            read.AddRange(Enumerable.Repeat(pause, times));
        }

        return true;
    }
}
