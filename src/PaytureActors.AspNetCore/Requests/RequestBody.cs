using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PaytureActors.AspNetCore.Answers;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>Reads a request's JSON. The bytes may hold a card, so that they are wiped, and no answer or log repeats any of them.</summary>
internal static class RequestBody
{
    /// <summary>The most bytes that a body may have: a card, all custom fields and a receipt of hundreds of positions fit.</summary>
    public const int MaxBytes = 128 * 1024;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 8 };

    /// <summary>The body as a document, or what is wrong with it. An absent body is an empty object.</summary>
    public static async Task<(JsonDocument? Document, ProblemJson? Problem)> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBytes)
            return (null, Problems.BodyTooLarge());

        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            var length = 0;
            int read;
            while (length <= MaxBytes
                && (read = await request.Body.ReadAsync(buffer.AsMemory(length, MaxBytes + 1 - length), request.HttpContext.RequestAborted)) > 0)
            {
                length += read;
            }

            if (length > MaxBytes)
                return (null, Problems.BodyTooLarge());
            if (length == 0)
                return (JsonDocument.Parse("{}"), null);
            return IsJson(request.ContentType) ? Parse(buffer.AsSpan(0, length)) : (null, Problems.NotJson());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (JsonDocument? Document, ProblemJson? Problem) Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, Strict);
            var document = JsonDocument.ParseValue(ref reader); // Copies into memory of its own, and wipes that when it is disposed.
            reader.Read(); // Anything behind the value is an error.
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return (document, null);
            document.Dispose();
            return (null, Problems.NotAnObject());
        }
        catch (JsonException broken) // Its message may quote the body: only the position is told.
        {
            return (null, Problems.BrokenJson(broken.LineNumber, broken.BytePositionInLine));
        }
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
