using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.Tests.Orders;
using PaytureActors.Vault;

namespace PaytureActors.Tests.Vault;

public sealed class TicketTableTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(40);
    private readonly TicketTable _table = new();
    private readonly Instrument.Card _card = EngineUnderTest.Card();

    [Fact]
    public void A_ticket_is_redeemed_once_ever()
    {
        Keep();

        Assert.Equal(Claim.Redeemed, _table.Redeem("t", At(1), out var deposit));
        Assert.Same(_card, deposit!.Instrument);
        Assert.Equal(Claim.Gone, _table.Redeem("t", At(2), out _));
    }

    [Fact]
    public void A_redeemed_ticket_cannot_be_filled_again()
    {
        Keep();
        _table.Redeem("t", At(1), out _);
        var second = EngineUnderTest.Card();
        _table.Keep("t", new Deposit(second, PaymentExtras.None), Lifetime, At(2));

        Assert.Equal(Claim.Gone, _table.Redeem("t", At(3), out _));
        Assert.True(second.Data.IsEmpty);
    }

    [Fact]
    public void A_revoked_ticket_stays_dead_and_its_card_is_forgotten()
    {
        Keep();
        _table.Revoke("t", At(1));

        Assert.True(_card.Data.IsEmpty);
        Assert.Equal(Claim.Revoked, _table.Redeem("t", At(2), out _));
    }

    [Fact]
    public void A_ticket_that_is_revoked_before_its_card_comes_is_dead_all_the_same()
    {
        _table.Revoke("t", At(0));
        Keep();

        Assert.True(_card.Data.IsEmpty);
        Assert.Equal(Claim.Revoked, _table.Redeem("t", At(2), out _));
    }

    [Fact]
    public void Revoking_a_redeemed_ticket_takes_nothing_from_the_call_that_has_it()
    {
        Keep();
        _table.Redeem("t", At(1), out _);
        _table.Revoke("t", At(2));

        Assert.False(_card.Data.IsEmpty);
        Assert.Equal(Claim.Gone, _table.Redeem("t", At(3), out _));
    }

    [Fact]
    public void A_ticket_expires_even_before_it_is_swept()
    {
        Keep();
        Assert.Equal(Claim.Revoked, _table.Redeem("t", At(41), out _));
        Assert.True(_card.Data.IsEmpty);
    }

    [Fact]
    public void A_sweep_forgets_cards_first_and_tombstones_much_later()
    {
        Keep();
        _table.Sweep(At(39));
        Assert.False(_card.Data.IsEmpty);

        _table.Sweep(At(41));
        Assert.True(_card.Data.IsEmpty);
        Assert.Equal(Claim.Revoked, _table.Redeem("t", At(42), out _));

        _table.Sweep(At(41 + TicketTable.TombstoneLifetime.TotalSeconds + 1));
        Assert.True(_table.IsEmpty);
    }

    [Fact]
    public void A_ticket_that_the_vault_knows_nothing_of_proves_nothing() =>
        Assert.Equal(Claim.Gone, _table.Redeem("t", At(0), out _));

    private static MonotonicTime At(double seconds) => new(TimeSpan.FromSeconds(seconds));

    private void Keep() => _table.Keep("t", new Deposit(_card, PaymentExtras.None), Lifetime, At(0));
}
