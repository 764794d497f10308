using PaytureActors.Domain;
using PaytureActors.Domain.Customers;

namespace PaytureActors.Gateway.Tests;

/// <summary>What every command of every family says, as the gateway splits it.</summary>
public sealed class FamilyTests
{
    private const string Wallet = "VWID=ShopWallet7&DATA=VWUserLgn=anna@example.com;VWUserPsw=p%2Bw";
    private const string Terminal = "p&ss+w=;%rd";

    [Theory]
    [InlineData(ApiFamily.Api, Operation.Charge, "Key=ShopTerm7&OrderId=order-42&Amount=258900")]
    [InlineData(ApiFamily.Api, Operation.Unblock, "Key=ShopTerm7&OrderId=order-42")]
    [InlineData(ApiFamily.Api, Operation.Refund, "Key=ShopTerm7&Password=" + Terminal + "&OrderId=order-42&Amount=258900")]
    [InlineData(ApiFamily.ApplePay, Operation.Charge, "Key=ShopTerm7&OrderId=order-42&Amount=258900")]
    [InlineData(ApiFamily.AndroidPay, Operation.Refund, "Key=ShopTerm7&Password=" + Terminal + "&OrderId=order-42&Amount=258900")]
    [InlineData(ApiFamily.InPay, Operation.Charge, "Key=ShopTerm7&Password=" + Terminal + "&OrderId=order-42&Amount=258900")]
    [InlineData(ApiFamily.InPay, Operation.Unblock, "Key=ShopTerm7&Password=" + Terminal + "&OrderId=order-42")]
    [InlineData(ApiFamily.InPay, Operation.Refund, "Key=ShopTerm7&Password=" + Terminal + "&OrderId=order-42&Amount=258900")]
    [InlineData(ApiFamily.EWallet, Operation.Charge, "VWID=ShopWallet7&Password=" + Terminal + "&OrderId=order-42&Amount=258900")]
    [InlineData(ApiFamily.EWallet, Operation.Unblock, "VWID=ShopWallet7&Password=" + Terminal + "&OrderId=order-42")]
    [InlineData(ApiFamily.EWallet, Operation.Refund, "VWID=ShopWallet7&DATA=Password=p%26ss%2Bw=%3B%25rd;OrderId=order-42;Amount=258900")]
    public void A_later_command_is_said_by_its_row(ApiFamily family, Operation operation, string form) =>
        Assert.Equal(form, WireForm.Text(WireForm.Encode(Requests.Of(operation, family), null)));

    [Theory]
    [InlineData(Operation.Pay, "Pay")]
    [InlineData(Operation.Block, "Block")]
    public void A_stored_card_pays_by_its_id_and_says_whether_it_is_a_hold(Operation operation, string type) => Assert.Equal(
        $"{Wallet};SessionType={type};OrderId=order-42;Amount=258900;CardId={Requests.CardId};SecureCode=007;ConfirmCode=A1B2C3;Campaign=spring",
        WireForm.Text(WireForm.Encode(
            Requests.Of(operation, ApiFamily.EWallet) with { Extras = new() { CustomFields = new Dictionary<string, string> { ["Campaign"] = "spring" } } },
            new Instrument.Wallet(Requests.Login, "p+w")
            {
                CardId = Requests.CardId,
                SecurityCode = new Sensitive<string>("007"),
                ConfirmCode = new Sensitive<string>("A1B2C3"),
            })));

    [Fact]
    public void A_recurring_payment_brings_no_code() => Assert.Equal(
        $"{Wallet};SessionType=Pay;OrderId=order-42;Amount=258900;CardId={Requests.CardId}",
        WireForm.Text(WireForm.Encode(Requests.Of(Operation.Pay, ApiFamily.EWallet), Requests.InstrumentOf(Operation.Pay, ApiFamily.EWallet))));

