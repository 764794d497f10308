namespace PaytureActors.TestKit.Lab;

/// <summary>Brings calls to an engine: into the process that lives, or from a test that moves the clock meanwhile.</summary>
internal interface ICallRunner
{
    /// <summary>The services of the process that is meant now.</summary>
    IServiceProvider Services { get; }

    /// <summary>Runs a call in that process.</summary>
    Task<T> RunAsync<T>(Func<IServiceProvider, Task<T>> call);
}
