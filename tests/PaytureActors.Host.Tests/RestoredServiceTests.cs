namespace PaytureActors.Host.Tests;

/// <summary>The service's database is set back to a copy, and whoever does that says so.</summary>
public sealed class RestoredServiceTests : IDisposable
{
    private const string AnyPort = "--urls http://127.0.0.1:0";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_service_that_is_told_of_a_restore_asks_the_gateway_before_it_moves_money()
    {
        await using var sandbox = HostProcess.Start(_folder.Path, $"sandbox {AnyPort}");
        var gateway = await sandbox.AddressAsync();
        await using (var service = Serve(gateway))
        {
            using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
            Assert.Equal("blocked", await PhaseAsync(client, "/merchants/shop/orders/42/block", Body));
            Assert.Equal(0, await service.TerminateAsync());
        }

        CopyDatabase(".db", ".backup");
        await using (var service = Serve(gateway))
        {
            using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
            Assert.Equal("charged", await PhaseAsync(client, "/merchants/shop/orders/42/charge", "{}"));
            Assert.Equal("charged", await PhaseAsync(client, "/merchants/shop/orders/43/pay", Body));
            Assert.Equal(0, await service.TerminateAsync());
        }

        CopyDatabase(".backup", ".db");
        await using (var service = Serve(gateway, "--restored"))
        {
            using var client = new HttpClient { BaseAddress = await service.AddressAsync() };

            // Either the inquiry was faster than we, or it is on its way.
            var (status, json) = await client.PostJsonAsync("/merchants/shop/orders/42/unblock", "{}");
            Assert.Equal(409, status);
            Assert.Contains((string)json["type"]!, (string[])["urn:payture-actors:restored", "urn:payture-actors:nothing-blocked"]);
            Assert.Equal("charged", await PhaseAsync(client, "/merchants/shop/orders/42/inquire", "{}"));
            Assert.Equal("charged", await PhaseAsync(client, "/merchants/shop/orders/43/pay", Body));
            Assert.Contains("was set back to a backup (so says --restored", service.Output + service.Errors, StringComparison.Ordinal);
        }

        using var ledger = new HttpClient { BaseAddress = gateway };
        Assert.Equal(["Block", "Charge"], await EffectsAsync("42"));
        Assert.Equal(["Pay"], await EffectsAsync("43"));

        async Task<IEnumerable<string>> EffectsAsync(string order) =>
            (await ledger.GetJsonAsync($"/ledger/{order}"))["effects"]!.AsArray().Select(effect => (string)effect!["operation"]!);
    }

    private const string Body =
        """{"amount":258900,"card":{"number":"4111111111100031","expiryMonth":"12","expiryYear":"2039","holder":"ANNA KOVAL","securityCode":"123"}}""";

    private HostProcess Serve(Uri gateway, string more = "") => HostProcess.Start(
        _folder.Path,
        $"serve {more} {AnyPort} --set Payture:Merchants:shop:Host={gateway} --set Payture:Merchants:shop:Key=Merchant --set \"Payture:Journal:ConnectionString=Data Source=orders.db\"",
        ("Payture__Merchants__shop__Password", "123"));

    private static async Task<string> PhaseAsync(HttpClient client, string path, string body)
    {
        var (status, json) = await client.PostJsonAsync(path, body);
        Assert.True(status == 200, $"{status} {json}");
        return (string)json["phase"]!;
    }

    private void CopyDatabase(string from, string to)
    {
        foreach (var old in Directory.GetFiles(_folder.Path, $"orders*{to}*").Where(file => !file.Contains(".lock", StringComparison.Ordinal)))
            File.Delete(old);
        foreach (var file in Directory.GetFiles(_folder.Path, $"orders*{from}*").Where(file => !file.Contains(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file).Replace(from, to, StringComparison.Ordinal)));
    }
}