    [Fact]
    public void A_card_that_is_not_stored_pays_as_FreePay_with_its_leading_zeros() => Assert.Equal(
        $"{Wallet};SessionType=Pay;OrderId=order-42;Amount=258900;CardId=FreePay;CardNumber=4111111111100031;EMonth=03;EYear=31;CardHolder=ANNA KOVAL;SecureCode=007",
        WireForm.Text(WireForm.Encode(
            Requests.Of(Operation.Pay, ApiFamily.EWallet), new Instrument.Wallet(Requests.Login, "p+w") { Card = GatewayUnderTest.Card() })));

    [Fact]
    public void A_token_pays_as_FreePay_and_its_amount_is_compared() => Assert.Equal(
        $"{Wallet};SessionType=Block;OrderId=order-42;Amount=258900;CardId=FreePay;PayToken=dG9rZW4%2B/w==;Checksum=True;SecureCode=0123",
        WireForm.Text(WireForm.Encode(
            Requests.Of(Operation.Block, ApiFamily.EWallet),
            new Instrument.Wallet(Requests.Login, "p+w") { Token = new Instrument.Token(ApiFamily.AndroidPay, "dG9rZW4+/w==", "0123") })));

    [Theory]
    [InlineData(ApiFamily.ApplePay, Operation.Pay, WalletForm.MobilePay, "api/MobilePay", "Amount=258900&Checksum=True&SecureCode=007")]
    [InlineData(ApiFamily.AndroidPay, Operation.Block, WalletForm.MobilePay, "api/MobileBlock", "Amount=258900&Checksum=True&SecureCode=007")]
    [InlineData(ApiFamily.ApplePay, Operation.Pay, WalletForm.ApplePayAndroidPay, "api/ApplePay", "Method=PAY")]
    [InlineData(ApiFamily.ApplePay, Operation.Block, WalletForm.ApplePayAndroidPay, "api/ApplePay", "Method=BLOCK")]
    [InlineData(ApiFamily.AndroidPay, Operation.Pay, WalletForm.ApplePayAndroidPay, "api/AndroidPay", "Method=PAY&Amount=258900")]
    [InlineData(ApiFamily.AndroidPay, Operation.Block, WalletForm.ApplePayAndroidPay, "api/AndroidPay", "Method=BLOCK&Amount=258900")]
    public void A_wallets_token_pays_in_the_form_that_the_account_has(
        ApiFamily family, Operation operation, WalletForm form, string path, string rest)
    {
        var account = new MerchantAccount { Host = GatewayUnderTest.Account.Host, Key = "ShopTerm7", WalletForm = form };

        Assert.Equal(path, CommandTable.Find(family, operation, form: form)!.Path);
        Assert.Equal(
            "Key=ShopTerm7&PayToken=dG9rZW4+/w==&OrderId=order-42&" + rest,
            WireForm.Text(WireForm.Encode(Requests.Of(operation, family), new Instrument.Token(family, "dG9rZW4+/w==", "007"), account)));
    }

    [Fact]
    public void A_card_payment_brings_all_that_it_may() => Assert.Equal(
        "Key=ShopTerm7&OrderId=order-42&Amount=258900&PayInfo=PAN=4111111111100031;EMonth=03;EYear=31;CardHolder=ANNA KOVAL;SecureCode=007;OrderId=order-42;"
        + "Amount=258900&CustomFields=IP=203.0.113.9;Product=A %26 B&CustomerKey=c-1&PaytureId=device-1",
        WireForm.Text(WireForm.Encode(
            Requests.Of(Operation.Pay) with
            {
                Extras = new()
                {
                    CustomFields = new Dictionary<string, string> { ["IP"] = "203.0.113.9", ["Product"] = "A & B" },
                    CustomerKey = "c-1",
                    PaytureId = "device-1",
                },
            },
            GatewayUnderTest.Card())));

    [Theory]
    [InlineData(ApiFamily.Api, SessionInquiry.GetState, "Key=ShopTerm7&OrderId=order-42")]
    [InlineData(ApiFamily.InPay, SessionInquiry.PayStatus, "Key=ShopTerm7&OrderId=order-42")]
    [InlineData(ApiFamily.EWallet, SessionInquiry.GetState, "Key=ShopTerm7&OrderId=order-42")]
    [InlineData(ApiFamily.EWallet, SessionInquiry.PayStatus, "VWID=ShopWallet7&DATA=OrderId=order-42")]
    public void An_inquiry_names_the_order(ApiFamily family, SessionInquiry inquiry, string form) => Assert.Equal(form, WireForm.Text(
        GatewayEncoder.EncodeInquiry(CommandTable.InquiryOf(family, inquiry), GatewayUnderTest.Shop, GatewayUnderTest.Account, GatewayUnderTest.Order)));

