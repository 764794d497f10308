using System.CommandLine;

namespace PaytureActors.Host.Commands;

/// <summary><c>health</c>: asks a running service whether it is alive; an image without curl checks itself with it.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private static readonly Option<Uri> Url = ServiceUrl.Option("The service's address.");

    public static Command Create()
    {
        var command = new Command("health", "Exits with 0 if a service is alive, with 1 if not.") { Url };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new HttpClient { BaseAddress = parsed.GetValue(Url), Timeout = Limit };
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/live", UriKind.Relative), cancellationToken);
                Console.WriteLine(answer.IsSuccessStatusCode ? "live" : $"The service answered {(int)answer.StatusCode}.");
                return answer.IsSuccessStatusCode ? PaytureCommandLine.Success : PaytureCommandLine.Failure;
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                throw new CommandFailedException(
                    $"No service answers at {client.BaseAddress} within {Limit.TotalSeconds} seconds: {failure.Message}", failure);
            }
        });
        return command;
    }
}
