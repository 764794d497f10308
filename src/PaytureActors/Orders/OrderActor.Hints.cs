using Akka.Actor;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Orders;

// Hints: nobody can prove them, so all that they do is let the order ask the gateway, and not too often.
internal sealed partial class OrderActor
{
    private DateTimeOffset _hintMayLookAt = DateTimeOffset.MinValue; // A look that a hint caused resets what the incarnation remembers of its inquiry.

    private void Hint(HintOrder hint)
    {
        var sender = Sender;
        if (_state.Sequence == 0)
        {
            sender.Tell(new HintHeard(_key, IsKnown: false));
            GoOn();
            return;
        }

        Touch();
        var now = _around.Now.Wall;
        var earliest = _here.HintMayAskAt(now);
        if (earliest < _hintMayLookAt)
            earliest = _hintMayLookAt;
        if (Decide(new OrderCommand.TakeHint(earliest)) is Decision.Accepted { Events: { Count: > 0 } events })
        {
            _hintMayLookAt = earliest + Incarnation.HintsAreMergedFor;
            Write(events, then: () => sender.Tell(new HintHeard(_key, IsKnown: true)));
            return;
        }

        _here = _here.Hinted(); // The order waits for an inquiry anyway, and now for an earlier one.
        sender.Tell(new HintHeard(_key, IsKnown: true));
        GoOn();
    }
}
