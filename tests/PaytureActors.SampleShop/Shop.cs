using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.SampleShop;

/// <summary>What a customer is told at the end of a checkout.</summary>
public enum CheckoutResult
{
    /// <summary>It is paid, and on its way or soon will be.</summary>
    Paid = 1,

    /// <summary>The card was declined; take another one, and a new order.</summary>
    Declined,

    /// <summary>It could not be paid just now, and nothing was taken: press the button again.</summary>
    TryAgain,

    /// <summary>Not known yet: the shop writes a letter as soon as it is. Pressing the button again does no harm.</summary>
    YouWillHearFromUs,
}

/// <summary>The shop: it takes money for an order and ships its goods exactly once, whatever happens in between.</summary>
/// <param name="payments">The payment engine.</param>
/// <param name="database">The shop's own database.</param>
public sealed class Shop(IPaytureOrders payments, ShopDatabase database)
{
    private const string Merchant = "shop";

    /// <summary>A customer presses the button: money is held and taken. Safe to repeat, also after a crash.</summary>
    /// <param name="id">The order's number; it is the payment's, too.</param>
    /// <param name="price">What it costs.</param>
    /// <param name="card">Makes the customer's card, for each try.</param>
    public async Task<CheckoutResult> CheckOutAsync(string id, Money price, Func<Instrument> card)
    {
        ArgumentNullException.ThrowIfNull(card);
        database.Add(id, price);

        // A try that had no effect may be repeated, under a new key and the same OrderId: then the gateway itself lets only one win.
        var key = new IdempotencyKey($"block {database.TryOf(id)}");
        switch (await payments[Merchant, id].BlockAsync(price, card(), new CallOptions { Key = key }))
        {
            case OrderReply.Approved or OrderReply.Rejected { Reason: Rejection.OrderIdUsed }:
                await GoOnAsync(id);
                return database.StateOf(id) == "shipped" ? CheckoutResult.Paid : CheckoutResult.YouWillHearFromUs;

            case OrderReply.NotApplied:
                database.NextTry(id);
                return CheckoutResult.TryAgain;

            case OrderReply.Declined or OrderReply.Expired:
                database.Cancel(id);
                return CheckoutResult.Declined;

            default:
                return CheckoutResult.YouWillHearFromUs;
        }
    }

    /// <summary>
    /// Does for an order whatever is left to do, as the payment engine sees it. Set off by events, and for every open order at start and now and
    /// then: an event that nobody heard is then no loss.
    /// </summary>
    /// <param name="id">The order's number.</param>
    public async Task GoOnAsync(string id)
    {
        var payment = payments[Merchant, id];
        switch (await payment.GetAsync())
        {
            case { Attempt: not null }:
                return; // The engine is at work on it, and says when it has ended.

            case { Books.Phase: OrderPhase.Blocked }:
                if (await payment.ChargeAsync(null, new CallOptions { Key = new IdempotencyKey("charge") }) is OrderReply.Approved)
                    database.Ship(id);
                return;

            case { Books: { Phase: OrderPhase.Charged } books } when books.Left == database.PriceOf(id):
                database.Ship(id);
                return;

            case { Books.Phase: OrderPhase.Declined or OrderPhase.Expired or OrderPhase.HoldClosed or OrderPhase.Unblocked }:
                database.Cancel(id);
                return;
        }
    }
}
