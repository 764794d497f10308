using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace PaytureActors.Host.Commands;

/// <summary><c>orders</c>: a page of a running service's order book as a table.</summary>
internal static class OrdersCommand
{
    private const string KeyVariable = "PAYTURE_API_KEY";

    private static readonly string[] Filters = ["merchant", "phase", "attention", "from", "to", "q", "after", "limit"];
    private static readonly string[] Amounts = ["held", "captured", "refunded"];

    private static readonly Option<Uri> Url = ServiceUrl.Option(
        $"The service's address. If it asks for an API key, give it in the environment variable {KeyVariable}.");

    public static Command Create()
    {
        var command = new Command("orders", "Shows a page of a running service's order book.") { Url };
        var filters = Filters.Select(name => new Option<string?>($"--{name}") { Description = $"As the parameter {name} of GET /orders." }).ToArray();
        foreach (var filter in filters)
            command.Options.Add(filter);
        command.SetAction((parsed, cancellationToken) => ShowAsync(
            parsed.GetValue(Url)!,
            string.Join('&', filters.Where(filter => parsed.GetValue(filter) is not null)
                .Select(filter => $"{filter.Name.TrimStart('-')}={Uri.EscapeDataString(parsed.GetValue(filter)!)}")),
            cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(Uri url, string query, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = url };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);

        HttpResponseMessage answer;
        try
        {
            answer = await client.GetAsync(new Uri($"/orders?{query}", UriKind.Relative), cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new CommandFailedException($"No service answers at {url}: {failure.Message} Start one, or name it with --url.", failure);
        }

        using (answer)
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            if (!answer.IsSuccessStatusCode)
                throw new CommandFailedException(Problem(json.RootElement, (int)answer.StatusCode));

            Show(json.RootElement);
            return PaytureCommandLine.Success;
        }
    }

    private static string Problem(JsonElement problem, int status)
    {
        var text = $"The service answered {status}: {Text(problem, "detail")}";
        if (problem.TryGetProperty("errors", out var errors))
            text += string.Concat(errors.EnumerateObject().Select(error => $"{Environment.NewLine}  {error.Name}: {error.Value[0]}"));
        return status == 401 ? $"{text} This command reads the key from the environment variable {KeyVariable}." : text;
    }

    private static void Show(JsonElement page)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("merchant", "order", "phase")
            .AddColumns(Amounts.Select(name => new TableColumn(name).RightAligned()).ToArray())
            .AddColumns("in progress", "attention");
        foreach (var order in page.GetProperty("items").EnumerateArray())
        {
            table.AddRow(new[]
            {
                Text(order, "merchant"), Text(order, "orderId"), Text(order, "phase"),
                Rubles(order, Amounts[0]), Rubles(order, Amounts[1]), Rubles(order, Amounts[2]),
                order.GetProperty("attempt") is { ValueKind: JsonValueKind.Object } attempt
                    ? $"{Text(attempt, "operation")}, {Text(attempt, "status")}"
                    : "",
                Text(order, "attention"),
            }.Select(Markup.Escape).ToArray());
        }

        AnsiConsole.Write(table);
        if (Text(page, "next") is { Length: > 0 } next)
            Console.WriteLine($"There are more: --after {next}");
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string Rubles(JsonElement json, string name) =>
        (json.GetProperty(name).GetInt64() / 100m).ToString("N2", CultureInfo.InvariantCulture);
}
