using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Simulation;

// What the order's customer does: passes 3-D Secure or not, pays on the gateway's page or leaves it.
internal sealed partial class OrderClient
{
    private static readonly SessionPage Page = new() { Product = "A simulation", Url = "https://shop.example/thanks", Ip = "203.0.113.7" };

    /// <summary>What the customer's bank said; the same each time, as a browser that comes twice brings it.</summary>
    private (string Md, string PaRes) _bank;

    /// <summary>Whether there is money to go on with, once the customer has acted or will not come any more.</summary>
    private async Task<bool> IsPaidAsync(OrderReply? reply)
    {
        if (reply is not OrderReply.ChallengeRequired required)
            return reply is OrderReply.Approved;

        var form = required.Form ?? await TakeFormAsync();
        if (_life.Customer.Comes)
        {
            await Task.Delay(_life.Customer.Pause, _time);
            if (_life.Flow.Means is Means.Page)
                await PayOnPageAsync();
            else if (form is not null)
                await CompleteAsync(form);
        }

        return await HasPaidAsync();
    }

    // Whoever got the form may have died with it: then nobody can pass, and the order expires.
    private Task<ChallengeForm?> TakeFormAsync() => _life.Flow.Means is Means.Page
        ? Task.FromResult<ChallengeForm?>(null)
        : _door.AskAsync("Taking the form", node => InTimeAsync(node.Orders[_life.Key].TakeChallengeFormAsync(node.Dead)));

    private async Task CompleteAsync(ChallengeForm form)
    {
        var md = form.Md.Reveal(static md => md);
        _bank = (md, _gateway.PaRes(md, _life.Customer.Passes));
        await TakeAsync(new Step(Operation.CompleteChallenge, null, _life.Steps[0].Manner, TimeSpan.Zero), "the bank's word");
    }

    private async Task PayOnPageAsync()
    {
        var order = _life.Key.Order.ToString();
        if (_life.Customer.FailsFirst)
        {
            _gateway.CustomerPays(order, TestCards.InventedInsufficientFunds);
            await Task.Delay(PauseBeforeTry, _time);
        }

        if (_gateway.CustomerPays(order, _life.Card).Outcome is PageOutcome.Challenged)
        {
            await Task.Delay(PauseBeforeTry, _time);
            _gateway.CustomerAuthenticates(order, _life.Customer.Passes);
        }

        if (_life.Customer.TellsUs)
            await _door.AskAsync<object>("A hint", async node => await node.Orders[_life.Key].HintAsync("CustomerReturned", node.Dead));
    }

    private async Task<bool> HasPaidAsync()
    {
        for (var (since, pause) = (_time.GetTimestamp(), FirstPause); _time.GetElapsedTime(since) < Patience; pause = Longer(pause))
        {
            var view = await _door.AskAsync("A look", node => InTimeAsync(node.Orders[_life.Key].GetAsync(node.Dead)));
            if (view is { Attempt: null, Books.Phase: not OrderPhase.AwaitingCustomer })
                return view.Books.Phase is OrderPhase.Blocked or OrderPhase.Charged;
            if (view is not null)
                await Task.Delay(pause, _time);
        }

        _door.Complain($"The customer was waited for during {Patience.TotalDays} days.");
        return false;
    }

    // A database that fails may keep an order from being read; that it goes on so is seen elsewhere.
    private static async Task<T?> InTimeAsync<T>(Task<T?> reading)
        where T : class
    {
        try
        {
            return await reading;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
