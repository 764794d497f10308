using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>Reads what to look for in the order book from a query string.</summary>
internal static class BookQuery
{
    private static readonly string[] Known = ["merchant", "phase", "attention", "from", "to", "q", "after", "limit"];

    private static readonly Dictionary<string, OrderPhase> Phases =
        Enum.GetValues<OrderPhase>().ToDictionary(phase => JsonNamingPolicy.CamelCase.ConvertName(phase.ToString()));

    public static OrderQuery Read(IQueryCollection query, FieldErrors errors)
    {
        if (query.Keys.Any(name => !Known.Contains(name, StringComparer.OrdinalIgnoreCase)))
            errors.Add("query", $"The query has a parameter that is not known here: use {string.Join(", ", Known)}.");

        return new OrderQuery
        {
            Merchant = Read<MerchantAlias>(query, "merchant", errors, "Give a merchant's alias.",
                text => MerchantAlias.IsValid(text) ? new MerchantAlias(text) : null),
            Phase = Read<OrderPhase>(query, "phase", errors, $"Give one of {string.Join(", ", Phases.Keys)}.",
                text => Phases.TryGetValue(text, out var phase) ? phase : null),
            Attention = Read<bool>(query, "attention", errors, "Give true or false.", text => bool.TryParse(text, out var flag) ? flag : null),
            From = Time(query, "from", errors),
            To = Time(query, "to", errors),
            Text = Text(query, "q"),
            After = Text(query, "after"),
            Limit = Read<int>(query, "limit", errors, $"Give a whole number from 1 to {OrderQuery.MaxLimit}.",
                text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= OrderQuery.MaxLimit
                    ? limit
                    : null) ?? new OrderQuery().Limit,
        };
    }

    private static DateTimeOffset? Time(IQueryCollection query, string name, FieldErrors errors) =>
        Read<DateTimeOffset>(query, name, errors, "Give a date and time as in 2026-03-01T00:00:00Z.",
            text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null);

    private static T? Read<T>(IQueryCollection query, string name, FieldErrors errors, string wish, Func<string, T?> parse) where T : struct
    {
        if (Text(query, name) is not { } text)
            return null;
        var value = parse(text);
        if (value is null)
            errors.Add(name, wish);
        return value;
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
}
