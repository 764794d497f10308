using System.Net;
using System.Security;

namespace PaytureActors.AspNetCore.Tests.Secrets;

/// <summary>A way to the gateway that repeats what it was given, in exceptions and in answers, by what an order's id begins with.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="told">Called with each lie.</param>
internal sealed class LyingWire(HttpMessageHandler gateway, Action told) : DelegatingHandler(gateway)
{
    public static string[] Lies { get; } = ["throws", "throws-inside", "html", "garbage", "code", "attributes", "order", "status", "headers"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = Uri.UnescapeDataString(await request.Content!.ReadAsStringAsync(cancellationToken));
        var lie = Lies.LastOrDefault(lie => body.Contains($"OrderId={lie}-", StringComparison.Ordinal));
        if (lie is null || request.RequestUri!.AbsolutePath.EndsWith("GetState", StringComparison.Ordinal) || request.RequestUri.AbsolutePath.EndsWith("PayStatus", StringComparison.Ordinal))
            return await base.SendAsync(request, cancellationToken);
        told();
        var said = SecurityElement.Escape(body);
        var element = request.RequestUri.Segments[^1];
        return lie switch
        {
            "throws" => throw new HttpRequestException(body),
            "throws-inside" => throw new InvalidOperationException("The wire broke.", new IOException(body)),
            "html" => Answer(HttpStatusCode.OK, $"<html><body>{said}</body></html>"),
            "garbage" => Answer(HttpStatusCode.OK, body),
            "code" => Answer(HttpStatusCode.OK, $"""<{element} OrderId="{lie}-1" Success="False" ErrCode="{said}"/>"""),
            "attributes" => Answer(HttpStatusCode.OK, $"""<{element} OrderId="{lie}-1" Success="True" Amount="777" State="{said}" RRN="{said}" AddInfo="{said}" {element}="{said}"/>"""),
            "order" => Answer(HttpStatusCode.OK, $"""<{element} OrderId="{said}" Success="True" Amount="777"/>"""),
            "status" => new HttpResponseMessage(HttpStatusCode.BadGateway) { ReasonPhrase = "Bad", Content = new StringContent(body) },
            _ => Headed(Answer(HttpStatusCode.OK, ""), body),
        };
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string text) => new(status) { Content = new StringContent(text) };

    private static HttpResponseMessage Headed(HttpResponseMessage response, string body)
    {
        response.Headers.TryAddWithoutValidation("X-Debug", body);
        return response;
    }
}
