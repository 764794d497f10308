using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Tests.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Vault;

[Collection(OneAtATime.Name)]
public sealed class VaultTests
{
    [Fact]
    public void A_card_is_forgotten_once_its_call_has_ended_and_cannot_be_used_again()
    {
        using var engine = new EngineUnderTest();
        var card = Card();

        engine.Run(() => engine["42"].PayAsync(Rub(1), card));

        Assert.True(card.Data.IsEmpty);
        Assert.Throws<ArgumentException>(() => engine.Run(() => engine["43"].PayAsync(Rub(1), card)));
    }

    [Fact]
    public void A_command_that_is_refused_repeated_or_joined_forgets_the_card_that_came_with_it()
    {
        using var engine = new EngineUnderTest();
        var key = new CallOptions { Key = new IdempotencyKey("k") };
        engine.Run(() => engine["42"].PayAsync(Rub(1), Card(), key));
        var (repeated, refused) = (Card(), Card());

        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].PayAsync(Rub(1), repeated, key)));
        Assert.Equal(Rejection.OrderIdUsed, Assert.IsType<OrderReply.Rejected>(engine.Run(() => engine["42"].PayAsync(Rub(1), refused))).Reason);
        engine.Time.RunFor(TimeSpan.FromMilliseconds(1));

        Assert.True(repeated.Data.IsEmpty);
        Assert.True(refused.Data.IsEmpty);
        Assert.Equal(1, engine.Calls("42", "Pay"));
    }

    [Fact]
    public void A_ticket_that_expired_before_its_intent_was_kept_is_proved_not_to_have_been_used()
    {
        using var engine = new EngineUnderTest(configure: options => options.Merchants["shop"].SendBy = TimeSpan.FromSeconds(60));
        var pause = new TaskCompletionSource();
        engine.Journal.Pace = pause.Task;
        var key = new CallOptions { Key = new IdempotencyKey("k"), Limit = TimeSpan.FromSeconds(1) };
        var pay = Task.Run(() => engine["42"].PayAsync(Rub(1), Card(), key));
        engine.Time.RunFor(TimeSpan.FromSeconds(15)); // One second for the call, ten to spare.
        engine.Journal.Pace = Task.CompletedTask;
        pause.SetResult();

        Assert.True(Assert.IsType<OrderReply.Busy>(engine.Run(() => pay)).MayBeAccepted);
        var reply = Assert.IsType<OrderReply.NotApplied>(engine.Run(() => engine["42"].PayAsync(Rub(1), Card(), key)));
        Assert.Equal((true, NotSentReason.TicketRevoked), (reply.IsProved, reply.Reason!.Value));
        Assert.Equal(0, engine.Calls("42", "Pay"));
    }

    [Fact]
    public void Cancelling_a_call_stops_the_waiting_and_never_the_command()
    {
        using var engine = new EngineUnderTest();
        using var cancelled = new CancellationTokenSource();
        var pause = new TaskCompletionSource();
        engine.Journal.Pace = pause.Task;
        var pay = Task.Run(() => engine["42"].PayAsync(Rub(1), Card(), cancellationToken: cancelled.Token));
        engine.Time.RunFor(TimeSpan.FromSeconds(1));

        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => engine.Run(() => pay));
        pause.SetResult();

        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Charged), TimeSpan.FromSeconds(5)));
    }
}
