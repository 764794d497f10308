using System.Text.Json;

namespace PaytureActors.Gateway.Tests;

public sealed class SensitiveTests
{
    private const string Canary = "canary-4111111111100031";

    [Fact]
    public void A_secret_prints_and_formats_as_nothing()
    {
        var secret = new Sensitive<string>(Canary);

        Assert.Equal("***", secret.ToString());
        Assert.Equal("a *** b", $"a {secret} b");
        Assert.Equal(Canary.Length, secret.Reveal(text => text.Length));
    }

    [Fact]
    public void A_secret_serializes_as_three_asterisks_wherever_it_stands_and_is_never_read()
    {
        var json = JsonSerializer.Serialize(new { Secret = new Sensitive<string>(Canary), Inside = new[] { new Sensitive<string>(Canary) } });

        Assert.Equal("""{"Secret":"***","Inside":["***"]}""", json);
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<Sensitive<string>>("\"x\""));
    }

    [Fact]
    public void An_empty_or_cleared_secret_throws_when_it_is_read()
    {
        var secret = new Sensitive<string>(Canary);
        secret.Clear();

        Assert.True(secret.IsEmpty);
        var exception = Assert.Throws<InvalidOperationException>(() => secret.Reveal(text => text));
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Sensitive<string>.Empty.Reveal(text => text));
        Assert.Throws<ArgumentNullException>(() => new Sensitive<string>(null!));
    }

    [Fact]
    public void Two_secrets_cannot_be_compared_by_value() =>
        Assert.NotEqual(new Sensitive<string>(Canary), new Sensitive<string>(Canary));

    [Fact]
    public void No_property_of_a_secret_gives_it_away()
    {
        Assert.Equal(["Empty", "IsEmpty"], typeof(Sensitive<string>).GetProperties().Select(property => property.Name).Order());
        Assert.Empty(typeof(Sensitive<string>).GetFields());
        Assert.Empty(typeof(CardData).GetProperties());
        Assert.Empty(typeof(CardData).GetFields());
        Assert.Equal(["Data", "Family", "IsEmpty", "MaskedPan"], typeof(Instrument.Card).GetProperties().Select(property => property.Name).Order());
    }

    [Fact]
    public void An_account_and_a_request_print_neither_credentials_nor_personal_data()
    {
        var account = new MerchantAccount { Host = new Uri("https://sandbox3.payture.com"), Key = Canary, Password = new Sensitive<string>(Canary) };
        using var gateway = new GatewayUnderTest(account.Host);
        var request = gateway.Request(Domain.Operation.Pay) with
        {
            Extras = new() { CustomFields = new Dictionary<string, string> { ["Email"] = Canary }, CustomerKey = Canary },
        };

        Assert.Equal("Payture account", account.ToString());
        Assert.Equal("Pay shop/order-42 #1", request.ToString());
    }

    [Theory]
    [InlineData("https://sandbox3.payture.com", true)]
    [InlineData("http://localhost:5005/sandbox", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("http://sandbox3.payture.com", false)]
    [InlineData("https://user:word@sandbox3.payture.com", false)]
    [InlineData("https://sandbox3.payture.com/?a=b", false)]
    [InlineData("ftp://localhost", false)]
    public void A_host_is_https_unless_it_is_this_machine(string host, bool valid)
    {
        Assert.Equal(valid, MerchantAccount.IsHost(new Uri(host)));
        if (valid)
            Assert.EndsWith("/", new MerchantAccount { Host = new Uri(host), Key = "K" }.Host.AbsoluteUri, StringComparison.Ordinal);
        else
            Assert.Throws<ArgumentException>(() => new MerchantAccount { Host = new Uri(host), Key = "K" });
    }
}
