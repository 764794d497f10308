using Akka.Actor;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Orders;

// Hints: nobody can prove them, so all that they do is let the order ask the gateway, and not too often.
internal sealed partial class OrderActor
{
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
        var command = new OrderCommand.TakeHint(_here.HintMayAskAt(_around.Now.Wall), _here.AskingSince);
        _here = _here.Hinted(); // Whatever the order waits for is asked about sooner.
        Handle(command, then: () => sender.Tell(new HintHeard(_key, IsKnown: true)));
    }
}