    [Theory]
    [InlineData(CustomerOperation.Register, Wallet + ";PhoneNumber=79001234567;Email=a+b@example.com")]
    [InlineData(CustomerOperation.Update, Wallet + ";PhoneNumber=79001234567;Email=a+b@example.com")]
    [InlineData(CustomerOperation.Check, Wallet)]
    [InlineData(CustomerOperation.Delete, "VWID=ShopWallet7&DATA=VWUserLgn=anna@example.com;Password=p%26ss%2Bw=%3B%25rd")]
    [InlineData(CustomerOperation.GetList, Wallet)]
    [InlineData(CustomerOperation.Add, Wallet + ";CardNumber=4111111111100031;EMonth=03;EYear=31;CardHolder=ANNA KOVAL;SecureCode=007;PhoneNumber=79001234567")]
    [InlineData(CustomerOperation.AddSubmit3DS, "MD=md-1&PaRes=cGFS+ZXM/=")]
    [InlineData(CustomerOperation.InitAdd, Wallet + ";SessionType=Add;IP=203.0.113.9;Language=RU")]
    [InlineData(CustomerOperation.Activate, Wallet + ";CardId=" + Requests.CardId + ";Amount=123")]
    [InlineData(CustomerOperation.Remove, Wallet + ";CardId=" + Requests.CardId)]
    [InlineData(CustomerOperation.SendCode, Wallet + ";CardId=" + Requests.CardId + ";OrderId=order-42;Amount=500")]
    public void A_command_about_a_customer_has_what_is_published(CustomerOperation operation, string form)
    {
        var request = Requests.Of(operation);
        if (operation is CustomerOperation.Register or CustomerOperation.Update)
            request = request with { PhoneNumber = "79001234567", Email = "a+b@example.com" };
        if (operation == CustomerOperation.Add)
            request = request with { PhoneNumber = "79001234567" };
        if (operation == CustomerOperation.InitAdd)
            request = request with { Page = new SessionPage { Ip = "203.0.113.9", Language = "RU" } };
        if (operation == CustomerOperation.SendCode)
            request = request with { CardId = Requests.CardId, Order = GatewayUnderTest.Order, Amount = Money.Kopecks(500) };

        Assert.Equal(form.Replace("a+b@", "a%2Bb@", StringComparison.Ordinal), WireForm.Text(WireForm.Encode(request, Requests.InstrumentOf(operation))));
    }

    [Fact]
    public void A_secret_that_was_used_up_does_not_leave_as_nothing()
    {
        foreach (var family in Enum.GetValues<ApiFamily>())
        {
            foreach (var operation in new[] { Operation.Pay, Operation.Init, Operation.CompleteChallenge })
            {
                if (CommandTable.Find(family, operation, Operation.Pay) is null || Requests.InstrumentOf(operation, family) is not { } instrument)
                    continue;
                instrument.Clear();
                Assert.Throws<InvalidOperationException>(() => WireForm.Encode(Requests.Of(operation, family), instrument));
            }
        }
    }

    [Fact]
    public void An_eWallet_order_of_a_merchant_without_a_wallet_terminal_names_the_setting()
    {
        var account = new MerchantAccount { Host = GatewayUnderTest.Account.Host, Key = "ShopTerm7" };

        var refused = Assert.Throws<ArgumentException>(() => WireForm.Encode(Requests.Of(Operation.Charge, ApiFamily.EWallet), null, account));
        Assert.Contains("Payture:Merchants:shop:Vwid", refused.Message, StringComparison.Ordinal);
        Assert.Empty(GatewayRequestRules.CheckAccount(GatewayUnderTest.Shop, account, ApiFamily.InPay));
    }
}
