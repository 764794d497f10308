using System.Net;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>Those who prove nothing: the gateway's notifications, and browsers on their way back.</summary>
public sealed class HintTests : IAsyncLifetime
{
    private const string Notifications = "/payture/shop/notifications";

    private readonly ScriptedOrders _orders = new() { Known = ScriptedOrders.View with { ReturnUrl = "https://shop.example/thanks?a=1#top" } };
    private RestServer _server = null!;

    public async Task InitializeAsync() => _server = await RestServer.StartAsync(_orders);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("EnginePaySuccess", "08.05.2019 15:36:27")]
    [InlineData("CustomerRefundSuccess", "05/28/2019 15:36:27")]
    [InlineData("MerchantPay", "yesterday")]
    public async Task A_notification_is_a_hint_whatever_its_date_looks_like(string kind, string date)
    {
        var answer = await _server.PostFormAsync(Notifications, ("Is3DS", "False"), ("Notification", kind), ("Success", "True"),
            ("TransactionDate", date), ("ErrCode", "NONE"), ("OrderId", "a b/+"), ("Amount", "12677"), ("MerchantId", "1"));

        Assert.Equal((HttpStatusCode.OK, ""), (answer.Status, answer.Text));
        Assert.Equal([kind], _orders.Hints);
        Assert.Equal(new OrderKey("shop", "a b/+"), _orders.Key);
    }

    [Theory]
    [InlineData("Notification=CustomerAddSuccess&VWUserLgn=anna&CardId=c-1")]
    [InlineData("")]
    [InlineData("OrderId=")]
    [InlineData("OrderId=1&OrderId=2")]
    [InlineData("OrderId=%00")]
    [InlineData("&&==&%")]
    public async Task A_notification_without_an_order_is_taken_and_ignored(string form)
    {
        var answer = await PostAsync(Notifications, form);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Empty(_orders.Hints);
    }

    [Theory]
    [InlineData("OrderId=42")]
    [InlineData("orderid=42&Notification=%3Cscript%3E")]
    [InlineData("OrderId=42&Notification=AVeryLongWordAVeryLongWordAVeryLongWordAVeryLongWord")]
    public async Task A_notification_of_no_known_kind_is_a_hint_all_the_same(string form)
    {
        await PostAsync(Notifications, form);

        Assert.Equal(["Notification"], _orders.Hints);
    }

    [Fact]
    public async Task Only_a_hint_that_cannot_be_lost_is_answered_with_200()
    {
        _orders.KeepsHints = false;
        var answer = await _server.PostFormAsync(Notifications, ("OrderId", "42"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "hint-not-kept"), (answer.Status, answer.Problem));
        Assert.NotNull(answer.Headers.RetryAfter);

        _orders.Failure = new TimeoutException();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _server.PostFormAsync(Notifications, ("OrderId", "42"))).Status);
    }

    [Fact]
    public async Task A_notification_for_nobody_or_too_large_or_no_form_is_refused()
    {
        Assert.Equal("unknown-merchant", (await _server.PostFormAsync("/payture/nobody/notifications", ("OrderId", "42"))).Problem);
        Assert.Equal("unknown-merchant", (await _server.PostFormAsync($"{Notifications}/guess", ("OrderId", "42"))).Problem);
        Assert.Equal("body-too-large", (await _server.PostFormAsync(Notifications, ("OrderId", "42"), ("x", new string('x', 65 * 1024)))).Problem);
        Assert.Equal("not-a-form", (await _server.PostAsync(Notifications, """{"OrderId":"42"}""")).Problem);
        Assert.Empty(_orders.Hints);
    }

    [Fact]
    public async Task A_secret_path_is_the_only_one_and_is_not_logged_by_us()
    {
        const string secret = "a-path-that-nobody-guesses";
        await using var server = await RestServer.StartAsync(_orders, options => options.Notifications.Secret = secret);

        Assert.Equal(HttpStatusCode.NotFound, (await server.PostFormAsync(Notifications, ("OrderId", "42"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.PostFormAsync($"{Notifications}/another-path-that-is-wrong", ("OrderId", "42"))).Status);
        Assert.Empty(_orders.Hints);
        Assert.Equal(HttpStatusCode.OK, (await server.PostFormAsync($"{Notifications}/{secret}", ("OrderId", "42"))).Status);
        Assert.Single(_orders.Hints);

        _orders.Failure = new InvalidOperationException("a bug");
        await server.PostFormAsync($"{Notifications}/{secret}", ("OrderId", "42"));
        var ours = server.Log.Text.Split('\n').Single(line => line.Contains("failed unexpectedly", StringComparison.Ordinal));
        Assert.DoesNotContain(secret, ours, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("198.51.100.0/24", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.0/8", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    public async Task Notifications_come_from_the_networks_that_are_configured(string source, HttpStatusCode status)
    {
        await using var server = await RestServer.StartAsync(_orders, options => options.Notifications.Sources.Add(source), overSockets: true);

        Assert.Equal(status, (await server.PostFormAsync(Notifications, ("OrderId", "42"))).Status);
    }

    [Fact]
    public async Task A_customer_is_led_from_the_gateways_page_to_the_shop()
    {
        var answer = await _server.GetAsync("/payture/shop/return?order=a%2Fb&success=True");

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal("https://shop.example/thanks?a=1&order=a%2Fb#top", answer.Headers.Location!.OriginalString);
        Assert.Equal(new OrderKey("shop", "a/b"), _orders.Key);
        Assert.Equal(["Return"], _orders.Hints);

        Assert.Equal(HttpStatusCode.SeeOther, (await _server.PostFormAsync("/payture/shop/return", ("order", "42"))).Status);
    }

    [Theory]
    [InlineData("https://магазин.рф/спасибо?я=1#верх",
        "https://xn--80aairftm.xn--p1ai/%D1%81%D0%BF%D0%B0%D1%81%D0%B8%D0%B1%D0%BE?%D1%8F=1&order=42#%D0%B2%D0%B5%D1%80%D1%85")]
    [InlineData("https://[2001:db8::1]:8443/a%2Fb%0D%0A?c=%D1%8F", "https://[2001:db8::1]:8443/a%2Fb%0D%0A?c=%D1%8F&order=42")]
    public async Task A_shop_whose_address_is_in_another_alphabet_is_found_all_the_same(string shop, string location)
    {
        _orders.Known = ScriptedOrders.View with { ReturnUrl = shop };
        await using var server = await RestServer.StartAsync(_orders, overSockets: true); // Only a real server looks at what a header may hold.

        var answer = await server.GetAsync("/payture/shop/return?order=42");

        Assert.Equal((HttpStatusCode.SeeOther, location), (answer.Status, answer.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData(null, "en", "Your payment is being confirmed")]
    [InlineData("ru-RU,ru;q=0.9,en;q=0.8", "ru", "Платёж подтверждается")]
    [InlineData("en-US,ru;q=0.5", "en", "Your payment is being confirmed")]
    [InlineData("de", "en", "Your payment is being confirmed")]
    public async Task Without_a_way_on_a_small_page_says_that_the_payment_is_being_confirmed(string? accepted, string language, string words)
    {
        _orders.Known = ScriptedOrders.View;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/payture/shop/return?order=42%3Cscript%3E");
        if (accepted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        var answer = await _server.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.Status, answer.Type));
        Assert.Contains(words, answer.Text, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\">", answer.Text, StringComparison.Ordinal);
        Assert.Contains("color-scheme: light dark", answer.Text, StringComparison.Ordinal);
        Assert.Contains("width=device-width", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("script", answer.Text, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_never_sees_an_error_of_ours()
    {
        _orders.Failure = new TimeoutException();

        Assert.Equal(HttpStatusCode.SeeOther, (await _server.GetAsync("/payture/shop/return?order=42")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync("/payture/shop/return")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.GetAsync("/payture/nobody/return?order=42")).Status);
    }

    [Fact]
    public async Task The_banks_answer_completes_the_payment_and_leads_the_customer_on()
    {
        var answer = await _server.PostFormAsync("/payture/shop/3ds/a%20b", ("MD", "md-1 "), ("PaRes", "eJx+/Q\r\nVJlcw=="));

        Assert.Equal(new OrderKey("shop", "a b"), _orders.Key);
        Assert.Equal(("Complete", true), (_orders.Asked!.Value.Command, _orders.Asked.Value.Options!.UseDefaultKey));
        Assert.NotNull(_orders.Asked.Value.Options!.Limit);
        var result = Assert.IsType<Instrument.ThreeDSecureResult>(_orders.Brought.Instrument);
        Assert.Equal(("md-1", "eJx+/Q\r\nVJlcw=="), (result.Md.Reveal(text => text), result.PaRes.Reveal(text => text)));
        Assert.Equal((HttpStatusCode.SeeOther, ""), (answer.Status, answer.Text));
        Assert.Empty(_orders.Hints);
        Assert.DoesNotContain("eJx+", _server.Log.Text + answer.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_with_a_foreign_MD_is_refused_and_leads_nowhere()
    {
        _orders.Reply = new OrderReply.Rejected(Rejection.OtherChallenge, _orders.Known);
        var answer = await _server.PostFormAsync("/payture/shop/3ds/42", ("MD", "md-2"), ("PaRes", "eJxQ"));

        Assert.Equal((HttpStatusCode.Conflict, "text/html"), (answer.Status, answer.Type));
        Assert.DoesNotContain("md-2", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("eJxQ", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_completes_nothing_is_a_hint_all_the_same()
    {
        foreach (var (reply, leads) in new (OrderReply, bool)[]
        {
            (new OrderReply.Pending(ScriptedOrders.View), true), (new OrderReply.Rejected(Rejection.NoChallenge, null), true),
            (new OrderReply.Busy("Full."), true),
        })
        {
            _orders.Reply = reply;
            var answer = await _server.PostFormAsync("/payture/shop/3ds/42", ("MD", "md-1"), ("PaRes", "eJxQ"));
            Assert.Equal(leads, answer.Status == HttpStatusCode.SeeOther);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await _server.PostFormAsync("/payture/shop/3ds/42", ("MD", "md-1"))).Status);
        Assert.Equal(Enumerable.Repeat("ThreeDSecureReturn", 4), _orders.Hints);
    }

    private async Task<RestAnswer> PostAsync(string path, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        return await _server.SendAsync(request);
    }
}
