using PaytureActors.Domain.Customers;

namespace PaytureActors.Domain.Tests.Customers;

public sealed class CustomerExplorationTests
{
    private static readonly LedgerCard OldCard = new("card-old", "555555xxxxxx4444", IsActive: false, IsHeld: true);

    public static TheoryData<string> Beginnings => ["unknown", "known", "known with a card that is not active"];

    [Theory]
    [MemberData(nameof(Beginnings))]
    public void Whatever_is_lost_late_or_crashed_nothing_is_sent_twice_and_every_doubt_ends_with_the_password_or_the_horizon(string beginning)
    {
        var start = new CustomerWorld
        {
            Ledger = beginning switch
            {
                "unknown" => new(),
                "known" => new() { IsKnown = true },
                _ => new() { IsKnown = true, Cards = [OldCard] },
            },
        };
        var seen = new HashSet<CustomerWorld> { start };
        var queue = new Queue<CustomerWorld>(seen);
        var endings = new HashSet<(CustomerOperation, CustomerEnding)>();
        while (queue.TryDequeue(out var world))
        {
            endings.UnionWith(world.State.Answers.Select(answer => (answer.Operation, answer.Ending)));
            if (world.State.InProgress is { } doubt)
            {
                Assert.NotNull(world.BecomeCertain().State.Recorded(doubt.Key));
                Assert.Null(world.EndWithoutPassword().InProgress);
            }

            foreach (var next in world.Next().Where(seen.Add))
                queue.Enqueue(next);
        }

        Assert.True(seen.Count > 10_000, $"Only {seen.Count} worlds were seen.");
        if (beginning != "unknown")
        {
            Assert.Subset(endings, new HashSet<(CustomerOperation, CustomerEnding)>
            {
                (CustomerOperation.Add, CustomerEnding.Done), (CustomerOperation.Add, CustomerEnding.NotApplied),
                (CustomerOperation.Add, CustomerEnding.NotSent), (CustomerOperation.Add, CustomerEnding.Refused),
                (CustomerOperation.Add, CustomerEnding.AwaitingCustomer), (CustomerOperation.AddSubmit3DS, CustomerEnding.Done),
                (CustomerOperation.AddSubmit3DS, CustomerEnding.NotApplied), (CustomerOperation.Activate, CustomerEnding.Done),
                (CustomerOperation.Remove, CustomerEnding.Done), (CustomerOperation.Delete, CustomerEnding.NotApplied),
            });
        }
    }
}
