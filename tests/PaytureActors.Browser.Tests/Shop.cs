using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace PaytureActors.Browser.Tests;

/// <summary>The merchant's own site: the page where customers end, and the address to which a bank sends those who add a card.</summary>
internal sealed class Shop : IAsyncDisposable
{
    /// <summary>What the page says where customers end.</summary>
    public const string ThankYou = "Thank you for your order";

    private readonly WebApplication _site;
    private readonly Channel<(string Md, string PaRes)> _results = Channel.CreateUnbounded<(string, string)>();

    private Shop(WebApplication site) => _site = site;

    public string Url => _site.Urls.Single();

    /// <summary>Where customers are thanked.</summary>
    public string Thanks => $"{Url}/thanks";

    /// <summary>Where the bank sends the customer with the result of 3-D Secure.</summary>
    public string TermUrl => $"{Url}/term";

    public static async Task<Shop> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var shop = new Shop(builder.Build());
        shop._site.MapGet("/thanks", () => Page(ThankYou));
        shop._site.MapPost("/term", shop.TakeAsync);
        await shop._site.StartAsync();
        return shop;
    }

    /// <summary>What the next customer brings back from the bank.</summary>
    public async Task<(string Md, string PaRes)> ResultAsync() => await _results.Reader.ReadAsync().AsTask().WaitAsync(Installation.Limit);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        // Read by hand: the form needs no antiforgery token, it comes from a bank.
        var form = QueryHelpers.ParseQuery(await new StreamReader(request.Body).ReadToEndAsync());
        await _results.Writer.WriteAsync((form["MD"].ToString(), form["PaRes"].ToString()));
        return Page("Your card is being added");
    }

    private static IResult Page(string text) =>
        Results.Content($"<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Shop</title><h1>{text}</h1></html>", "text/html");
}
