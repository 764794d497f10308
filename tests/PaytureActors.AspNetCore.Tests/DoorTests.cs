using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>Who may pass, and what the OpenAPI document says of all the doors.</summary>
public sealed class DoorTests
{
    private static readonly string[] Doors =
    [
        "POST /merchants/shop/orders/42/pay", "POST /merchants/shop/orders/42/block", "POST /merchants/shop/orders/42/charge",
        "POST /merchants/shop/orders/42/unblock", "POST /merchants/shop/orders/42/refund", "POST /merchants/shop/orders/42/inquire",
        "POST /merchants/shop/orders/42/resolve", "GET /merchants/shop/orders/42", "GET /merchants/shop/orders/42/history", "GET /orders",
        "GET /health/ready", "GET /openapi/v1.json", "POST /merchants/shop/orders/42/init", "POST /merchants/shop/orders/42/challenge",
        "POST /merchants/shop/orders/42/complete", "POST /merchants/shop/orders/42/adopt", "POST /merchants/shop/orders/pay",
        "PUT /merchants/shop/customers/anna", "PATCH /merchants/shop/customers/anna", "GET /merchants/shop/customers/anna",
        "DELETE /merchants/shop/customers/anna", "POST /merchants/shop/customers/anna/send-code", "GET /merchants/shop/customers/anna/cards",
        "POST /merchants/shop/customers/anna/cards", "POST /merchants/shop/customers/anna/cards/complete",
        "POST /merchants/shop/customers/anna/cards/sessions", "POST /merchants/shop/customers/anna/cards/c-1/activate",
        "DELETE /merchants/shop/customers/anna/cards/c-1",
    ];

    private static readonly string[] OpenDoors =
    [
        "GET /health/live", "POST /payture/shop/notifications", "GET /payture/shop/return?order=42", "POST /payture/shop/return", "POST /payture/shop/3ds/42",
    ];

