using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

/// <summary>Every fault that a network or a server can do after a connection was made, seen from a bare socket.</summary>
public sealed class WireFaultTests
{
    // What the server does once it has the whole request, and what the caller must hear.
    private static readonly Dictionary<string, (Func<RawConnection, Task> Act, UnknownReason Expected)> Faults = new()
    {
        ["close without an answer"] = (Do(c => c.Close()), UnknownReason.ConnectionLost),
        ["reset before the answer"] = (Do(c => c.Reset()), UnknownReason.ConnectionLost),
        ["reset amid the headers"] = (Send("HTTP/1.1 200 OK\r\nContent-Le", c => c.Reset()), UnknownReason.ConnectionLost),
        ["close amid the headers"] = (Send("HTTP/1.1 200 OK\r\nContent-Le", c => c.Close()), UnknownReason.ConnectionLost),
        ["reset amid the body"] = (Send("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n<Pay Success=\"True\"", c => c.Reset()), UnknownReason.ConnectionLost),
        ["close amid the body"] = (Send("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n<Pay Success=\"True\"", c => c.Close()), UnknownReason.ConnectionLost),
        ["no answer"] = (_ => Task.CompletedTask, UnknownReason.Timeout),
        ["headers that never end"] = (Send("HTTP/1.1 200 OK\r\nX-Slow: ", _ => { }), UnknownReason.Timeout),
        ["a body that never ends"] = (Send("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n<Pay", _ => { }), UnknownReason.Timeout),
        ["100 Continue and nothing more"] = (Send("HTTP/1.1 100 Continue\r\n\r\n", _ => { }), UnknownReason.Timeout),
        ["not HTTP"] = (Send("SSH-2.0-OpenSSH_9.2\r\n\r\n", c => c.Close()), UnknownReason.ConnectionLost),
        ["500"] = (Answer(500, "<html/>"), UnknownReason.HttpStatus),
        ["502"] = (Answer(502, "<html/>"), UnknownReason.HttpStatus),
        ["503 with Retry-After"] = (Answer(503, "", "Retry-After: 0\r\n"), UnknownReason.HttpStatus),
        ["404"] = (Answer(404, "<html/>"), UnknownReason.HttpStatus),
        ["408"] = (Answer(408, "", "Connection: close\r\n"), UnknownReason.HttpStatus),
        ["421"] = (Answer(421, ""), UnknownReason.HttpStatus),
        ["425"] = (Answer(425, ""), UnknownReason.HttpStatus),
        ["429"] = (Answer(429, "", "Retry-After: 0\r\n"), UnknownReason.HttpStatus),
        ["401 with a challenge"] = (Answer(401, "", "WWW-Authenticate: Negotiate\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"), UnknownReason.HttpStatus),
        ["407 with a challenge"] = (Answer(407, "", "Proxy-Authenticate: Basic realm=\"x\"\r\n"), UnknownReason.HttpStatus),
        ["301"] = (Answer(301, "", "Location: /api/Elsewhere\r\n"), UnknownReason.HttpStatus),
        ["302"] = (Answer(302, "", "Location: /api/Elsewhere\r\n"), UnknownReason.HttpStatus),
        ["307"] = (Answer(307, "", "Location: /api/Elsewhere\r\n"), UnknownReason.HttpStatus),
        ["308"] = (Answer(308, "", "Location: /api/Elsewhere\r\n"), UnknownReason.HttpStatus),
        ["201 with a success inside"] = (Answer(201, "<Pay Success=\"True\" OrderId=\"order-42\" Amount=\"258900\"/>"), UnknownReason.HttpStatus),
        ["HTML"] = (Answer(200, "<!DOCTYPE html><html><body>We are back soon</body></html>"), UnknownReason.Malformed),
        ["garbage"] = (Answer(200, "\u0001\u0002 nothing"), UnknownReason.Malformed),
        ["an empty body"] = (Answer(200, ""), UnknownReason.Malformed),
        ["another root"] = (Answer(200, "<GetState Success=\"True\" OrderId=\"order-42\" State=\"Charged\"/>"), UnknownReason.Malformed),
        ["a body that is too long"] = (Answer(200, "<Pay Success=\"True\">" + new string(' ', ResponseParser.MaxBytes) + "</Pay>"), UnknownReason.Malformed),
    };

