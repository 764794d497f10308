using System.Globalization;
using PaytureActors.TestKit.Lab;
using PaytureActors.TestKit.Scenarios;

namespace PaytureActors.TestKit.Trials;

/// <summary>
/// Shows in one call that a checkout survives whatever may legally go wrong: under each of many seeds the gateway loses, delays and garbles, the
/// process dies, the database fails and notifications go astray; then everything heals, a day or more passes, and every order is audited.
/// </summary>
public static class Survival
{
    private const int MostVisits = 20;
    private static readonly TimeSpan ComesBackAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StaysBad = TimeSpan.FromHours(1);

    /// <summary>Tries a checkout that needs nothing but the engine.</summary>
    /// <param name="checkout">What a customer sets off, see <see cref="SurvivalTrial.Checkout"/>.</param>
    /// <param name="seeds">How many schedules.</param>
    /// <param name="firstSeed">The first one's seed; the others follow.</param>
    /// <returns>The certificate; its text is made to be kept.</returns>
    /// <exception cref="SurvivalException">A seed was not survived.</exception>
    public static Task<SurvivalCertificate> OfAsync(Func<PaytureLab, Task> checkout, int seeds = 200, int firstSeed = 1) =>
        OfTrialAsync(_ => new SurvivalTrial { Checkout = checkout }, seeds, firstSeed);

    /// <summary>Tries a checkout in its own application.</summary>
    /// <param name="trial">Makes all that belongs to one seed: the application's database has to be a new one for each.</param>
    /// <param name="seeds">How many schedules.</param>
    /// <param name="firstSeed">The first one's seed; the others follow.</param>
    /// <returns>The certificate; its text is made to be kept.</returns>
    /// <exception cref="SurvivalException">A seed was not survived.</exception>
    public static async Task<SurvivalCertificate> OfTrialAsync(Func<int, SurvivalTrial> trial, int seeds = 200, int firstSeed = 1)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seeds);
        var certificate = new SurvivalCertificate(firstSeed);
        for (var seed = firstSeed; seed < firstSeed + seeds; seed++)
            await SurviveAsync(trial(seed), seed, certificate);
        return certificate;
    }

    private static async Task SurviveAsync(SurvivalTrial trial, int seed, SurvivalCertificate certificate)
    {
        await using var lab = await PaytureLab.StartAsync(new PaytureLabOptions
        {
            Misbehaviour = Misbehaviour.OfSeed(seed), Application = trial.Application, Settings = trial.Settings,
        });
        try
        {
            await VisitAsync(trial, lab);
            await lab.PassAsync(StaysBad);
            lab.Heal();
            await lab.ComeToRestAsync();
            var violations = await lab.AuditAsync(trial.MayNeedPerson);
            if (violations.Count > 0)
                throw new ScenarioException(string.Join("\n", violations.Select(violation => $"{violation.Order}: {violation.What} ({violation.Promise})")));
            if (trial.Expect is { } expect)
                await lab.RunAsync(expect);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new SurvivalException(await MessageAsync(lab, seed, failure), failure) { Seed = seed };
        }

        certificate.Add(lab, lab.KnownOrders().Count);
    }

    private static async Task VisitAsync(SurvivalTrial trial, PaytureLab lab)
    {
        for (var visit = 1; ; visit++)
        {
            try
            {
                await lab.RunAsync(trial.Checkout);
                return;
            }
            catch (ProcessDiedException) when (visit < MostVisits)
            {
                await lab.PassAsync(ComesBackAfter);
            }
        }
    }

    private static async Task<string> MessageAsync(PaytureLab lab, int seed, Exception failure)
    {
        var stories = await Words.StoriesAsync(lab);
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            Seed {seed} was not survived: {failure.Message}

            {stories}

            What went wrong by plan, as a Misbehaviour that brings it again without the seed:
            {lab.Recorded}

            To run this seed alone, say seeds: 1, firstSeed: {seed}.
            """);
    }
}
