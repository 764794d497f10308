using PaytureActors.Host.Simulation;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Tests.Simulation;

public sealed class SimulatedFaultsTests
{
    [Fact]
    public void A_file_says_how_often_each_fault_falls()
    {
        var faults = SimulatedFaults.Parse("bad-day.json", """{"lostBefore": 0.25, "lateRefunds": 1, "journalIsSlow": 0.5, "pending": 0}""");

        Assert.Equal(
            ("bad-day.json", 0.25, 1, 0.5, 0.0, 0.0),
            (faults.Name, faults.Calls.LostBefore, faults.LateRefunds, faults.Journal.IsSlow, faults.Calls.LostAfterEffect, faults.Journal.Fails));
    }

    [Fact]
    public void The_levels_are_what_a_file_could_say_too()
    {
        var heavy = SimulatedFaults.Parse("heavy", """
            {"lostBefore": 0.10, "lostAfterEffect": 0.10, "beyondTimeout": 0.05, "brokenAnswer": 0.05, "unknownCode": 0.03, "pending": 0.02, "lateVisibility": 0.05,
             "lateRefunds": 0.5, "journalFails": 0.01, "journalRefuses": 0.01, "journalIsAmbiguous": 0.01, "journalIsSlow": 0.01}
            """);

        Assert.Equal(SimulatedFaults.Heavy, heavy);
        Assert.Equal(SimulatedFaults.None, SimulatedFaults.Parse("none", "{}"));
        Assert.Same(SimulatedFaults.Light, SimulatedFaults.Read("light"));
        Assert.Equal(FaultRates.Light, SimulatedFaults.Light.Calls);
    }

    [Theory]
    [InlineData("""{"lost": 0.1}""", "there is no fault 'lost'; there are lostBefore, lostAfterEffect, ")]
    [InlineData("""{"LostBefore": 0.1}""", "there is no fault 'LostBefore'")]
    [InlineData("""{"lostBefore": 1.5}""", "lostBefore must be a number from 0 to 1, not 1.5")]
    [InlineData("""{"journalFails": -0.1}""", "journalFails must be a number from 0 to 1, not -0.1")]
    [InlineData("""{"pending": "often"}""", "pending must be a number from 0 to 1, not \"often\"")]
    [InlineData("""{"pending": 1e999}""", "pending must be a number from 0 to 1")]
    [InlineData("""{"pending": 0.1, "pending": 0.2}""", "pending comes twice")]
    [InlineData("""{"lostBefore": 0.6, "lostAfterEffect": 0.6}""", "all rates of calls but lateVisibility exclude each other and come to 1 at most")]
    [InlineData("""{"journalFails": 0.6, "journalIsSlow": 0.6}""", "the rates of all faults of the journal come to 1 at most")]
    [InlineData("""[0.1]""", "it must be an object")]
    [InlineData("{\n\"lostBefore\": 0.1,\n", "it is no JSON from line 3")]
    public void What_is_wrong_with_a_file_is_named(string text, string expected)
    {
        var error = Assert.Throws<FormatException>(() => SimulatedFaults.Parse("faults.json", text));

        Assert.StartsWith("The file of --faults, faults.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var error = Assert.Throws<FormatException>(() => SimulatedFaults.Read("no-such-level"));

        Assert.Contains("--faults takes none, light, heavy or a JSON file, and 'no-such-level' cannot be read", error.Message, StringComparison.Ordinal);
    }
}
