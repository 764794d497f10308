using System.CommandLine;
using PaytureActors.Host.Serving;

namespace PaytureActors.Host.Commands;

/// <summary><c>serve</c>: runs the service until it is told to stop.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"Where to listen; several with semicolons. [default: {ServiceAddresses.Default}]",
    };

    private static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Without a configured merchant: a demo merchant, a sandbox gateway inside and a database of its own.",
    };

    private static readonly Option<bool> Restored = new("--restored")
    {
        Description = "The database was set back to a backup: every order is inquired before it accepts anything. For this start only.",
    };

    private static readonly Option<FileInfo?> Config = new("--config")
    {
        Description = "A JSON file with settings, read after appsettings.json.",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "A setting as Name=Value, for example Payture:Merchants:shop:Host=https://sandbox3.payture.com. May be repeated.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create(Option<bool> verbose)
    {
        var command = new Command("serve", "Runs the service (the default).");
        AddTo(command, verbose);
        return command;
    }

    public static void AddTo(Command command, Option<bool> verbose)
    {
        foreach (var option in new Option[] { Urls, Demo, Restored, Config, Set })
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => PaytureService.RunAsync(
            new ServeSettings
            {
                Urls = parsed.GetValue(Urls),
                Demo = parsed.GetValue(Demo),
                Config = parsed.GetValue(Config),
                Set =
                [
                    .. (parsed.GetValue(Set) ?? []).Select(Split),
                    .. parsed.GetValue(Restored) ? new[] { new KeyValuePair<string, string?>("Payture:Journal:Restored", "true") } : [],
                ],
                Verbose = parsed.GetValue(verbose),
            },
            cancellationToken));
    }

    private static KeyValuePair<string, string?> Split(string setting) =>
        setting.Split('=', 2) is [var name, var value] && name.Length > 0
            ? new(name, value)
            : throw new CommandFailedException("--set takes Name=Value, for example Payture:AnswerWithin=00:00:10.");
}
