using Microsoft.Playwright;

namespace PaytureActors.Browser.Tests;

/// <summary>The distribution's Chromium, headless. It is driven as it is installed: nothing is downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // The last ones keep it from talking to anybody but the service.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>The browser that PAYTURE_CHROMIUM names, or the distribution's; null where there is none.</summary>
    public static readonly string? Path =
        (Environment.GetEnvironmentVariable("PAYTURE_CHROMIUM") is { } named ? [named] : Places).FirstOrDefault(File.Exists);

    /// <summary>Skips a test, with the reason, where there is no browser.</summary>
    public static void SkipIfMissing() =>
        Skip.If(Path is null, "Chromium is not installed (apt-get install chromium), and PAYTURE_CHROMIUM names none: nothing can be clicked.");

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Path, Headless = true, Args = Arguments, Timeout = (float)Installation.Limit.TotalMilliseconds,
    });
}
