using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Browser.Tests;

/// <summary>A stored card's whole life: added with 3-D Secure, activated, listed, paid with, removed.</summary>
[Collection(SharedInstallation.Name)]
public sealed class CardTests(Installation service)
{
    private const int Held = 100; // What the sandbox holds on a card that is added, in kopecks.

    [SkippableFact]
    public async Task A_card_is_added_on_the_gateways_page()
    {
        Chromium.SkipIfMissing();
        const string login = "page@shop.example";
        await service.CustomerAsync(HttpMethod.Put, login, """{"email":"page@shop.example"}""");
        var session = await service.CustomerAsync(HttpMethod.Post, $"{login}/cards/sessions", $$"""{"url":"{{service.Shop.Thanks}}?order=card"}""");
        var page = await service.OpenBrowserAsync();

        await page.GotoAsync((string)session["challenge"]!["redirectUrl"]!);
        await page.PayAsync(TestCards.Challenge);
        await page.ClickAsync("#confirm");
        Assert.Equal("The card is added", await page.TextContentAsync("#result"));
        await page.ClickAsync("#return");
        await page.IsThankedAsync(service, "card");

        await LiveAsync(login);
    }

    [SkippableFact]
    public async Task A_card_is_added_by_the_merchant()
    {
        Chromium.SkipIfMissing();
        const string login = "merchant@shop.example";
        await service.CustomerAsync(HttpMethod.Put, login, """{"email":"merchant@shop.example"}""");
        var asked = await service.CustomerAsync(HttpMethod.Post, $"{login}/cards", $$$"""{"card":{{{Wallet.Card(TestCards.Challenge)}}}}""");
        var page = await service.OpenBrowserAsync();

        await page.GoToBankAsync(asked["challenge"]!, service.Shop.TermUrl);
        await page.ClickAsync("#confirm");
        var (md, paRes) = await service.Shop.ResultAsync();
        await service.CustomerAsync(HttpMethod.Post, $"{login}/cards/complete", $$"""{"md":"{{md}}","paRes":"{{paRes}}"}""");

        await LiveAsync(login);
    }

    // From the moment the card is there.
    private async Task LiveAsync(string login)
    {
        var card = Assert.Single((await service.CustomerAsync(HttpMethod.Get, $"{login}/cards"))["cards"]!.AsArray())!;
        Assert.Equal(("411111xxxxxx1111", false), ((string)card["cardName"]!, (bool)card["isActive"]!));
        var id = (string)card["cardId"]!;

        await service.CustomerAsync(HttpMethod.Post, $"{login}/cards/{id}/activate", $$"""{"amount":{{Held}}}""");
        card = Assert.Single((await service.CustomerAsync(HttpMethod.Get, $"{login}/cards"))["cards"]!.AsArray())!;
        Assert.True((bool)card["isActive"]!);

        var order = login.Split('@')[0];
        var paid = await service.OrderAsync($"{order}/pay", // Without its code, as a subscription does: the bank asks nobody.
            $$$"""{"amount":258900,"wallet":{"login":"{{{login}}}","cardId":"{{{id}}}"}}""", Wallet.Password);
        Assert.Equal(("eWallet", "charged"), ((string)paid["family"]!, (string)paid["phase"]!));
        var refunded = await service.OrderAsync($"{order}/refund", """{"amount":50000}""");
        Assert.Equal(50_000, (long)refunded["refunded"]!);
        Assert.Equal(["Pay 258900", "Refund 50000"], await service.LedgerAsync(order));

        await service.CustomerAsync(HttpMethod.Delete, $"{login}/cards/{id}");
        Assert.Empty((await service.CustomerAsync(HttpMethod.Get, $"{login}/cards"))["cards"]!.AsArray());
    }
}
