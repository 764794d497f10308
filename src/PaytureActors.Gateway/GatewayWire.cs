using System.Net;
using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>One HTTP exchange, and the judgement of what its failure proves.</summary>
internal static class GatewayWire
{
    /// <summary>Sends a body at most once, and reads a bounded answer.</summary>
    /// <exception cref="OperationCanceledException">The time limit or the caller ended it; the lane says what that means.</exception>
    public static async ValueTask<Exchanged> ExchangeAsync(
        HttpClient client, MerchantAlias merchant, Uri address, SendOnceContent content, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = content,
            };
            request.Options.Set(MerchantHandler.Merchant, merchant);

            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
                return Exchanged.Unknown(UnknownReason.HttpStatus, hurtsBreaker: (int)response.StatusCode >= 500);

            return await ReadBoundedAsync(response.Content, cancellationToken) is { } body
                ? Exchanged.Answer(body)
                : Exchanged.Unknown(UnknownReason.Malformed, hurtsBreaker: false);
        }
        catch (Exception) when (content.WasHeldBack)
        {
            return Exchanged.NotSent(NotSentReason.SendByPassed, hurtsBreaker: false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return Exchanged.Unknown(UnknownReason.Timeout, hurtsBreaker: true); // Somebody else's time limit: nothing is proved.
        }
        catch (HttpRequestException exception) when (!content.HasBegun && NeverConnected(exception) is { } reason)
        {
            return Exchanged.NotSent(reason, hurtsBreaker: true);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever it was: the request may have left, and money must not be sent again for it.
            return Exchanged.Unknown(UnknownReason.ConnectionLost, hurtsBreaker: true);
        }
        finally
        {
            content.Close();
        }
    }

    // Two witnesses are needed: the stack names a failure before the first byte, and the body was never asked for.
    private static NotSentReason? NeverConnected(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => NotSentReason.NameResolution,
        HttpRequestError.ConnectionError => NotSentReason.Connect,
        HttpRequestError.SecureConnectionError => NotSentReason.Tls,
        _ => null,
    };

    private static async Task<byte[]?> ReadBoundedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > ResponseParser.MaxBytes)
            return null;

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var chunk = new byte[4096];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (body.Length + read > ResponseParser.MaxBytes)
                return null;
            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }
}
