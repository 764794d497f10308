using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Simulation;

/// <summary>
/// Makes one order's customer known to the gateway, and stores a card if that is to pay, as a careful merchant does: again under the same key for as
/// long as nothing is settled, under a new one where nothing was applied.
/// </summary>
internal sealed class WalletClient(string login, NodeDoor door, SimulatedGateway gateway, TimeProvider time)
{
    private const string Password = "A simulated customer's own word"; // Of somebody who lives as long as the simulation.
    private const int MostTries = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(10);

    private readonly List<string> _told = [];
    private int _added;

    /// <summary>The stored card's id, once there is one.</summary>
    public string? CardId { get; private set; }

    /// <summary>The customer with what pays; a new one for each use.</summary>
    /// <param name="card">A card that is not stored; null for the stored one, or for a page.</param>
    public Instrument.Wallet With(Instrument.Card? card = null) => new(login, Password) { Card = card, CardId = card is null ? CardId : null };

    /// <summary>Registers the customer.</summary>
    /// <returns>Whether the gateway knows the customer, as far as it says.</returns>
    public async Task<bool> RegisterAsync() =>
        await DoAsync(new CustomerAsk(CustomerOperation.Register) { Email = login }, () => With()) is CustomerReply.Done or CustomerReply.Refused;

    /// <summary>Stores a card, and activates it by what was held on it.</summary>
    /// <param name="card">The card; a new one for each use.</param>
    /// <returns>Whether it can pay.</returns>
    public async Task<bool> StoreAsync(Func<Instrument.Card> card)
    {
        var added = await DoAsync(new CustomerAsk(CustomerOperation.Add), () => With(card()));
        if (added is not CustomerReply.Done { Card: { } stored } || gateway.CardHolds().LastOrDefault(hold => hold.Login == login) is not { } held)
            return false;
        var activated = await DoAsync(new CustomerAsk(CustomerOperation.Activate) { CardId = stored.CardId, Amount = held.Amount }, () => With());
        CardId = stored.CardId;
        return activated is CustomerReply.Done;
    }

    /// <summary>Complains if the gateway held the small sum of an added card more often than it was told to.</summary>
    public void Audit()
    {
        var held = gateway.CardHolds().Count(hold => hold.Login == login);
        if (held > _added)
            door.Complain(string.Create(CultureInfo.InvariantCulture, $"A card was added {_added} times, and the gateway held its sum {held} times. The client was told: {string.Join("; ", _told)}."));
    }

    private async Task<CustomerReply?> DoAsync(CustomerAsk ask, Func<Instrument.Wallet> wallet)
    {
        CustomerReply? reply = null;
        for (var @try = 1; @try <= MostTries && reply is null or CustomerReply.NotApplied; @try++)
            reply = await SettleAsync(ask, wallet, new IdempotencyKey(string.Create(CultureInfo.InvariantCulture, $"{ask.Operation}, try {@try}")));
        return reply;
    }

    private async Task<CustomerReply?> SettleAsync(CustomerAsk ask, Func<Instrument.Wallet> wallet, IdempotencyKey key)
    {
        var options = new CallOptions { Key = key, Limit = Limit };
        CustomerReply? last = null;
        for (var (since, pause) = (time.GetTimestamp(), FirstPause); time.GetElapsedTime(since) < Patience; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var reply = await door.AskAsync<CustomerReply>(
                $"{ask.Operation} of a customer", async node => await node.Customers[new MerchantAlias(Lifecycle.Merchant), login].DoAsync(ask, wallet(), options: options, cancellationToken: node.Dead));
            if (reply is CustomerReply.Done or CustomerReply.NeverLearnt && ask.Operation is CustomerOperation.Add)
                _added++;
            _told.Add($"{key}: {(reply is CustomerReply.Refused refused ? refused.Refusal.Code : reply?.GetType().Name ?? "no answer")}");
            if (reply is not (null or CustomerReply.InDoubt or CustomerReply.Unanswered or CustomerReply.Busy or CustomerReply.Rejected { Why: CustomerRejection.CommandInProgress }))
                return reply;
            if (reply is not null)
                await Task.Delay(pause, time);
            last = reply;
        }

        door.Complain(string.Create(CultureInfo.InvariantCulture, $"{ask.Operation} of a customer was not settled within {Patience.TotalDays} days: {last?.GetType().Name ?? "no answer"}."));
        return null;
    }
}
