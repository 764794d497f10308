using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.Gateway.Tests;

public sealed class LaneTests
{
    private const string Charged = "<GetState Success=\"True\" OrderId=\"order-42\" State=\"Charged\" Amount=\"258900\" RRN=\"003770024290\" MerchantContract=\"Shop\"/>";

    [Fact]
    public async Task A_breaker_opens_on_a_sick_gateway_and_closes_soon_after_it_is_back()
    {
        var sick = true;
        await using var server = new RawServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequestAsync();
                await connection.AnswerAsync(Volatile.Read(ref sick) ? 503 : 200, "<Charge Success=\"True\" OrderId=\"order-42\" Amount=\"258900\"/>");
            }
        });
        using var gateway = new GatewayUnderTest(server.Host);
        for (var i = 0; i < GatewayLane.BreakerThroughput; i++)
            Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.HttpStatus), await Eventually.Within(gateway.CallAsync(Operation.Charge)));

        Assert.Equal(NotSentTests.NotSent(NotSentReason.BreakerOpen), await Eventually.Within(gateway.CallAsync(Operation.Charge)));
        Assert.Equal(GatewayLane.BreakerThroughput, server.CountOf("api/Charge"));

        Volatile.Write(ref sick, false);
        gateway.Time.Advance(GatewayLane.BreakFor);
        Assert.IsType<GatewayOutcome.Approved>(await Eventually.Within(gateway.CallAsync(Operation.Charge)));
        Assert.IsType<GatewayOutcome.Approved>(await Eventually.Within(gateway.CallAsync(Operation.Charge)));
    }

    [Fact]
    public async Task A_probe_that_hangs_does_not_keep_the_breaker_open()
    {
        var served = 0;
        await using var server = new RawServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequestAsync();
                switch (Interlocked.Increment(ref served))
                {
                    case <= GatewayLane.BreakerThroughput:
                        await connection.AnswerAsync(503, "");
                        break;
                    case GatewayLane.BreakerThroughput + 1:
                        await connection.DrainAsync(); // The probe is never answered.
                        break;
                    default:
                        await connection.AnswerAsync("<Charge Success=\"True\" OrderId=\"order-42\" Amount=\"258900\"/>");
                        break;
                }
            }
        });
        using var gateway = new GatewayUnderTest(server.Host);
        for (var i = 0; i < GatewayLane.BreakerThroughput; i++)
            await Eventually.Within(gateway.CallAsync(Operation.Charge));

        gateway.Time.Advance(GatewayLane.BreakFor);
        var probe = gateway.CallAsync(Operation.Charge);
        await Eventually.Holds(() => Volatile.Read(ref served) == GatewayLane.BreakerThroughput + 1);
        gateway.Time.Advance(GatewayLane.BreakFor);

        Assert.IsType<GatewayOutcome.Approved>(await Eventually.Within(gateway.CallAsync(Operation.Charge)));
        Assert.False(probe.IsCompleted);
    }

    [Fact]
    public async Task An_outage_of_commands_does_not_block_inquiries()
    {
        await using var server = new RawServer(async connection =>
        {
            while (true)
            {
                var (head, _) = await connection.ReadRequestAsync();
                if (head.Contains("GetState", StringComparison.Ordinal))
                    await connection.AnswerAsync(Charged);
                else
                    await connection.AnswerAsync(503, "");
            }
        });
        using var gateway = new GatewayUnderTest(server.Host);
        for (var i = 0; i <= GatewayLane.BreakerThroughput; i++)
            await Eventually.Within(gateway.CallAsync(Operation.Charge));

        Assert.IsType<InquiryResult.Read>(await Eventually.Within(gateway.InquireAsync()));
    }

    [Fact]
    public async Task Business_refusals_never_open_the_breaker()
    {
        await using var server = new RawServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequestAsync();
                await connection.AnswerAsync("<Charge Success=\"False\" OrderId=\"order-42\" ErrCode=\"AMOUNT_ERROR\"/>");
            }
        });
        using var gateway = new GatewayUnderTest(server.Host);

        for (var i = 0; i < 3 * GatewayLane.BreakerThroughput; i++)
        {
            Assert.Equal(
                new GatewayOutcome.Refused(new Refusal("AMOUNT_ERROR", ErrorClass.BadRequest, IsInferred: false)),
                await Eventually.Within(gateway.CallAsync(Operation.Charge)));
        }
    }

    [Fact]
    public async Task An_inquiry_is_a_post_with_a_body_and_tells_the_standing_and_when_it_was_asked()
    {
        (string Head, string Body) request = ("", "");
        await using var server = new RawServer(async connection =>
        {
            request = await connection.ReadRequestAsync();
            await connection.AnswerAsync(Charged);
        });
        using var gateway = new GatewayUnderTest(server.Host);
        var now = gateway.Time.GetTimestamp();

        var read = Assert.IsType<InquiryResult.Read>(await Eventually.Within(gateway.InquireAsync()));

        Assert.Equal(new Standing(GatewayState.Charged, Money.Kopecks(258_900)) { Rrn = "003770024290", MerchantContract = "Shop" }, read.Standing);
        Assert.Equal(now, read.AskedAt);
        Assert.StartsWith("POST /api/GetState ", request.Head, StringComparison.Ordinal);
        Assert.Equal("Key=ShopTerm7&OrderId=order-42", request.Body);
    }

    [Fact]
    public async Task An_inquiry_is_tried_three_times_and_knows_when_the_answered_try_left()
    {
        var served = 0;
        await using var server = new RawServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequestAsync();
                if (Interlocked.Increment(ref served) == 3)
                    await connection.AnswerAsync(Charged);
                else
                    await connection.AnswerAsync(502, "");
            }
        });
        using var gateway = new GatewayUnderTest(server.Host);
        var began = gateway.Time.GetTimestamp();

        var inquiry = gateway.InquireAsync();
        await PausesPassUntil(gateway, () => server.CountOf("api/GetState") == 3);

        var read = Assert.IsType<InquiryResult.Read>(await Eventually.Within(inquiry));
        Assert.True(read.AskedAt > began);
        Assert.Equal(3, server.CountOf("api/GetState"));
    }

    [Fact]
    public async Task An_inquiry_that_nobody_answers_fails_after_three_time_limits()
    {
        await using var server = new RawServer(async connection => await connection.ReadRequestAsync());
        using var gateway = new GatewayUnderTest(server.Host);

        var inquiry = gateway.InquireAsync();
        for (var tries = 1; tries <= 3; tries++)
        {
            await PausesPassUntil(gateway, () => server.CountOf("api/GetState") == tries);
            gateway.Time.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.Equal(new InquiryResult.Failed(new GatewayOutcome.Unknown(UnknownReason.Timeout)), await Eventually.Within(inquiry));
        Assert.Equal(3, server.CountOf("api/GetState"));
    }

    [Fact]
    public async Task An_inquiry_that_the_gateway_refuses_says_why()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync("<GetState Success=\"False\" OrderId=\"order-42\" ErrCode=\"ACCESS_DENIED\"/>");
        });
        using var gateway = new GatewayUnderTest(server.Host);

        Assert.Equal(
            new InquiryResult.Failed(new GatewayOutcome.Refused(new Refusal("ACCESS_DENIED", ErrorClass.Access, IsInferred: false))),
            await Eventually.Within(gateway.InquireAsync()));
    }

    [Fact]
    public async Task A_call_that_cannot_be_said_on_the_wire_has_not_left_and_says_so()
    {
        using var gateway = new GatewayUnderTest(NotSentTests.Unused());
        var cheque = new Cheque([new ChequePosition("Sugar", 300, Money.Kopecks(1), 1)], 0, "anna@example.com");

        var exception = await Assert.ThrowsAsync<UnsayableException>(
            () => gateway.Gateway.CallAsync(gateway.Request(Operation.Refund) with { Cheque = cheque }, null, CancellationToken.None));

        Assert.IsType<ArgumentException>(exception.InnerException);
        Assert.Equal(exception.InnerException.Message, exception.Message);
    }

    [Fact]
    public async Task A_merchant_that_is_not_configured_is_named()
    {
        using var gateway = new GatewayUnderTest(NotSentTests.Unused());

        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => gateway.Gateway.InquireAsync(new MerchantAlias("other"), ApiFamily.Api, GatewayUnderTest.Order, CancellationToken.None));
        Assert.Contains("Payture:Merchants:other", exception.Message, StringComparison.Ordinal);
    }

    // Lets pauses between tries pass, and leaves the time limit of a try that has begun alone.
    private static Task PausesPassUntil(GatewayUnderTest gateway, Func<bool> condition) => Eventually.Holds(() =>
    {
        if (gateway.Time.NextDueIn is { } pause && pause < TimeSpan.FromSeconds(10))
            gateway.Time.Advance(pause);
        return condition();
    });
}
