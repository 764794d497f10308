using System.Collections.Concurrent;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

public sealed class NotificationTests
{
    private static readonly SimulatedGatewayOptions WithAddress = new()
    {
        Merchants = [SimulatedMerchant.Documented with { NotifyAt = new Uri("https://shop.invalid/payture/shop/notifications") }],
    };

    private readonly FaultScript _script = new();
    private readonly ConcurrentQueue<string> _posted = [];
    private readonly Wire _wire;

    public NotificationTests() => _wire = new Wire(_script, WithAddress);

    [Fact]
    public void A_payment_is_told_with_the_fields_of_the_documented_sample()
    {
        _wire.Pay();
        var told = Assert.Single(_wire.Gateway.Notifications());
        Assert.Equal(
            "Is3DS=False&ForwardedTo=NotForwarded&Notification=EnginePaySuccess&MerchantContract=Merchant&Success=True&TransactionDate=20.05.2026 15:00:00&ErrCode=NONE&OrderId=order-1&Amount=300&MerchantId=1",
            string.Join('&', told.Fields.Select(field => $"{field.Key}={field.Value}")));
    }

    [Fact]
    public void Each_step_is_told_once_and_a_refusal_by_state_never()
    {
        _wire.Block();
        _wire.Charge(200);
        _wire.Charge(200);
        _wire.Refund(50);
        _wire.Block(card: Wire.Card(TestCards.InventedFraud), order: "order-2");
        Assert.Equal(["EngineBlockSuccess", "EngineChargeSuccess", "EngineRefundSuccess", "EngineBlockFail"], Kinds());
        Assert.Equal(("150", "FRAUD_ERROR"), (_wire.Gateway.Notifications()[2]["NewAmount"], _wire.Gateway.Notifications()[3]["ErrCode"]));
    }

    [Fact]
    public async Task A_pending_operation_is_told_when_it_begins_and_when_it_ends()
    {
        _wire.Block();
        _script.OnAny("Charge", new Fault.Pending(TimeSpan.FromHours(1), Succeeds: false));
        await _wire.SayAsync("Charge", ("OrderId", Wire.Order));
        _wire.Time.Advance(TimeSpan.FromHours(1));
        _wire.State();
        Assert.Equal(["EngineBlockSuccess", "EngineChargePending", "EngineChargeFail"], Kinds());
    }

    [Fact]
    public async Task A_refund_of_a_payment_that_an_operator_made_can_hang_too()
    {
        _wire.Gateway.OperatorActs(Wire.Order, PaytureActors.Domain.Operation.Pay, PaytureActors.Domain.Money.Kopecks(300));
        _script.OnAny("Refund", new Fault.Pending(TimeSpan.FromHours(1), Succeeds: true));
        await _wire.RefundAsync(100);
        Assert.Equal(["EnginePaySuccess", "EngineRefundPending"], Kinds());
    }

    [Fact]
    public void A_page_and_a_wallet_have_kinds_of_their_own_and_one_of_them_its_own_layout_of_dates()
    {
        _wire.SayTo("apim/Init", ("Data", "SessionType=Pay;OrderId=page;Amount=300"));
        _wire.Gateway.CustomerPays("page");
        _wire.SayTo("vwapi/Register", ("DATA", "VWUserLgn=anna;VWUserPsw=secret"));
        _wire.SayTo("vwapi/Pay", ("DATA", $"VWUserLgn=anna;VWUserPsw=secret;CardId=FreePay;OrderId=wallet;Amount=300;{Wire.Card().Replace("PAN", "CardNumber", StringComparison.Ordinal)}"));
        _wire.SayTo("vwapi/Refund", ("DATA", "Password=123;OrderId=wallet;Amount=100"));

        Assert.Equal(["EnginePaySuccess", "MerchantPay", "EnginePaySuccess", "CustomerPaySuccess", "EngineRefundSuccess", "CustomerRefundSuccess"], Kinds());
        Assert.Equal(("20.05.2026 15:00:00", "05/20/2026 15:00:00"),
            (_wire.Gateway.Notifications()[3]["TransactionDate"], _wire.Gateway.Notifications()[5]["TransactionDate"]));
        Assert.Equal(("anna", "411111xxxxxx0031"), (_wire.Gateway.Notifications()[3]["VWUserLgn"], _wire.Gateway.Notifications()[3]["CardNumber"]));
    }

