using System.Globalization;
using PaytureActors.TestKit.Gateway;
using Spectre.Console;

namespace PaytureActors.Host.Serving;

/// <summary>What the service prints once it is ready: what to open, and in a demo what to try.</summary>
internal static class Greeting
{
    public static void Print(IEnumerable<string> urls, DemoInstallation? demo, IConfiguration configuration)
    {
        var url = urls.First();
        AnsiConsole.MarkupLineInterpolated($"[green]PaytureActors is ready[/] at {url}");
        if (demo is not null)
            AnsiConsole.MarkupLine("[yellow]This is a demo[/]: the gateway inside is a sandbox, no money moves.");
        Row("orders", $"{url}/orders");
        Row("OpenAPI", $"{url}/openapi/v1.json");
        Row("health", $"{url}/health/ready");
        if (demo is null)
            return;

        Row("ledger", $"{url}{DemoInstallation.LedgerPath}");
        Row("files", $"{demo.Folder} (delete the folder to begin anew)");
        Console.WriteLine();
        Console.WriteLine("Three lines to try:");
        var (order, post) = (OrderAddress(url), Post(configuration));
        foreach (var line in Lines(order, post))
            Console.WriteLine(line);
        Console.WriteLine();
        Console.WriteLine("And one for a browser: open the challenge.redirectUrl that it answers with, and pay there.");
        Console.WriteLine($$"""{{post}} -d '{"family":"inPay","sessionType":"pay","amount":258900,"product":"Ticket"}' {{order}}-page/init""");
        Console.WriteLine($"  Card {TestCards.Success}, any name, date to come and code; {TestCards.Challenge} asks for 3-D Secure.");
    }

    private static string OrderAddress(string url) => string.Create(
        CultureInfo.InvariantCulture, $"{url}/merchants/{DemoInstallation.Merchant}/orders/demo-{TimeProvider.System.GetUtcNow():yyMMdd-HHmmss}");

    private static string Post(IConfiguration configuration)
    {
        var key = configuration.GetSection("Payture:ApiKeys").GetChildren().Any() ? " -H \"X-Api-Key: $PAYTURE_API_KEY\"" : "";
        return $"curl -sw '\\n' -X POST{key} -H 'Content-Type: application/json'";
    }

    // Plain lines, not wrapped to the terminal's width: they are to be copied.
    private static IEnumerable<string> Lines(string order, string post)
    {
        var expiry = $"\"expiryMonth\":\"12\",\"expiryYear\":\"{TimeProvider.System.GetUtcNow().Year + 4}\"";
        var card = $$$"""{"number":"{{{TestCards.Success}}}",{{{expiry}}},"holder":"ANNA KOVAL","securityCode":"123"}""";
        yield return $$$"""{{{post}}} -d '{"amount":258900,"card":{{{card}}}}' {{{order}}}/block""";
        yield return $$"""{{post}} -d '{"amount":150000}' {{order}}/charge""";
        yield return $$"""{{post}} -H 'Idempotency-Key: refund-1' -d '{"amount":50000}' {{order}}/refund""";
    }

    private static void Row(string name, string value) => Console.WriteLine($"  {name,-8} {value}");
}
