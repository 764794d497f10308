using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace PaytureActors.TestKit.Gateway;

/// <summary>
/// Brings the simulated gateway into an <see cref="HttpClient"/> without a socket: use it as the primary handler. What goes wrong
/// is thrown as <see cref="SocketsHttpHandler"/> would throw it.
/// </summary>
/// <param name="gateway">Who answers.</param>
public sealed class SimulatedGatewayHandler(SimulatedGateway gateway) : HttpMessageHandler
{
    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (gateway.RefusesConnection(request.RequestUri!.AbsolutePath))
        {
            // Before the body is asked for: a client may take that as the proof that nothing left.
            throw new HttpRequestException(HttpRequestError.ConnectionError,
                $"Connection refused ({request.RequestUri.Authority})", new SocketException((int)SocketError.ConnectionRefused));
        }

        var fields = await ReadFields(request, cancellationToken);
        var answer = await gateway.AnswerAsync(request.RequestUri.AbsolutePath, fields, cancellationToken);
        switch (answer)
        {
            case SimulatedAnswer.Respond respond:
                return Respond(respond, request);

            case SimulatedAnswer.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, gateway.Time, cancellationToken);
                throw new OperationCanceledException(cancellationToken);

            case SimulatedAnswer.AbortConnection:
                throw new HttpRequestException(HttpRequestError.ResponseEnded,
                    "An error occurred while sending the request.",
                    new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."));

            default:
                throw new InvalidOperationException($"No rule acts out the answer {answer.GetType().Name}.");
        }
    }

    /// <summary>Reads <c>k=v&amp;k=v</c>; of a name that comes twice the last value counts.</summary>
    internal static Dictionary<string, string> ReadForm(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = item.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = at < 0 ? (item, "") : (item[..at], item[(at + 1)..]);
            fields[WebUtility.UrlDecode(name)] = WebUtility.UrlDecode(value);
        }
        return fields;
    }

    // A GET's body is not read: one kit that sent one had to be changed (Node; INF).
    private static async Task<Dictionary<string, string>> ReadFields(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
            return ReadForm(request.RequestUri!.Query.TrimStart('?'));
        return request.Content is { Headers.ContentType.MediaType: "application/x-www-form-urlencoded" } content
            ? ReadForm(await content.ReadAsStringAsync(cancellationToken))
            : [];
    }

    private static HttpResponseMessage Respond(SimulatedAnswer.Respond respond, HttpRequestMessage request)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(respond.Body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(respond.ContentType);
        return new HttpResponseMessage((HttpStatusCode)respond.Status) { Content = content, RequestMessage = request };
    }
}
