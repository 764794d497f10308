using Microsoft.Playwright;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Browser.Tests;

/// <summary>Init, the gateway's page, and the way back through our door to the shop.</summary>
[Collection(SharedInstallation.Name)]
public sealed class PageTests(Installation service)
{
    [SkippableFact]
    public async Task A_customer_pays_on_the_page_and_comes_back_to_the_shop()
    {
        Chromium.SkipIfMissing();
        var page = await service.OpenBrowserAsync();

        await page.GotoAsync(await InitAsync("page-1"));
        Assert.Equal("2589.00 ₽", await page.TextContentAsync("#amount"));
        await page.PayAsync(TestCards.Success);
        Assert.Equal("Thank you", await page.TextContentAsync("#result"));
        await page.ClickAsync("#return");

        await page.IsThankedAsync(service, "page-1");
        await service.SettlesAsync("page-1", "charged");
        Assert.Equal(["Pay 258900"], await service.LedgerAsync("page-1"));
    }

    [SkippableFact]
    public async Task A_customer_is_sent_through_the_bank_and_the_money_is_held()
    {
        Chromium.SkipIfMissing();
        var page = await service.OpenBrowserAsync();

        await page.GotoAsync(await InitAsync("page-2", "block"));
        await page.PayAsync(TestCards.Challenge);
        await page.ClickAsync("#confirm");
        await page.WaitForSelectorAsync("#result"); // The page goes on to the shop by itself.

        await page.IsThankedAsync(service, "page-2");
        await service.SettlesAsync("page-2", "blocked");
        Assert.Equal("charged", (string)(await service.OrderAsync("page-2/charge", """{"amount":150000}"""))["phase"]!);
        Assert.Equal(["Block 258900", "Charge 150000"], await service.LedgerAsync("page-2"));
    }

    [SkippableFact]
    public async Task A_declined_card_can_be_followed_by_a_good_one()
    {
        Chromium.SkipIfMissing();
        var page = await service.OpenBrowserAsync();

        await page.GotoAsync(await InitAsync("page-3"));
        await page.PayAsync(TestCards.InventedInsufficientFunds);
        Assert.Contains("AMOUNT_EXCEED", await page.TextContentAsync("#problem"), StringComparison.Ordinal);
        await page.PayAsync(TestCards.Challenge);
        await page.ClickAsync("#refuse");
        Assert.Contains("try again", await page.TextContentAsync("#problem"), StringComparison.Ordinal);
        await page.PayAsync(TestCards.Success);
        await page.ClickAsync("#return");

        await page.IsThankedAsync(service, "page-3");
        await service.SettlesAsync("page-3", "charged");
        Assert.Equal(["Pay 258900"], await service.LedgerAsync("page-3"));
    }

    [SkippableFact]
    public async Task The_page_works_without_scripts()
    {
        Chromium.SkipIfMissing();
        var page = await service.OpenBrowserAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });

        await page.GotoAsync(await InitAsync("page-4"));
        await page.PayAsync(TestCards.Challenge);
        await page.ClickAsync("#continue");
        await page.ClickAsync("#confirm");
        await page.ClickAsync("#continue");
        await page.ClickAsync("#return");

        await page.IsThankedAsync(service, "page-4");
        await service.SettlesAsync("page-4", "charged");
    }

    [SkippableFact]
    public async Task A_browser_that_is_closed_before_the_return_costs_nobody_anything()
    {
        Chromium.SkipIfMissing();
        await using var deaf = await Installation.DeafAsync(); // No notification, no way back: the engine has its inquiries and nothing else.
        var page = await deaf.OpenBrowserAsync();

        await page.GotoAsync(await InitAsync("page-5", at: deaf));
        await page.PayAsync(TestCards.Challenge);
        await page.ClickAsync("#confirm");
        await page.WaitForSelectorAsync("#result");
        await page.Context.CloseAsync();

        await deaf.SettlesAsync("page-5", "charged");
        var history = (await deaf.SendAsync(HttpMethod.Get, "/merchants/shop/orders/page-5/history")).ToJsonString();
        Assert.DoesNotContain("hint", history, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string> InitAsync(string order, string type = "pay", Installation? at = null)
    {
        at ??= service;
        var session = await at.OrderAsync($"{order}/init",
            $$"""{"family":"inPay","sessionType":"{{type}}","amount":258900,"product":"Ticket","returnUrl":"{{at.Shop.Thanks}}"}""");
        return (string)session["challenge"]!["redirectUrl"]!;
    }
}
