using System.CommandLine;

namespace PaytureActors.Host.Commands;

/// <summary>The command line: maps a command to what runs it, and what was thrown to one message and an exit code.</summary>
internal static class PaytureCommandLine
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    private static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Log more, and show all details of an error.",
        Recursive = true,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Payments through the Payture gateway whose money never moves twice. Without a command it serves.") { Verbose };
        ServeCommand.AddTo(root, Verbose);
        root.Subcommands.Add(ServeCommand.Create(Verbose));
        root.Subcommands.Add(SandboxCommand.Create(Verbose));
        root.Subcommands.Add(SimulateCommand.Create(Verbose));
        root.Subcommands.Add(OrdersCommand.Create());
        root.Subcommands.Add(HealthCommand.Create());

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("Run with --help to see what there is.");
            return Usage;
        }

        try
        {
            // Signals are the host's: it ends gracefully by itself.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync(parsed.GetValue(Verbose) ? failure.ToString() : FailureText.Of(failure));
            return Failure;
        }
    }
}
