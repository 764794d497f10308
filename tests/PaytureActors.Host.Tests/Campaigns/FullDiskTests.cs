using System.Diagnostics;
using System.Globalization;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>The journal's disk is full: nothing can be accepted, nothing that was acknowledged is lost, and with space all goes on.</summary>
public sealed class FullDiskTests
{
    private const string Size = "16m";
    private const int MostOrders = 500;

    [SkippableFact]
    public async Task A_full_disk_refuses_clearly_and_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        var disk = Directory.CreateDirectory(Path.Combine(folder.Path, "disk")).FullName;
        var refused = await MountAsync(disk);
        Skip.If(refused is not null, $"A small disk of the test's own cannot be mounted here (it takes root): {refused}");
        try
        {
            await RunAsync(folder.Path, disk);
        }
        finally
        {
            await RunAsync("umount", "-l", disk);
        }
    }

    private static async Task RunAsync(string folder, string disk)
    {
        var canaries = new Canaries(seed: 2, taken: []);
        await using var installation = await Installation.CreateAsync(
            folder, Database.InFolder(disk), canaries.Password, slow: TimeSpan.FromSeconds(5), isPatient: true);
        await installation.StartAsync();
        using var clients = new LoadGenerator(installation.Service, canaries, seed: 2, clients: 0);
        var done = new List<OrderPlan> { Payment(0) };
        Assert.Equal(200, (await clients.AskAsync(done[0], done[0].Steps[0], "pay")).Status);

        var filler = Path.Combine(disk, "filler");
        Fill(filler);
        var (status, json) = (200, default(System.Text.Json.Nodes.JsonNode));
        while (status == 200 && done.Count < MostOrders) // The journal may still have room in pages of its own.
        {
            var plan = Payment(done.Count);
            (status, json) = await clients.AskAsync(plan, plan.Steps[0], "pay");
            done.Add(plan);
        }

        Assert.Equal((503, "urn:payture-actors:busy"), (status, (string?)json?["type"]));
        Assert.DoesNotContain("   at ", json!.ToJsonString(), StringComparison.Ordinal);

        File.Delete(filler);
        using var limit = new CancellationTokenSource(HostProcess.Limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        foreach (var plan in done)
        {
            while ((await clients.AskAsync(plan, plan.Steps[0], "pay")).Status != 200)
                await pause.WaitForNextTickAsync(limit.Token);
        }

        await installation.KillAsync(); // What is in the file is what was promised.
        await installation.StartAsync();
        var ledger = await Ledger.ReadAsync(installation.Sandbox);
        foreach (var plan in done)
        {
            Assert.Equal([new Effect("Pay", plan.Steps[0].Amount)], ledger.EffectsOf(plan.OrderId));
            Assert.True(ledger.Agrees(plan.OrderId, await installation.Service.GetJsonAsync(plan.Route)));
        }
    }

    private static OrderPlan Payment(int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"disk-{number:000}"), TestCards.Success, [new Step("Pay", 100_000 + number, "pay")]);

    private static void Fill(string file)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in new[] { 1 << 20, 1 << 12 })
        {
            try
            {
                while (true)
                    stream.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full for pieces of this size.
            }
        }
    }

    private static async Task<string?> MountAsync(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return "this is not Linux";
        var (code, errors) = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", folder);
        return code == 0 ? null : errors.Trim();
    }

    private static async Task<(int Code, string Errors)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(HostProcess.Limit);
        return (process.ExitCode, errors);
    }
}
