using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using PaytureActors.Benchmarks.Contenders;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks;

/// <summary>From the command line to the first payment that was answered, on SQLite: as a developer starts it, and as it is published.</summary>
internal sealed class StartUp(int rounds, Action<string> say)
{
    private static readonly string Root = typeof(StartUp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "RepositoryRoot").Value!;

    public async Task RunAsync()
    {
        var project = Path.Combine(Root, "src", "PaytureActors.Host");
        await using var databases = new Databases();
        await using var gateway = await GatewayProcess.StartAsync(databases.Folder);
        var published = Path.Combine(databases.Folder, "published");
        using (var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-o", published, "-v", "q", "--nologo"]))!)
            await publish.WaitForExitAsync();

        foreach (var (name, command) in ((string, string[])[])
            [("dotnet run --no-build", ["dotnet", "run", "--no-build", "-c", "Release", "--no-launch-profile", "--project", project, "--"]), ("published", [Path.Combine(published, "PaytureActors.Host")])])
        {
            var times = new List<double>();
            for (var round = 0; round <= rounds; round++)
                times.Add(await TimeAsync(command, await databases.CreateAsync(JournalProvider.Sqlite), gateway.Address));
            var sorted = times.Skip(1).Order().ToArray(); // The first one finds cold files.
            say(FormattableString.Invariant($"{name}: first payment answered after {sorted[sorted.Length / 2]:0.00} s (median of {rounds}, {sorted[0]:0.00}–{sorted[^1]:0.00})."));
        }
    }

    private static async Task<double> TimeAsync(string[] command, Database database, Uri gateway)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), "serve", "--urls", address.ToString()]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in Accounts.Settings(gateway, database))
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

        var began = TimeProvider.System.GetTimestamp();
        using var service = Process.Start(start)!;
        service.BeginOutputReadLine();
        service.BeginErrorReadLine();
        try
        {
            await using var rest = new RestContender(address);
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            for (var number = 0; !service.HasExited; number++)
            {
                try
                {
                    if (await rest.AskAsync(Generator.Name($"first{address.Port}-", number), Domain.Operation.Pay) is (HttpStatusCode.OK, _))
                        return TimeProvider.System.GetElapsedTime(began).TotalSeconds;
                }
                catch (HttpRequestException)
                {
                    // Nobody listens yet.
                }

                await beat.WaitForNextTickAsync();
            }

            throw new InvalidOperationException($"The service ended with {service.ExitCode}.");
        }
        finally
        {
            service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync();
        }
    }
}
