using System.Text.Json.Nodes;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Browser.Tests;

/// <summary>A card over REST whose bank wants to see the customer: the form, the bank's page, and our 3-D Secure door.</summary>
[Collection(SharedInstallation.Name)]
public sealed class ThreeDSecureTests(Installation service)
{
    [SkippableFact]
    public async Task A_customer_confirms_at_the_bank_and_the_money_is_held()
    {
        Chromium.SkipIfMissing();
        var page = await service.OpenBrowserAsync();
        var challenge = await BlockAsync("bank-1");

        await page.GoToBankAsync(challenge);
        await page.ClickAsync("#confirm");

        await page.IsThankedAsync(service, "bank-1");
        Assert.Equal("blocked", await service.PhaseOfAsync("bank-1"));
        Assert.Equal(["Block 258900"], await service.LedgerAsync("bank-1"));
        foreach (var secret in new[] { TestCards.Challenge, (string)challenge["form"]!["paReq"]!, (string)challenge["form"]!["md"]! })
            Assert.DoesNotContain(secret, service.Logged, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_customer_who_refuses_at_the_bank_pays_nothing()
    {
        Chromium.SkipIfMissing();
        var page = await service.OpenBrowserAsync();

        await page.GoToBankAsync(await BlockAsync("bank-2"));
        await page.ClickAsync("#refuse");

        await page.IsThankedAsync(service, "bank-2");
        Assert.Equal("declined", await service.PhaseOfAsync("bank-2"));
        Assert.Empty(await service.LedgerAsync("bank-2"));
    }

    [SkippableFact]
    public async Task A_result_is_good_for_its_own_order_alone()
    {
        Chromium.SkipIfMissing();
        var page = await service.OpenBrowserAsync();
        var (first, second) = (await BlockAsync("bank-3"), await BlockAsync("bank-4"));

        await page.GoToBankAsync(first, termUrl: (string)second["termUrl"]!);
        await page.ClickAsync("#confirm");

        await page.ShowsAsync("The bank's answer belongs to another payment");
        Assert.Equal(("awaitingCustomer", "awaitingCustomer"), (await service.PhaseOfAsync("bank-3"), await service.PhaseOfAsync("bank-4")));
    }

    private async Task<JsonNode> BlockAsync(string order)
    {
        var asked = await service.OrderAsync($"{order}/block",
            $$$"""{"amount":258900,"returnUrl":"{{{service.Shop.Thanks}}}","card":{{{Wallet.Card(TestCards.Challenge)}}}}""");
        Assert.Equal("awaitingCustomer", (string)asked["phase"]!);
        return asked["challenge"]!;
    }
}