    [Fact]
    public async Task A_notification_is_posted_once_by_default_even_when_nobody_says_that_it_arrived()
    {
        await using var delivery = Deliver(new NotificationManners(), isWell: false);
        _wire.Pay();
        await UntilAsync(() => !_posted.IsEmpty);
        _wire.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["EnginePaySuccess"], _posted);
        Assert.Equal(0, delivery.Delivered);
    }

    [Fact]
    public async Task Retries_come_where_they_were_ordered()
    {
        await using var delivery = Deliver(new NotificationManners { Retries = 2 }, isWell: false);
        _wire.Pay();
        for (var tries = 1; tries <= 3; tries++)
        {
            await UntilAsync(() => _posted.Count == tries && (tries == 3 || _wire.Time.NextDue is not null));
            _wire.Time.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.Equal(3, _posted.Count);
    }

    [Fact]
    public async Task A_merchant_whose_door_does_not_answer_in_time_is_tried_again()
    {
        var tries = 0;
        await using var delivery = new NotificationDelivery(
            _wire.Gateway,
            (_, _, _) => Interlocked.Increment(ref tries) == 1
                ? Task.FromException<bool>(new TaskCanceledException("The client's own limit.", new TimeoutException()))
                : Task.FromResult(true),
            new NotificationManners { Retries = 1 });
        _wire.Pay();
        await UntilAsync(() => _wire.Time.NextDue is not null).WaitAsync(TimeSpan.FromSeconds(30));
        _wire.Time.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(() => delivery.Delivered == 1).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(1.0, 0, 0)]
    [InlineData(0, 1.0, 2)]
    public async Task Notifications_are_lost_and_doubled_on_demand(double lost, double doubled, int posts)
    {
        await using var delivery = Deliver(new NotificationManners { Lost = lost, Doubled = doubled });
        _wire.Pay();
        await UntilAsync(() => _posted.Count == Math.Min(posts, 1) && (posts < 2 || _wire.Time.NextDue is not null));
        _wire.Time.Advance(TimeSpan.FromMinutes(10));
        await UntilAsync(() => _posted.Count == posts);
    }

    [Fact]
    public async Task A_reordered_notification_waits_for_the_next_one_about_its_order()
    {
        await using var delivery = Deliver(new NotificationManners { Reordered = 1 });
        _wire.Block();
        _wire.Block(order: "another");
        await UntilAsync(() => _wire.Time.NextDue is not null);
        Assert.Empty(_posted);

        _wire.Charge();

        await UntilAsync(() => _posted.Count == 2);
        Assert.Equal(["EngineChargeSuccess", "EngineBlockSuccess"], _posted);
    }

    [Fact]
    public async Task A_reordered_notification_that_nothing_follows_comes_after_the_longest_delay()
    {
        await using var delivery = Deliver(new NotificationManners { Reordered = 1, LongestDelay = TimeSpan.FromMinutes(3) });
        _wire.Pay();
        await UntilAsync(() => _wire.Time.NextDue is not null);
        _wire.Time.Advance(TimeSpan.FromMinutes(3));
        await UntilAsync(() => _posted.Count == 1);
        _wire.Refund(300);
        await UntilAsync(() => _wire.Time.NextDue is not null);
        Assert.Single(_posted);
    }

    [Theory]
    [InlineData(nameof(NotificationManners.Lost))]
    [InlineData(nameof(NotificationManners.Doubled))]
    [InlineData(nameof(NotificationManners.Reordered))]
    [InlineData(nameof(NotificationManners.Delayed))]
    public void A_rate_that_is_none_is_named(string rate)
    {
        foreach (var wrong in (double[])[-0.1, 1.1, double.NaN])
        {
            var manners = new NotificationManners();
            typeof(NotificationManners).GetProperty(rate)!.SetValue(manners, wrong);
            Assert.StartsWith($"{rate} must be", Assert.Throws<ArgumentException>(() => Deliver(manners)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_ends_at_the_bank_is_told_though_nobody_asks()
    {
        await using var delivery = Deliver(new NotificationManners());
        _script.OnAny("Block", new Fault.Pending(TimeSpan.FromHours(1), Succeeds: true));
        await _wire.BlockAsync();
        await UntilAsync(() => _posted.Count == 1 && _wire.Time.NextDue is not null);
        _wire.Time.Advance(TimeSpan.FromHours(1));
        await UntilAsync(() => _posted.Count == 2);
        Assert.Equal(["EngineBlockPending", "EngineBlockSuccess"], _posted);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Yield();
    }

    private string[] Kinds() => [.. _wire.Gateway.Notifications().Select(told => told.Kind)];

    private NotificationDelivery Deliver(NotificationManners manners, bool isWell = true) => new(_wire.Gateway, (_, fields, _) =>
    {
        _posted.Enqueue(fields.First(field => field.Key == "Notification").Value);
        return Task.FromResult(isWell);
    }, manners);
}
