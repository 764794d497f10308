using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PaytureActors.Browser.Tests;

/// <summary>What customers do on pages.</summary>
internal static class Pages
{
    /// <summary>Types a card into a page of the gateway.</summary>
    public static async Task TypeCardAsync(this IPage page, string number)
    {
        await page.FillAsync("#number", number);
        await page.FillAsync("#month", "12");
        await page.FillAsync("#year", $"{(TimeProvider.System.GetUtcNow().Year + 3) % 100:00}");
        await page.FillAsync("#code", "123");
        await page.FillAsync("#holder", "ANNA KOVAL");
    }

    /// <summary>Types a card into a page of the gateway and sends it.</summary>
    public static async Task PayAsync(this IPage page, string number)
    {
        await page.TypeCardAsync(number);
        await page.ClickAsync("#pay");
    }

    /// <summary>Follows a 3-D Secure challenge to the bank, as the merchant's page makes the browser do.</summary>
    public static async Task GoToBankAsync(this IPage page, JsonNode challenge, string? termUrl = null)
    {
        Assert.Equal("threeDSecure", (string)challenge["kind"]!);
        await page.SetContentAsync(
            $"""
            <form id="bank" method="post" action="{Value("acsUrl")}">
            <input type="hidden" name="PaReq" value="{Html((string)challenge["form"]!["paReq"]!)}">
            <input type="hidden" name="MD" value="{Html((string)challenge["form"]!["md"]!)}">
            <input type="hidden" name="TermUrl" value="{Html(termUrl ?? (string)challenge["termUrl"]!)}">
            <button>Confirm at your bank</button>
            </form>
            """);
        await page.ClickAsync("#bank button");
        await page.WaitForSelectorAsync("#confirm");

        string Value(string name) => Html((string)challenge[name]!);
    }

    /// <summary>Waits until the browser is at the shop, with its order named.</summary>
    public static async Task IsThankedAsync(this IPage page, Installation at, string order)
    {
        await page.ShowsAsync(Shop.ThankYou);
        Assert.Equal($"{at.Shop.Thanks}?order={order}", page.Url);
    }

    /// <summary>Waits for a page with this title; for that alone, because two navigations may have led there.</summary>
    public static Task ShowsAsync(this IPage page, string title) => page.GetByRole(AriaRole.Heading, new() { Name = title }).WaitForAsync();

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>What pays.</summary>
internal static class Wallet
{
    /// <summary>The password of every eWallet customer here.</summary>
    public const string Password = "a customer's own word";

    /// <summary>A card as the REST doors take it.</summary>
    public static string Card(string number) =>
        $$"""
        {"number":"{{number}}","expiryMonth":"12","expiryYear":"{{TimeProvider.System.GetUtcNow().Year + 3}}","holder":"ANNA KOVAL","securityCode":"123"}
        """;
}
