using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Hosting;

namespace PaytureActors.Tests.Hosting;

public sealed class OptionsValidationTests
{
    [Fact]
    public void One_merchant_with_a_host_and_a_key_is_enough() => Assert.Empty(Problems(_ => { }));

    [Fact]
    public void No_merchant_is_refused_and_the_key_to_set_is_named() =>
        Assert.Contains("Payture:Merchants:{alias}:Host", Assert.Single(Problems(options => options.Merchants.Clear())));

    [Fact]
    public void A_quiet_period_shorter_than_its_parts_is_refused_with_the_least_that_will_do()
    {
        var problem = Assert.Single(Problems(options => options.Merchants["shop"].QuietPeriod = TimeSpan.FromSeconds(89)));
        Assert.StartsWith("Payture:Merchants:shop:QuietPeriod must be at least SendBy + MoneyTimeout + Margin (90 s)", problem);
    }

    [Fact]
    public void A_horizon_shorter_than_two_quiet_periods_is_refused() =>
        Assert.Contains("Payture:Merchants:shop:Horizon must be at least twice the QuietPeriod (180 s)",
            Assert.Single(Problems(options => options.Merchants["shop"].Horizon = TimeSpan.FromSeconds(179))));

    [Fact]
    public void A_hold_horizon_that_leaves_no_time_and_a_hold_policy_that_does_not_exist_are_refused()
    {
        Assert.StartsWith("Payture:Merchants:shop:HoldHorizon must be at least seven times the QuietPeriod (630 s)",
            Assert.Single(Problems(options => options.Merchants["shop"].HoldHorizon = TimeSpan.FromSeconds(629))));
        Assert.Equal("Payture:Merchants:shop:HoldPolicy must be Warn, Unblock or Charge.",
            Assert.Single(Problems(options => options.Merchants["shop"].HoldPolicy = (HoldPolicy)7)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sandbox3.payture.com")]
    [InlineData("http://sandbox3.payture.com")]
    [InlineData("/relative")]
    [InlineData("ftp://127.0.0.1")]
    public void A_host_that_is_not_absolute_or_not_https_beyond_loopback_is_refused(string host) =>
        Assert.StartsWith("Payture:Merchants:shop:Host must be", Assert.Single(Problems(options => options.Merchants["shop"].Host = host)));

    [Theory]
    [InlineData("https://secure.payture.com")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080/sandbox")]
    public void Https_and_loopback_hosts_are_taken(string host) => Assert.Empty(Problems(options => options.Merchants["shop"].Host = host));

    [Fact]
    public void An_alias_that_cannot_be_one_is_refused() =>
        Assert.Contains("alias", Assert.Single(Problems(options => options.Merchants["my shop"] = Shop())));

    [Theory]
    [InlineData("")]
    [InlineData("3 seconds")]
    [InlineData("00:00:03*0")]
    [InlineData("00:00:03*10*2")]
    [InlineData("00:00:00")]
    [InlineData("-00:00:03")]
    public void An_inquiry_plan_that_cannot_be_read_is_refused(string plan) =>
        Assert.StartsWith("Payture:Merchants:shop:InquiryPlan", Assert.Single(Problems(options => options.Merchants["shop"].InquiryPlan = plan)));

    [Fact]
    public void A_lifetime_of_nothing_is_refused()
    {
        Assert.StartsWith("Payture:Merchants:shop:SessionLifetime must be longer",
            Assert.Single(Problems(options => options.Merchants["shop"].SessionLifetime = TimeSpan.Zero)));
        Assert.StartsWith("Payture:Merchants:shop:ChallengeLifetime must be longer",
            Assert.Single(Problems(options => options.Merchants["shop"].ChallengeLifetime = TimeSpan.FromMinutes(-1))));
    }

    [Fact]
    public void A_key_for_personal_data_that_is_none_is_refused_with_a_way_to_make_one()
    {
        var problem = Assert.Single(Problems(options => options.Journal.PersonalDataKey = "c2hvcnQ="));
        Assert.StartsWith("Payture:Journal:PersonalDataKey must be Base64 of 32 random bytes", problem);
        Assert.Contains("openssl rand -base64 32", problem);
        Assert.DoesNotContain("c2hvcnQ=", problem);
    }

    [Fact]
    public void An_inquiry_plan_is_read_in_its_order()
    {
        var merchant = Shop();
        merchant.InquiryPlan = "00:00:03*2, 00:01:00";
        var plan = merchant.ToPolicy().InquiryPlan;
        Assert.Equal([3, 3, 60, 60], Enumerable.Range(1, 4).Select(number => plan.PauseAfter(number).TotalSeconds));
    }

    [Fact]
    public void An_account_has_the_names_and_forms_that_were_configured()
    {
        var merchant = Shop();
        Assert.Equal((null, WalletForm.MobilePay, SessionInquiry.GetState), FormsOf(merchant));

        (merchant.Vwid, merchant.WalletForm, merchant.SessionInquiry) = ("Wallet7", WalletForm.ApplePayAndroidPay, SessionInquiry.PayStatus);
        Assert.Equal(("Wallet7", WalletForm.ApplePayAndroidPay, SessionInquiry.PayStatus), FormsOf(merchant));

        static (string?, WalletForm, SessionInquiry) FormsOf(MerchantOptions options) =>
            options.ToAccount() is var account ? (account.Vwid, account.WalletForm, account.SessionInquiry) : default;
    }

    [Fact]
    public void A_name_or_a_form_that_cannot_be_one_is_refused()
    {
        Assert.StartsWith("Payture:Merchants:shop:Vwid", Assert.Single(Problems(options => options.Merchants["shop"].Vwid = " ")));
        Assert.StartsWith("Payture:Merchants:shop:WalletForm", Assert.Single(Problems(options => options.Merchants["shop"].WalletForm = (WalletForm)7)));
        Assert.StartsWith(
            "Payture:Merchants:shop:SessionInquiry", Assert.Single(Problems(options => options.Merchants["shop"].SessionInquiry = (SessionInquiry)7)));
    }

    [Fact]
    public void The_defaults_are_those_of_the_rules() => Assert.Equal(new MerchantPolicy(), Shop().ToPolicy());

    [Theory]
    [InlineData("short", null, "Secret")]
    [InlineData("has/a/slash/in/it/x", null, "Secret")]
    [InlineData(null, "198.51.100.7/24", "Sources:0")]
    [InlineData(null, "payture.com", "Sources:0")]
    public void A_guard_of_the_notifications_that_guards_nothing_is_refused(string? secret, string? source, string key)
    {
        var problem = Assert.Single(Problems(options =>
        {
            options.Notifications.Secret = secret;
            if (source is not null)
                options.Notifications.Sources.Add(source);
        }));

        Assert.StartsWith($"Payture:Notifications:{key} ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(secret ?? "-", problem.Split(' ')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_of_notifications_is_an_address_or_a_network() =>
        Assert.Empty(Problems(options => options.Notifications.Sources.AddRange(["198.51.100.0/24", "203.0.113.9", "2001:db8::/32", "::1"])));

    [Theory]
    [InlineData("https://pay.shop.example", "Wallet7", null, true)]
    [InlineData("https://pay.shop.example", "Wallet7", "a long text of the shop's own", false)]
    [InlineData("https://pay.shop.example", null, null, false)]
    [InlineData("http://127.0.0.1:5080", "Wallet7", null, false)]
    public void A_public_door_of_customers_needs_a_key_of_its_own(string publicUrl, string? vwid, string? key, bool isProblem)
    {
        var problems = Problems(options =>
        {
            options.PublicUrl = new Uri(publicUrl);
            options.Merchants["shop"].Vwid = vwid;
            options.CustomerIdKey = key ?? options.CustomerIdKey;
        });

        Assert.Equal(isProblem, problems.Any(problem => problem.StartsWith("Payture:CustomerIdKey", StringComparison.Ordinal)));
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var problems = Problems(options =>
        {
            options.Merchants["shop"].Key = " ";
            options.Merchants["shop"].SendBy = TimeSpan.Zero;
            options.Merchants["shop"].MaxConcurrency = 0;
            options.Merchants["shop"].UnguardedRefunds = (UnguardedRefunds)9;
            options.Merchants["shop"].ErrorClasses["X"] = (ErrorClass)99;
            options.TransportSeats = 0;
            options.QueueLength = -1;
            options.AnswerWithin = TimeSpan.Zero;
            options.Journal.ConnectionString = "";
            options.ApiKeys.Add("my secret key");
            options.PublicUrl = new Uri("http://shop.example");
        });

        Assert.Equal(
            [
                "Payture:Merchants:shop:Key", "Payture:Merchants:shop:SendBy", "Payture:Merchants:shop:MaxConcurrency",
                "Payture:Merchants:shop:UnguardedRefunds", "Payture:Merchants:shop:ErrorClasses:X", "Payture:TransportSeats",
                "Payture:QueueLength", "Payture:AnswerWithin", "Payture:Journal:ConnectionString", "Payture:ApiKeys:0", "Payture:PublicUrl",
            ],
            problems.Select(problem => problem[..problem.IndexOf(' ', StringComparison.Ordinal)]));
        Assert.DoesNotContain(problems, problem => problem.Contains("my secret key", StringComparison.Ordinal));
    }

    private static MerchantOptions Shop() => new() { Host = "https://sandbox3.payture.com", Key = "Merchant" };

    private static string[] Problems(Action<PaytureActorsOptions> change)
    {
        var options = new PaytureActorsOptions();
        options.Merchants["shop"] = Shop();
        change(options);
        return [.. new PaytureActorsOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