    public static TheoryData<string, string> FaultsAndCalls()
    {
        var data = new TheoryData<string, string>();
        foreach (var fault in Faults.Keys)
        {
            foreach (var call in MoneyCalls.Paths.Keys)
                data.Add(fault, call);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(FaultsAndCalls))]
    public async Task A_request_that_met_a_fault_left_once_and_is_unknown(string fault, string call)
    {
        var (act, expected) = Faults[fault];
        var path = MoneyCalls.Paths[call];
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await act(connection);
        });
        using var gateway = new GatewayUnderTest(server.Host);

        var answer = gateway.SendAsync(call);
        if (expected == UnknownReason.Timeout)
        {
            await Eventually.Holds(() => server.CountOf(path) == 1);
            gateway.Time.Advance(TimeSpan.FromSeconds(59));
            Assert.False(answer.IsCompleted);
            gateway.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(new GatewayOutcome.Unknown(expected), await Eventually.Within(answer));
        gateway.Dispose(); // Whatever a pool might still have had in mind ends here.
        Assert.Equal(1, server.CountOf(path));
        Assert.Single(server.Connections);
        Assert.Equal(0, server.CountOf("api/Elsewhere"));
    }

    [Fact]
    public async Task A_connection_that_is_reset_at_once_is_not_tried_again_and_not_sent_is_claimed_only_where_no_byte_came()
    {
        for (var i = 0; i < 50; i++)
        {
            await using var server = new RawServer(Do(c => c.Reset()));
            using var gateway = new GatewayUnderTest(server.Host);

            var outcome = await Eventually.Within(gateway.CallAsync(Operation.Charge));

            // A reset may be faster than the end of the connect.
            if (outcome is GatewayOutcome.NotSent notSent)
                Assert.Equal((NotSentReason.Connect, 0L), (notSent.Reason, server.BytesReceived));
            else
                Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.ConnectionLost), outcome);
            Assert.Single(server.Connections);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: {0}\r\n\r\n{1}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: {0}\r\n\r\n{1}")]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Length: {0}\r\n\r\n{1}")]
    public async Task An_answer_is_read_whatever_the_shape_of_its_headers(string shape)
    {
        const string Xml = "\uFEFF <Charge OrderId=\"order-42\" Amount=\"258900\" Success=\"True\" />\r\n";
        await using var server = new RawServer(async connection =>
        {
            var (head, _) = await connection.ReadRequestAsync();
            Assert.DoesNotContain("Expect:", head, StringComparison.OrdinalIgnoreCase);
            await connection.SendAsync(string.Format(
                System.Globalization.CultureInfo.InvariantCulture, shape, System.Text.Encoding.UTF8.GetByteCount(Xml), Xml));
        });
        using var gateway = new GatewayUnderTest(server.Host);

        Assert.Equal(
            new GatewayOutcome.Approved(Money.Kopecks(258_900), null),
            await Eventually.Within(gateway.CallAsync(Operation.Charge)));
    }

    [Fact]
    public async Task A_request_on_the_wire_is_a_plain_post_with_a_form_and_says_nothing_else()
    {
        (string Head, string Body) request = ("", "");
        await using var server = new RawServer(async connection =>
        {
            request = await connection.ReadRequestAsync();
            await connection.AnswerAsync("<Refund Success=\"True\" OrderId=\"order-42\" NewAmount=\"0\"/>");
        });
        using var gateway = new GatewayUnderTest(server.Host);
        using var activity = new System.Diagnostics.Activity("caller").SetBaggage("secret", "baggage").Start();

        var outcome = await Eventually.Within(gateway.CallAsync(Operation.Refund));

        Assert.Equal(new GatewayOutcome.Approved(null, Money.Zero), outcome);
        Assert.Equal(
            ["POST /api/Refund HTTP/1.1", $"Host: 127.0.0.1:{server.Port}", "Content-Type: application/x-www-form-urlencoded", $"Content-Length: {request.Body.Length}"],
            request.Head.Split("\r\n"));
        Assert.Equal("Key=ShopTerm7&Password=p%26ss%2Bword&OrderId=order-42&Amount=258900", request.Body);
    }

    private static Func<RawConnection, Task> Do(Action<RawConnection> act) => connection =>
    {
        act(connection);
        return Task.CompletedTask;
    };

    private static Func<RawConnection, Task> Send(string text, Action<RawConnection> then) => async connection =>
    {
        await connection.SendAsync(text);
        then(connection);
    };

    private static Func<RawConnection, Task> Answer(int status, string body, string headers = "") =>
        connection => connection.AnswerAsync(status, body, headers);
}