    [Fact]
    public async Task With_an_API_key_every_door_asks_for_one_but_liveness_and_those_of_customers_and_the_gateway()
    {
        var orders = new ScriptedOrders();
        await using var server = await RestServer.StartAsync(orders, options => options.ApiKeys.AddRange([Hash("another"), Hash("the key")]));

        foreach (var door in Doors)
        {
            foreach (var (header, value, passes) in new[]
            {
                ("Accept", "*/*", false), ("X-Api-Key", "wrong", false), ("Authorization", "Bearer wrong", false), ("Authorization", "Basic the key", false),
                ("X-Api-Key", "the key", true), ("Authorization", "Bearer the key", true), ("Authorization", "bearer another", true),
            })
            {
                using var request = new HttpRequestMessage(new HttpMethod(door.Split(' ')[0]), door.Split(' ')[1]);
                request.Headers.TryAddWithoutValidation(header, value);
                var answer = await server.SendAsync(request);

                Assert.True((answer.Status != HttpStatusCode.Unauthorized) == passes, $"{door} with {header}: {value}");
                Assert.Equal(!passes, answer.Problem == "unauthorized");
                Assert.Equal(!passes, answer.Headers.WwwAuthenticate.Count > 0);
            }
        }

        foreach (var door in OpenDoors)
        {
            using var request = new HttpRequestMessage(new HttpMethod(door.Split(' ')[0]), door.Split(' ')[1]);
            Assert.NotEqual(HttpStatusCode.Unauthorized, (await server.SendAsync(request)).Status);
        }

        Assert.DoesNotContain("the key", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_API_key_every_door_is_open()
    {
        await using var server = await RestServer.StartAsync(new ScriptedOrders());

        foreach (var door in Doors)
        {
            using var request = new HttpRequestMessage(new HttpMethod(door.Split(' ')[0]), door.Split(' ')[1]);
            Assert.NotEqual(HttpStatusCode.Unauthorized, (await server.SendAsync(request)).Status);
        }
    }

    [Theory]
    [InlineData("plain text")]
    [InlineData("abc")]
    public async Task An_API_key_that_is_not_a_hash_is_told_with_its_setting(string notHash)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RestServer.StartAsync(new ScriptedOrders(), options => options.ApiKeys.AddRange([Hash("k"), notHash])));

        Assert.Contains("Payture:ApiKeys:1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(notHash, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapping_without_services_says_what_to_call()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        using var app = (IDisposable)builder.Build();

        var error = Assert.Throws<InvalidOperationException>(() => ((WebApplication)app).MapPayture());
        Assert.Contains("AddPaytureRest()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doors_may_live_under_a_prefix()
    {
        var orders = new ScriptedOrders { Reply = new OrderReply.Pending(ScriptedOrders.View) };
        await using var server = await RestServer.StartAsync(orders, prefix: "/payments");

        var answer = await server.PostAsync("/payments/merchants/shop/orders/42/charge");
        Assert.Equal("/payments/merchants/shop/orders/42", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_OpenAPI_document_describes_every_door()
    {
        await using var server = await RestServer.StartAsync(new ScriptedOrders());
        var document = (await server.GetAsync("/openapi/v1.json")).Json;

        var paths = document["paths"]!.AsObject();
        const string order = "/merchants/{merchant}/orders/{orderId}", customer = "/merchants/{merchant}/customers/{login}", hints = "/payture/{merchant}";
        string[] known =
        [
            "/health/live", "/health/ready", "/orders", order, customer,
            .. "adopt block challenge charge complete history init inquire pay refund resolve unblock".Split(' ').Select(command => $"{order}/{command}"),
            .. "resolve send-code cards cards/complete cards/sessions cards/{cardId} cards/{cardId}/activate".Split(' ').Select(command => $"{customer}/{command}"),
            .. "notifications notifications/{secret} return 3ds/{orderId} 3ds/cards/{customer}".Split(' ').Select(door => $"{hints}/{door}"),
        ];
        Assert.Equal(known.Order(StringComparer.Ordinal), paths.Select(path => path.Key).Order(StringComparer.Ordinal));

        foreach (var operation in paths.SelectMany(path => path.Value!.AsObject()).Select(method => method.Value!))
        {
            Assert.NotEmpty((string)operation["summary"]!);
            Assert.NotEmpty((string)operation["description"]!);
            Assert.NotEmpty((string)operation["operationId"]!);
            Assert.All(operation["responses"]!.AsObject(), response => Assert.True(((string)response.Value!["description"]!).Length > 5, response.Key));
        }

        var refund = paths["/merchants/{merchant}/orders/{orderId}/refund"]!["post"]!;
        var key = refund["parameters"]!.AsArray().Single(parameter => (string)parameter!["name"]! == "Idempotency-Key")!;
        Assert.True((bool)key["required"]!);
        Assert.Equal(
            ["card", "applePay", "googlePay", "samsungPay", "storedCard", "recurring", "walletWithCard", "walletWithToken", "withReceipt"],
            paths[$"{order}/pay"]!["post"]!["requestBody"]!["content"]!["application/json"]!["examples"]!.AsObject().Select(example => example.Key));
        var form = paths[$"{hints}/3ds/{{orderId}}"]!["post"]!;
        Assert.Equal(["MD", "PaRes"],
            form["requestBody"]!["content"]!["application/x-www-form-urlencoded"]!["schema"]!["properties"]!.AsObject().Select(field => field.Key));
        Assert.Empty(form["security"]!.AsArray());
        Assert.NotNull(form["responses"]!["303"]);
        Assert.True((bool)paths[$"{customer}/cards"]!["get"]!["parameters"]!.AsArray()
            .Single(parameter => (string)parameter!["name"]! == "Payture-Customer-Password")!["required"]!);
        Assert.Equal(50000, (int)refund["requestBody"]!["content"]!["application/json"]!["example"]!["amount"]!);
        Assert.NotNull(refund["responses"]!["409"]!["content"]!["application/problem+json"]);
        Assert.Equal(["merchant", "phase", "attention", "from", "to", "q", "after", "limit"],
            paths["/orders"]!["get"]!["parameters"]!.AsArray().Select(parameter => (string)parameter!["name"]!));
    }

    [Fact]
    public async Task The_OpenAPI_document_knows_the_shapes()
    {
        await using var server = await RestServer.StartAsync(new ScriptedOrders());
        var schemas = (await server.GetAsync("/openapi/v1.json")).Json["components"]!["schemas"]!;

        Assert.Contains("holdClosed", schemas.ToJsonString(), StringComparison.Ordinal);
        var card = schemas["PaymentRequest"]!["properties"]!["card"]!;
        Assert.Equal(["number", "expiryMonth", "expiryYear", "holder", "securityCode"], card["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal(["number", "expiryMonth", "expiryYear"], card["required"]!.AsArray().Select(name => (string)name!));
        Assert.False((bool)card["additionalProperties"]!);
        Assert.Equal(2, card["properties"]!["expiryMonth"]!["type"]!.AsArray().Count);
        Assert.Equal("integer", (string)schemas["Order"]!["properties"]!["held"]!["type"]!);
        Assert.Equal("string", (string)schemas["OrderPhase"]!["type"]!);
        Assert.Contains("kopecks", schemas["PaymentRequest"]!["properties"]!["amount"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("1", schemas["PaymentRequest"]!["properties"]!["amount"]!["minimum"]!.ToJsonString());
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
