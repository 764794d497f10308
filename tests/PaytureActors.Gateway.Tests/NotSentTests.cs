using System.Net;
using System.Net.Sockets;
using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

/// <summary>NotSent is a proof: each claim of it is checked against the bytes that a server saw.</summary>
public sealed class NotSentTests
{
    private const string Charged = "<Charge Success=\"True\" OrderId=\"order-42\" Amount=\"258900\"/>";

    [Fact]
    public async Task A_refused_connection_is_not_sent()
    {
        using var gateway = new GatewayUnderTest(Unused());

        Assert.Equal(NotSent(NotSentReason.Connect), await Eventually.Within(gateway.CallAsync(Operation.Charge)));
    }

    [Fact]
    public async Task A_host_without_an_address_is_not_sent()
    {
        using var gateway = new GatewayUnderTest(new Uri("https://gateway.invalid"), () =>
        {
            var sockets = GatewaySockets.Create();
            sockets.ConnectCallback = (_, _) => throw new SocketException((int)SocketError.HostNotFound); // Whatever this machine's resolver does.
            return sockets;
        });

        Assert.Equal(NotSent(NotSentReason.NameResolution), await Eventually.Within(gateway.CallAsync(Operation.Charge)));
    }

    [Fact]
    public async Task A_failed_handshake_is_not_sent_and_the_server_saw_no_request()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadSomethingAsync();
            await connection.SendAsync("HTTP/1.1 400 This is not TLS\r\n\r\n");
        });
        using var gateway = new GatewayUnderTest(new Uri($"https://127.0.0.1:{server.Port}"));

        Assert.Equal(NotSent(NotSentReason.Tls), await Eventually.Within(gateway.CallAsync(Operation.Charge)));
        Assert.All(server.Connections, connection => Assert.Equal(0, connection.CountOf("POST")));
    }

    [Fact]
    public async Task A_handshake_that_the_server_resets_is_not_sent()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadSomethingAsync();
            connection.Reset();
        });
        using var gateway = new GatewayUnderTest(new Uri($"https://127.0.0.1:{server.Port}"));

        Assert.Equal(NotSent(NotSentReason.Tls), await Eventually.Within(gateway.CallAsync(Operation.Charge)));
    }

    [Fact]
    public async Task A_handshake_that_never_ends_is_unknown_since_a_cancelled_connect_proves_nothing()
    {
        await using var server = new RawServer(_ => Task.CompletedTask);
        using var gateway = new GatewayUnderTest(new Uri($"https://127.0.0.1:{server.Port}"));

        var call = gateway.CallAsync(Operation.Charge);
        await Eventually.Holds(() => server.BytesReceived > 0);
        gateway.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.Timeout), await Eventually.Within(call));
    }

    [Fact]
    public async Task A_connect_error_after_the_body_was_asked_for_is_no_proof()
    {
        using var handler = new Handler(async (request, token) =>
        {
            await request.Content!.ReadAsByteArrayAsync(token);
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        });
        using var gateway = new GatewayUnderTest(Unused(), () => handler);

        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.ConnectionLost), await Eventually.Within(gateway.CallAsync(Operation.Charge)));
    }

    [Fact]
    public async Task A_request_past_its_send_by_does_not_even_connect()
    {
        await using var server = new RawServer(c => c.AnswerAsync(Charged));
        using var gateway = new GatewayUnderTest(server.Host);
        var request = gateway.Request(Operation.Charge);
        gateway.Time.Advance(TimeSpan.FromSeconds(10.1));

        Assert.Equal(NotSent(NotSentReason.SendByPassed), await Eventually.Within(gateway.CallAsync(request)));
        Assert.Empty(server.Connections);
    }

    [Fact]
    public async Task A_request_exactly_at_its_send_by_leaves()
    {
        await using var server = Answering();
        using var gateway = new GatewayUnderTest(server.Host);
        var request = gateway.Request(Operation.Charge) with { PersistedAt = gateway.Time.GetTimestamp() };
        gateway.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.IsType<GatewayOutcome.Approved>(await Eventually.Within(gateway.CallAsync(request)));
    }

    [Fact]
    public async Task A_wall_clock_that_was_set_back_does_not_let_a_late_request_out()
    {
        await using var server = Answering();
        using var gateway = new GatewayUnderTest(server.Host);
        var request = gateway.Request(Operation.Charge) with { PersistedAt = gateway.Time.GetTimestamp() };
        gateway.Time.SetWallClockBack(TimeSpan.FromHours(1));
        gateway.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(NotSent(NotSentReason.SendByPassed), await Eventually.Within(gateway.CallAsync(request)));
        Assert.Empty(server.Connections);
    }

    [Theory]
    [InlineData(Operation.Pay)]
    [InlineData(Operation.Refund)]
    public async Task A_connect_that_takes_longer_than_the_send_by_ends_with_no_byte_sent(Operation operation)
    {
        await using var server = Answering();
        var connected = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        using var gateway = new GatewayUnderTest(server.Host, () => SlowConnect(server, connected, goOn.Task));

        var call = gateway.CallAsync(operation);
        await Eventually.Within(connected.Task);
        gateway.Time.Advance(TimeSpan.FromSeconds(10.1));
        goOn.SetResult();

        Assert.Equal(NotSent(NotSentReason.SendByPassed), await Eventually.Within(call));
        await Eventually.Holds(() => server.Connections.Count == 1);
        gateway.Dispose();
        Assert.Equal(0, server.BytesReceived);
    }

    [Fact]
    public async Task A_slow_connect_within_the_send_by_is_sent()
    {
        await using var server = Answering();
        var connected = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        using var gateway = new GatewayUnderTest(server.Host, () => SlowConnect(server, connected, goOn.Task));

        var call = gateway.CallAsync(Operation.Charge);
        await Eventually.Within(connected.Task);
        gateway.Time.Advance(TimeSpan.FromSeconds(9.9));
        goOn.SetResult();

        Assert.IsType<GatewayOutcome.Approved>(await Eventually.Within(call));
        Assert.Equal(1, server.CountOf("api/Charge"));
    }

    [Fact]
    public async Task A_timed_out_connect_that_succeeds_later_carries_nothing()
    {
        await using var server = Answering();
        var connected = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        using var gateway = new GatewayUnderTest(server.Host, () => SlowConnect(server, connected, goOn.Task));
        var request = gateway.Request(Operation.Charge) with { SendBy = gateway.Time.GetUtcNow() + TimeSpan.FromHours(1) };

        var call = gateway.CallAsync(request);
        await Eventually.Within(connected.Task);
        gateway.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.Timeout), await Eventually.Within(call));
        goOn.SetResult();

        // The next call uses that connection, or another: either way only it is on the wire.
        Assert.IsType<GatewayOutcome.Approved>(await Eventually.Within(gateway.CallAsync(Operation.Unblock)));
        Assert.Equal(0, server.CountOf("api/Charge"));
    }

    [Fact]
    public async Task A_full_queue_refuses_and_a_wait_past_the_send_by_is_not_sent()
    {
        var answer = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await answer.Task;
            await connection.AnswerAsync(Charged);
        });
        using var gateway = new GatewayUnderTest(server.Host, maxConcurrency: 1, maxQueued: 1);

        var first = gateway.CallAsync(Operation.Charge);
        var second = gateway.CallAsync(Operation.Charge);
        var third = gateway.CallAsync(Operation.Charge);
        Assert.Equal(NotSent(NotSentReason.QueueFull), await Eventually.Within(third));

        await Eventually.Holds(() => server.CountOf("api/Charge") == 1);
        gateway.Time.Advance(TimeSpan.FromSeconds(20));
        answer.SetResult();
        Assert.IsType<GatewayOutcome.Approved>(await Eventually.Within(first));
        Assert.Equal(NotSent(NotSentReason.SendByPassed), await Eventually.Within(second));
        Assert.Equal(1, server.CountOf("api/Charge"));
    }

    [Fact]
    public async Task A_call_after_shutdown_began_is_not_sent_and_one_that_it_interrupts_is_unknown()
    {
        await using var server = new RawServer(async connection => await connection.ReadRequestAsync());
        using var gateway = new GatewayUnderTest(server.Host);
        using var shutdown = new CancellationTokenSource();

        var interrupted = gateway.CallAsync(Operation.Charge, shutdown.Token);
        await Eventually.Holds(() => server.CountOf("api/Charge") == 1);
        await shutdown.CancelAsync();

        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.ProcessLost), await Eventually.Within(interrupted));
        Assert.Equal(NotSent(NotSentReason.ShuttingDown), await Eventually.Within(gateway.CallAsync(Operation.Charge, shutdown.Token)));
        Assert.Equal(1, server.CountOf("api/Charge"));
    }

    internal static GatewayOutcome NotSent(NotSentReason reason) => new GatewayOutcome.NotSent(reason);

    /// <summary>An address where nobody listens.</summary>
    internal static Uri Unused()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return new Uri($"http://127.0.0.1:{port}");
    }

    /// <summary>A server that approves everything, for as long as it is asked.</summary>
    internal static RawServer Answering() => new(async connection =>
    {
        while (true)
        {
            var (head, _) = await connection.ReadRequestAsync();
            var command = head.Split(' ')[1].Split('/')[^1];
            await connection.AnswerAsync(command == "GetState"
                ? "<GetState Success=\"True\" OrderId=\"order-42\" State=\"Charged\" Amount=\"258900\"/>"
                : $"<{command} Success=\"True\" Amount=\"258900\"/>");
        }
    });

    private static SocketsHttpHandler SlowConnect(RawServer server, TaskCompletionSource connected, Task goOn)
    {
        var sockets = GatewaySockets.Create();
        sockets.ConnectCallback = async (_, _) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, server.Port);
            connected.TrySetResult();
            await goOn;
            return new NetworkStream(socket, ownsSocket: true);
        };
        return sockets;
    }
}

/// <summary>A handler made of one function.</summary>
internal sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => send(request, cancellationToken);
}
