using System.Globalization;
using Microsoft.Extensions.Options;
using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.Journal;

namespace PaytureActors.Hosting;

/// <summary>Finds everything that is wrong with the options, all at once; each message names its key and says what to put there.</summary>
/// <param name="section">The configuration section that the options come from.</param>
internal sealed class PaytureActorsOptionsValidator(string section = PaytureActorsOptionsValidator.Section)
    : IValidateOptions<PaytureActorsOptions>
{
    /// <summary>Where the options usually stand in a configuration.</summary>
    public const string Section = "Payture";

    private const int HashLength = 64;

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, PaytureActorsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>Checks options that no configuration was bound to.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; the message has everything.</exception>
    public static void ThrowIfInvalid(PaytureActorsOptions options)
    {
        var result = new PaytureActorsOptionsValidator().Validate(null, options);
        if (result.Failed)
            throw new OptionsValidationException(Options.DefaultName, typeof(PaytureActorsOptions), result.Failures);
    }

    private IEnumerable<string> Problems(PaytureActorsOptions options)
    {
        if (options.Merchants.Count == 0)
        {
            yield return $"{section}:Merchants has no merchant: set {section}:Merchants:{{alias}}:Host, :Key and :Password, "
                + "with an alias of your choice such as 'shop'.";
        }

        foreach (var problem in options.Merchants.SelectMany(
            merchant => Problems($"{section}:Merchants:{merchant.Key}", merchant.Key, merchant.Value)))
            yield return problem;

        foreach (var problem in Bounds($"{section}:TransportSeats", options.TransportSeats, 1, 1024)
            .Concat(Bounds($"{section}:InquirySeats", options.InquirySeats, 1, 1024))
            .Concat(Bounds($"{section}:QueueLength", options.QueueLength, 1, 1_000_000))
            .Concat(Bounds($"{section}:MaxOrdersInMemory", options.MaxOrdersInMemory, 1, 10_000_000))
            .Concat(Positive($"{section}:AnswerWithin", options.AnswerWithin))
            .Concat(Positive($"{section}:IdleAfter", options.IdleAfter)))
        {
            yield return problem;
        }

        if (string.IsNullOrEmpty(options.CustomerIdKey))
            yield return $"{section}:CustomerIdKey is empty: give a long text of your own and keep it, or leave the setting out.";
        if (options is { CustomerIdKey: PaytureActorsOptions.PublicCustomerIdKey, PublicUrl: { IsAbsoluteUri: true, IsLoopback: false } }
            && options.Merchants.Values.Any(merchant => !string.IsNullOrWhiteSpace(merchant.Vwid)))
        {
            yield return $"{section}:CustomerIdKey is the default, which everybody can read, and seals the addresses to which banks send eWallet customers: "
                + "give a long text of your own before the first customer, and keep it.";
        }

        if (!Enum.IsDefined(options.Journal.Provider))
            yield return $"{section}:Journal:Provider must be Sqlite or PostgreSql.";
        if (string.IsNullOrWhiteSpace(options.Journal.ConnectionString))
            yield return $"{section}:Journal:ConnectionString is empty: give one, as in 'Data Source=payture.db'.";

        if (!string.IsNullOrEmpty(options.Journal.PersonalDataKey) && !PersonalDataCipher.TryCreate(options.Journal.PersonalDataKey, out _))
            yield return $"{section}:Journal:PersonalDataKey {PersonalDataCipher.Advice}";

        for (var i = 0; i < options.ApiKeys.Count; i++)
        {
            if (options.ApiKeys[i] is not { Length: HashLength } hash || !hash.All(char.IsAsciiHexDigit))
            {
                yield return $"{section}:ApiKeys:{i} must be the SHA-256 hash of an API key in {HashLength} hexadecimal digits; "
                    + "the key itself does not belong here.";
            }
        }

        if (options.PublicUrl is { } url && !MerchantAccount.IsHost(url))
            yield return $"{section}:PublicUrl must be an absolute https address (http only on loopback) without a query.";

        if (!options.Notifications.IsSecretGood)
        {
            yield return $"{section}:Notifications:Secret must have {NotificationOptions.ShortestSecret} to {NotificationOptions.LongestSecret} of a-z, A-Z, "
                + "0-9, '-', '.', '_' and '~', so that it is a path segment that nobody guesses.";
        }

        for (var i = 0; i < options.Notifications.Sources.Count; i++)
        {
            if (!NotificationOptions.TryReadSource(options.Notifications.Sources[i], out _))
                yield return $"{section}:Notifications:Sources:{i} must be an address or a network whose address ends in zeros, as in 198.51.100.0/24.";
        }
    }

    private static IEnumerable<string> Problems(string key, string alias, MerchantOptions merchant)
    {
        if (!MerchantAlias.IsValid(alias))
            yield return $"{key}: a merchant alias has 1 to {MerchantAlias.MaxLength} of a-z, A-Z, 0-9, '-' and '_'; choose another one.";
        if (!MerchantAccount.IsHost(Uri.TryCreate(merchant.Host, UriKind.Absolute, out var host) ? host : null))
            yield return $"{key}:Host must be an absolute https address (http only on loopback), as in https://sandbox3.payture.com.";
        if (string.IsNullOrWhiteSpace(merchant.Key))
            yield return $"{key}:Key is empty: give the terminal's Key.";

        if (merchant.Vwid is { Length: > 0 } vwid && string.IsNullOrWhiteSpace(vwid))
            yield return $"{key}:Vwid is blank: give the eWallet terminal's VWID, or leave it out.";
        if (!Enum.IsDefined(merchant.WalletForm))
            yield return $"{key}:WalletForm must be {nameof(WalletForm.MobilePay)} or {nameof(WalletForm.ApplePayAndroidPay)}.";
        if (!Enum.IsDefined(merchant.SessionInquiry))
            yield return $"{key}:SessionInquiry must be {nameof(SessionInquiry.GetState)} or {nameof(SessionInquiry.PayStatus)}.";

        foreach (var problem in Positive($"{key}:SendBy", merchant.SendBy)
            .Concat(Positive($"{key}:MoneyTimeout", merchant.MoneyTimeout))
            .Concat(Positive($"{key}:InquiryTimeout", merchant.InquiryTimeout))
            .Concat(Positive($"{key}:Margin", merchant.Margin))
            .Concat(Positive($"{key}:LookAfter", merchant.LookAfter))
            .Concat(Positive($"{key}:PendingLifetime", merchant.PendingLifetime))
            .Concat(Positive($"{key}:SessionLifetime", merchant.SessionLifetime))
            .Concat(Positive($"{key}:ChallengeLifetime", merchant.ChallengeLifetime))
            .Concat(Positive($"{key}:ResendPause", merchant.ResendPause))
            .Concat(Bounds($"{key}:MaxResends", merchant.MaxResends, 0, 1000))
            .Concat(Bounds($"{key}:MaxConcurrency", merchant.MaxConcurrency, 1, 1024)))
        {
            yield return problem;
        }

        if (merchant.LongestResendPause < merchant.ResendPause)
            yield return $"{key}:LongestResendPause must be at least ResendPause ({Text(merchant.ResendPause)}).";

        var settled = merchant.SendBy + merchant.MoneyTimeout + merchant.Margin;
        if (merchant.QuietPeriod < settled)
        {
            yield return $"{key}:QuietPeriod must be at least SendBy + MoneyTimeout + Margin ({Text(settled)}), "
                + "or a request could still be on its way when it is believed to be lost.";
        }

        if (merchant.Horizon < 2 * merchant.QuietPeriod)
            yield return $"{key}:Horizon must be at least twice the QuietPeriod ({Text(2 * merchant.QuietPeriod)}).";

        if (merchant.HoldHorizon < 7 * merchant.QuietPeriod)
        {
            yield return $"{key}:HoldHorizon must be at least seven times the QuietPeriod ({Text(7 * merchant.QuietPeriod)}): "
                + "a Block must have settled well before its hold is looked after.";
        }

        if (!Enum.IsDefined(merchant.HoldPolicy))
            yield return $"{key}:HoldPolicy must be Warn, Unblock or Charge.";
        if (!Enum.IsDefined(merchant.UnguardedRefunds))
            yield return $"{key}:UnguardedRefunds must be AfterHorizon, AfterQuiet or Never.";
        if (!Enum.IsDefined(merchant.LateBlock))
            yield return $"{key}:LateBlock must be Undo or Attention.";
        if (!Enum.IsDefined(merchant.LatePay))
            yield return $"{key}:LatePay must be Undo or Attention.";
        foreach (var code in merchant.ErrorClasses.Where(entry => !Enum.IsDefined(entry.Value)).Select(entry => entry.Key))
            yield return $"{key}:ErrorClasses:{code} must be one of {string.Join(", ", Enum.GetNames<ErrorClass>())}.";

        if (merchant.InquiryPlan is { } plan && !MerchantTerms.TryReadPlan(plan, out _))
            yield return $"{key}:InquiryPlan must be pauses with an optional count, as in '00:00:03*10, 00:00:05*24, 00:01:00'.";
    }

    private static IEnumerable<string> Positive(string key, TimeSpan value) =>
        value > TimeSpan.Zero ? [] : [$"{key} must be longer than nothing, as in 00:00:10."];

    private static IEnumerable<string> Bounds(string key, int value, int least, int most) =>
        value >= least && value <= most ? [] : [string.Create(CultureInfo.InvariantCulture, $"{key} must be between {least} and {most}.")];

    private static string Text(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");
}
