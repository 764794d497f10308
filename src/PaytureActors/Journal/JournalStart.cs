using Akka.Actor;
using Akka.Persistence;

namespace PaytureActors.Journal;

/// <summary>Waits until the journal answers for the first time.</summary>
internal static class JournalStart
{
    private const string Nobody = "payture-start";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Asks the journal for an order that is not there. Its first answer comes after its tables are made; its readers give it five seconds
    /// for that and then give up for good, which a busy machine cannot promise.
    /// </summary>
    /// <exception cref="JournalException">It does not answer within a minute.</exception>
    public static async Task ReadyAsync(ActorSystem system)
    {
        var journal = Persistence.Instance.Apply(system).JournalFor(JournalConfiguration.JournalPluginId);
        try
        {
            await journal.Ask<object>(replyTo => new ReplayMessages(1, 1, 1, Nobody, replyTo), Limit, CancellationToken.None);
        }
        catch (AskTimeoutException error)
        {
            throw new JournalException("The journal does not answer: is its database up and not overloaded? The log has what it is waiting for.", error);
        }
    }
}
