using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Browser.Tests;

/// <summary>
/// Every page that customers see, in light and dark, on a desk and on a phone: nothing sticks out, everything can be read. With
/// PAYTURE_SCREENSHOTS set to a folder, pictures of them all are left there.
/// </summary>
[Collection(SharedInstallation.Name)]
public sealed class LookTests(Installation service)
{
    private const int PhoneWidth = 390;
    private const int SmallestTarget = 40; // CSS pixels: what a thumb hits.
    private const double ReadableContrast = 4.5; // WCAG 2, AA.

    private static readonly string? Pictures = Environment.GetEnvironmentVariable("PAYTURE_SCREENSHOTS");

    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1024, "en-GB")]
    [InlineData(ColorScheme.Dark, 1024, "ru-RU")]
    [InlineData(ColorScheme.Light, PhoneWidth, "ru-RU")]
    [InlineData(ColorScheme.Dark, PhoneWidth, "en-GB")]
    public async Task Every_page_can_be_read(ColorScheme scheme, int width, string locale)
    {
        Chromium.SkipIfMissing();
        var name = $"{scheme}-{width}".ToLower(CultureInfo.InvariantCulture);
        var page = await service.OpenBrowserAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme, Locale = locale, ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };

        var order = $"look-{name}";
        var session = await service.OrderAsync($"{order}/init", """{"family":"inPay","sessionType":"pay","amount":258900,"product":"Ticket","description":"Moscow to Kazan"}""");
        await page.GotoAsync((string)session["challenge"]!["redirectUrl"]!);
        await LookAsync("page");
        await page.PayAsync(TestCards.InventedInsufficientFunds);
        await LookAsync("page-declined");
        await page.PayAsync(TestCards.Challenge);
        await page.WaitForSelectorAsync("#confirm");
        await LookAsync("bank");
        await page.ClickAsync("#confirm");
        await page.WaitForSelectorAsync("#result");
        await LookAsync("paid");
        await page.ClickAsync("#return");
        await page.ShowsAsync(locale == "ru-RU" ? "Платёж подтверждается" : "Your payment is being confirmed");
        await LookAsync("return");
        await service.SettlesAsync(order, "charged");

        var login = $"{name}@shop.example";
        await service.CustomerAsync(HttpMethod.Put, login, "{}");
        var adding = await service.CustomerAsync(HttpMethod.Post, $"{login}/cards/sessions", $$"""{"url":"{{service.Shop.Thanks}}"}""");
        await page.GotoAsync((string)adding["challenge"]!["redirectUrl"]!);
        await LookAsync("card-adding");
        Assert.Empty(errors);

        async Task LookAsync(string what)
        {
            if (Pictures is not null)
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{what}-{name}.png"), FullPage = true });
            var seen = await page.EvaluateAsync<JsonElement>(Script);
            Assert.True(seen.GetProperty("width").GetInt32() <= width, $"{what} is wider than its window of {width}.");
            foreach (var text in seen.GetProperty("texts").EnumerateArray())
                Assert.True(text.GetProperty("contrast").GetDouble() >= ReadableContrast, $"{what}, {name}: {text}");
            foreach (var target in seen.GetProperty("targets").EnumerateArray())
                Assert.True(target.GetProperty("height").GetDouble() >= SmallestTarget, $"{what}, {name}: {target}");
        }
    }

    // Contrast as WCAG counts it: relative luminance of a text's colour against the first background behind it that is not transparent.
    private const string Script =
        """
        () => {
          const rgb = text => (text.match(/[\d.]+/g) ?? []).map(Number);
          const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = element => {
            for (let e = element; e; e = e.parentElement) {
              const color = rgb(getComputedStyle(e).backgroundColor);
              if (color.length === 3 || color[3] > 0) return color;
            }
            return [255, 255, 255];
          };
          const contrast = element => {
            const [a, b] = [luminance(rgb(getComputedStyle(element).color)), luminance(behind(element))];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          };
          const all = query => [...document.querySelectorAll(query)].filter(e => e.getClientRects().length > 0);
          return {
            width: document.documentElement.scrollWidth,
            texts: all('h1,p,label,button,a,small,input').map(e => ({ text: e.textContent || e.name, contrast: contrast(e) })),
            targets: all('button,input').map(e => ({ text: e.textContent || e.name, height: e.getBoundingClientRect().height })),
          };
        }
        """;
}
