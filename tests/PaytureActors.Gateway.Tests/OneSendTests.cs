using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

/// <summary>Pools and handlers that would like to send a request again.</summary>
public sealed class OneSendTests
{
    private const string Charged = "<Charge Success=\"True\" OrderId=\"order-42\" Amount=\"258900\"/>";

    public static TheoryData<string, bool> CallsAndDeaths()
    {
        var data = new TheoryData<string, bool>();
        foreach (var call in MoneyCalls.Paths.Keys)
        {
            data.Add(call, true);
            data.Add(call, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(CallsAndDeaths))]
    public async Task A_pooled_connection_that_dies_under_a_request_does_not_repeat_it(string call, bool reset)
    {
        await using var server = DiesUnderTheSecondRequest(reset);
        using var gateway = new GatewayUnderTest(server.Host);
        Assert.IsType<GatewayOutcome.Approved>(await Eventually.Within(gateway.CallAsync(Operation.Charge)));

        var second = await Eventually.Within(gateway.SendAsync(call));

        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.ConnectionLost), second);
        Assert.Single(server.Connections);
        Assert.Equal(call == "Api Charge" ? 2 : 1, server.CountOf(MoneyCalls.Paths[call]));
    }

    [Fact]
    public async Task The_same_pool_would_repeat_a_request_without_a_body()
    {
        // The control: were our requests without a body, the test above would see two.
        var requests = 0;
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadSomethingAsync();
            if (Interlocked.Increment(ref requests) == 1)
            {
                await connection.AnswerAsync(Charged);
                await connection.ReadSomethingAsync();
                Interlocked.Increment(ref requests);
                connection.Close();
            }
            else
            {
                await connection.AnswerAsync(Charged);
            }
        });
        using var invoker = new HttpMessageInvoker(GatewaySockets.Create());

        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Host, "api/GetState"));
            using var response = await Eventually.Within(invoker.SendAsync(request, CancellationToken.None));
            await response.Content.ReadAsStringAsync();
        }

        Assert.Equal(3, Volatile.Read(ref requests));
    }

    [Fact]
    public async Task A_server_that_closes_idle_connections_just_then_never_gets_an_attempt_twice()
    {
        // Each answer is followed by a close, at once or a little later, while the next request is already on its way.
        await using var server = new RawServer(async connection =>
        {
            for (var served = 0; ; served++)
            {
                await connection.ReadRequestAsync();
                await connection.AnswerAsync(Charged);
                for (var spin = 0; spin < served * 40; spin++)
                    await Task.Yield();
                if (served >= 1)
                {
                    connection.Close();
                    return;
                }
            }
        });
        using var gateway = new GatewayUnderTest(server.Host);

        var outcomes = new List<GatewayOutcome>();
        for (var i = 0; i < 400; i++)
        {
            var request = gateway.Request(Operation.Charge) with { Amount = Money.Kopecks(1_000_000 + i) };
            outcomes.Add(await Eventually.Within(gateway.CallAsync(request)));
            gateway.Time.Advance(TimeSpan.FromSeconds(6)); // So that the breaker never stands in the way.
        }

        var wire = string.Concat(server.Connections.Select(connection => connection.Text));
        for (var i = 0; i < outcomes.Count; i++)
        {
            var sent = wire.Split("Amount=" + (1_000_000 + i).ToString(CultureInfo.InvariantCulture)).Length - 1;
            Assert.InRange(sent, outcomes[i] is GatewayOutcome.Approved ? 1 : 0, outcomes[i] is GatewayOutcome.NotSent ? 0 : 1);
        }
    }

    [Fact]
    public async Task A_handler_that_retries_finds_the_body_gone()
    {
        await using var server = new RawServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequestAsync();
                await connection.AnswerAsync(500, "");
            }
        });
        using var gateway = new GatewayUnderTest(server.Host, () => new Stubborn { InnerHandler = GatewaySockets.Create() });

        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.ConnectionLost), await Eventually.Within(gateway.CallAsync(Operation.Refund)));
        Assert.Equal(1, server.CountOf("api/Refund"));
    }

    [Fact]
    public async Task Handlers_that_an_application_gives_to_all_its_clients_do_not_reach_ours()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(500, "");
        });
        using var gateway = new GatewayUnderTest(
            server.Host,
            more: services => services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Stubborn())));

        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.HttpStatus), await Eventually.Within(gateway.CallAsync(Operation.Refund)));
        Assert.Equal(1, server.CountOf("api/Refund"));
    }

    private static RawServer DiesUnderTheSecondRequest(bool reset) => new(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.AnswerAsync(Charged);
        await connection.ReadRequestAsync();
        if (reset)
            connection.Reset();
        else
            connection.Close();
    });

    private sealed class Stubborn : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK ? response : await base.SendAsync(request, cancellationToken);
        }
    }
}
