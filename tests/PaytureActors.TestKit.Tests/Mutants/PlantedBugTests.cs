using Xunit.Abstractions;

namespace PaytureActors.TestKit.Tests.Mutants;

/// <summary>Mistakes that somebody could make in the protocol: the schedules find each of them.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const int MostSeeds = 10_000;

    public static TheoryData<string> Names() => [.. PlantedBug.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schedule_finds_it(string name)
    {
        var bug = PlantedBug.All.Single(each => each.Name == name);
        var found = bug.Search(MostSeeds);

        output.WriteLine($"| {bug.What} | {found?.Seed.ToString() ?? "not found"} | {found?.Violation} |");
        Assert.NotNull(found);
    }

    [Fact]
    public void Enough_mistakes_are_planted() => Assert.True(PlantedBug.All.Count >= 25, $"Only {PlantedBug.All.Count}.");
}
