using Akka.Hosting;

namespace PaytureActors.Hosting;

/// <summary>
/// What the test kit adds to the actor system of an application that it runs unchanged: the application itself calls
/// <see cref="PaytureActorsExtensions.AddPaytureActors"/>, and says nothing of virtual time there.
/// </summary>
/// <param name="Configure">Changes the actor system, after the application's own changes.</param>
internal sealed record ActorSystemAddition(Action<AkkaConfigurationBuilder> Configure);
