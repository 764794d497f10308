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
        "GET /health/ready", "GET /openapi/v1.json",
    ];

    [Fact]
    public async Task With_an_API_key_every_door_but_liveness_asks_for_one()
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

        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/health/live")).Status);
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
        Assert.Equal(
            [
                "/health/live", "/health/ready",
                "/merchants/{merchant}/orders/{orderId}", "/merchants/{merchant}/orders/{orderId}/block", "/merchants/{merchant}/orders/{orderId}/charge",
                "/merchants/{merchant}/orders/{orderId}/history", "/merchants/{merchant}/orders/{orderId}/inquire",
                "/merchants/{merchant}/orders/{orderId}/pay", "/merchants/{merchant}/orders/{orderId}/refund",
                "/merchants/{merchant}/orders/{orderId}/resolve", "/merchants/{merchant}/orders/{orderId}/unblock", "/orders",
            ],
            paths.Select(path => path.Key).Order(StringComparer.Ordinal));

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
