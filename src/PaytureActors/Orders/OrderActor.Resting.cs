using Akka.Actor;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Transport;

namespace PaytureActors.Orders;

// What an order does by itself as time passes, until it has nothing to do and leaves memory.
internal sealed partial class OrderActor
{
    private const string Alarm = "alarm";
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromDays(1);
    private static readonly TimeSpan UnwantedStays = TimeSpan.FromSeconds(1); // Nobody but the order book spoke to it, or nothing is known of it.

    private MonotonicTime _touched;
    private bool _isWanted;
    private MonotonicTime? _alarm;
    private bool _leaving;

    /// <summary>What the order does by itself, after whatever happened: it sends an inquiry, or sets its one alarm.</summary>
    private void GoOn()
    {
        var now = _around.Now;
        var next = !_inquirers.IsEmpty && !_here.IsAsking
            ? new OrderEffect.Inquire()
            : OrderProcess.Next(_state, _here, _terms.Policy, now);
        switch (next)
        {
            case OrderEffect.Inquire:
                _asked = _here.Asking(_state, now);
                _here = _here.Asks(now);
                _around.Inquiries.Tell(new SendInquiry(_key, _state.InquiryFamily, ++_inquiry));
                break;

            case OrderEffect.Remind remind:
                SetAlarm(now.Monotonic, now.Monotonic + remind.In);
                break;

            default:
                break;
        }

        RestWhenIdle(now.Monotonic);
    }

    private void RestWhenIdle(MonotonicTime now)
    {
        if (_leaving)
            return;
        _callers.Prune(now);
        _inquirers.Prune(now);
        if (!MayLeave)
            return;

        var rests = _touched + ((_isWanted && _state.Sequence > 0) || _around.IdleAfter < UnwantedStays ? _around.IdleAfter : UnwantedStays);
        if (rests > now)
        {
            SetAlarm(now, rests);
            return;
        }

        _leaving = true;
        Context.Parent.Tell(new OrderIsIdle(_key));
    }

    /// <summary>One alarm is enough: when it rings too early for what is due, it is set again.</summary>
    private void SetAlarm(MonotonicTime now, MonotonicTime due)
    {
        if (_alarm is { } set && set <= due)
            return;
        var wait = due - now < LongestAlarm ? due - now : LongestAlarm;
        _alarm = now + wait;
        Timers.StartSingleTimer(Alarm, AlarmRang.Instance, wait);
    }

    private sealed record AlarmRang : INoSerializationVerificationNeeded
    {
        public static AlarmRang Instance { get; } = new();
    }
}
