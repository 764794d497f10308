namespace PaytureActors.Host.Sandbox.Tour;

/// <summary>One step of the tour.</summary>
/// <param name="What">What is done, in words.</param>
/// <param name="Do">Does it, and says what came of it.</param>
/// <param name="Expected">What must have come of it.</param>
internal sealed record TourStep(string What, Func<TourGuide, Task<string>> Do, string Expected);
