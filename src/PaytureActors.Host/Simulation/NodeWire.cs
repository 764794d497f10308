namespace PaytureActors.Host.Simulation;

/// <summary>A node's way to the gateway. Once the node is dead nothing leaves any more and no answer arrives; what has left goes on.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="time">The clock.</param>
/// <param name="dead">Says that the node is dead.</param>
internal sealed class NodeWire(HttpMessageHandler gateway, TimeProvider time, CancellationToken dead) : DelegatingHandler(gateway)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!dead.IsCancellationRequested)
        {
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (!dead.IsCancellationRequested)
                    return response;
                response.Dispose();
            }
            catch (Exception) when (dead.IsCancellationRequested)
            {
                // A dead node hears of no failure either.
            }
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        throw new OperationCanceledException(cancellationToken);
    }
}
