using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PaytureActors.AspNetCore.Answers;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>Reads a form that a browser or the gateway posts. Its bytes may hold secrets, so that they are wiped.</summary>
internal static class FormBody
{
    /// <summary>The most bytes that a form may have.</summary>
    public const int MaxBytes = 64 * 1024;

    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>The form's fields, or what is wrong with it. An absent body has none; a body without a type is taken for a form.</summary>
    public static async Task<(IReadOnlyDictionary<string, StringValues>? Fields, ProblemJson? Problem)> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBytes)
            return (null, Problems.FormTooLarge());

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
                return (null, Problems.FormTooLarge());
            return length == 0 || IsForm(request.ContentType)
                ? (QueryHelpers.ParseQuery(Encoding.UTF8.GetString(buffer, 0, length)), null)
                : (null, Problems.NotAForm());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsForm(string? contentType) =>
        string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value of a field that comes once, in whatever case its name is; null where it does not.</summary>
    public static string? One(IEnumerable<KeyValuePair<string, StringValues>> fields, string name) =>
        fields.Where(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value).ToArray() is [[var one]]
            ? one
            : null;
}
