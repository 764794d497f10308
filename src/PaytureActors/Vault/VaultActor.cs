using Akka.Actor;
using PaytureActors.Customers;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Gateway;
using PaytureActors.Transport;

namespace PaytureActors.Vault;

/// <summary>Takes an instrument in, under a ticket's number. Never leaves the process.</summary>
internal sealed class KeepInstrument(string ticket, Deposit deposit, TimeSpan lifetime) : INoSerializationVerificationNeeded
{
    public string Ticket { get; } = ticket;

    public Deposit Deposit { get; } = deposit;

    public TimeSpan Lifetime { get; } = lifetime;

    public override string ToString() => $"Keep for ticket {Ticket}";
}

/// <summary>Tells the vault to send a request with the ticket's instrument. The sender hears <see cref="CallEnded"/>, always.</summary>
internal sealed record SendWithTicket(string Ticket, GatewayRequest Request);

/// <summary>Says that a ticket is not needed: its instrument is forgotten, and the ticket stays dead.</summary>
internal sealed record RevokeTicket(string Ticket);

/// <summary>
/// Where instruments wait in the process that received them. An order persists its intent and then tells the vault to send, so that the
/// call leaves from here and no card ever crosses to another process. The form of a 3-D Secure challenge comes back here, and waits here too.
/// </summary>
internal sealed class VaultActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(10);

    private readonly TicketTable _tickets;
    private readonly ChallengeForms _forms = new();
    private readonly IActorRef _commands;
    private readonly IActorRef _inquiries;
    private readonly Func<MerchantAlias, TimeSpan> _challengeLifetime;
    private readonly TimeProvider _time;
    private bool _sweeping;

    /// <param name="tickets">Outlives a restart of the actor: what was redeemed once must never look new.</param>
    /// <param name="commands">The commands lane of this process.</param>
    /// <param name="inquiries">The inquiries lane of this process.</param>
    /// <param name="challengeLifetime">How long a merchant's customers may take for 3-D Secure: so long a form waits.</param>
    /// <param name="time">The clock.</param>
    public VaultActor(
        TicketTable tickets, IActorRef commands, IActorRef inquiries, Func<MerchantAlias, TimeSpan> challengeLifetime, TimeProvider time)
    {
        _tickets = tickets;
        _commands = commands;
        _inquiries = inquiries;
        _challengeLifetime = challengeLifetime;
        _time = time;

        Receive<KeepInstrument>(Keep);
        Receive<SendWithTicket>(Send);
        Receive<SendCustomerWithTicket>(SendCustomer);
        Receive<RevokeTicket>(revoke => _tickets.Revoke(revoke.Ticket, Now));
        Receive<KeepForm>(Keep);
        Receive<TakeForm>(take => Sender.Tell(new FormTaken(_forms.Take(take.Order, take.Ticket, Now))));
        Receive<DropForm>(drop => _forms.Drop(drop.Order));
        Receive<SweepNow>(_ => Sweep());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private MonotonicTime Now => _time.GetMoment().Monotonic;

    protected override void PostStop()
    {
        _tickets.RevokeAll(Now);
        _forms.DropAll();
    }

    private void Keep(KeepInstrument keep)
    {
        _tickets.Keep(keep.Ticket, keep.Deposit, keep.Lifetime, Now);
        SweepFromNowOn();
    }

    private void Keep(KeepForm keep)
    {
        _forms.Keep(keep.Order, keep.Ticket, keep.Form, Now + _challengeLifetime(keep.Order.Merchant));
        SweepFromNowOn();
    }

    private void SweepFromNowOn()
    {
        if (_sweeping)
            return;
        _sweeping = true;
        Timers.StartPeriodicTimer(SweepNow.Instance, SweepNow.Instance, SweepEvery);
    }

    private void Send(SendWithTicket send)
    {
        switch (_tickets.Redeem(send.Ticket, Now, out var deposit))
        {
            case Claim.Redeemed:
                var (self, order) = (Self, new OrderKey(send.Request.Merchant, send.Request.Order));
                _commands.Tell(new GatewayCall(
                    send.Request with { Extras = deposit!.Extras }, deposit.Instrument, Sender,
                    form => self.Tell(new KeepForm(order, send.Ticket, form))));
                break;

            case Claim.Revoked:
                Sender.Tell(new CallEnded(send.Request.Attempt, new GatewayOutcome.NotSent(NotSentReason.TicketRevoked)));
                break;

            default:
                Sender.Tell(new CallEnded(send.Request.Attempt, new GatewayOutcome.Unknown(UnknownReason.ProcessLost)));
                break;
        }
    }

    private void SendCustomer(SendCustomerWithTicket send)
    {
        switch (_tickets.Redeem(send.Ticket, Now, out var deposit))
        {
            case Claim.Redeemed:
                var lane = send.Request.Operation is CustomerOperation.Check or CustomerOperation.GetList ? _inquiries : _commands;
                lane.Tell(new CustomerCall(deposit!.Customer!.Complete(send.Request), deposit.Instrument, send.Tag, Sender));
                break;

            case Claim.Revoked:
                Sender.Tell(new CustomerCallEnded(send.Tag, new(new GatewayOutcome.NotSent(NotSentReason.TicketRevoked))));
                break;

            default:
                Sender.Tell(new CustomerCallEnded(send.Tag, new(new GatewayOutcome.Unknown(UnknownReason.ProcessLost))));
                break;
        }
    }

    private void Sweep()
    {
        _tickets.Sweep(Now);
        _forms.Sweep(Now);
        if (!_tickets.IsEmpty || !_forms.IsEmpty)
            return;
        _sweeping = false;
        Timers.Cancel(SweepNow.Instance);
    }

    private sealed record SweepNow : INoSerializationVerificationNeeded
    {
        public static SweepNow Instance { get; } = new();
    }
}
