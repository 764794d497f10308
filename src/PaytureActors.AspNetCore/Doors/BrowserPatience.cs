using System.Data.Common;
using Microsoft.AspNetCore.Http;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>How long a customer's browser waits for us: it never looks at an error of ours, nor at a blank page for long.</summary>
internal sealed class BrowserPatience(TimeProvider time)
{
    /// <summary>How long the bank's answer may take to be brought to the gateway.</summary>
    public static readonly TimeSpan Completion = TimeSpan.FromSeconds(20);

    /// <summary>How long everything else may take.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    /// <summary>Asks, and takes an answer of ours where none comes in time.</summary>
    public async Task<T> TryAsync<T>(HttpContext http, Func<CancellationToken, Task<T>> ask, T otherwise, TimeSpan? patience = null)
    {
        using var clock = new CancellationTokenSource(patience ?? Usual, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, http.RequestAborted);
        try
        {
            return await ask(limit.Token);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return otherwise;
        }
        catch (Exception away) when (away is TimeoutException or DbException)
        {
            return otherwise;
        }
    }
}
