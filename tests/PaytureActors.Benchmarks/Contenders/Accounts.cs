using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Benchmarks.Contenders;

/// <summary>Who pays whom, and how many exchanges with the gateway any contender may have open at once.</summary>
internal static class Accounts
{
    public const string Alias = "shop";
    public const string Key = "Merchant"; // As the sandbox has it without being told.
    public const string Password = "123";
    public const string CardNumber = TestCards.SuccessWithSecurityCode;
    public const int Connections = 256;

    /// <summary>Under which name the engine's journal keeps an order.</summary>
    public static string PersistenceId(string orderId) => $"order|{Alias}/{orderId}";

    /// <summary>The engine's settings, for a service of its own as well.</summary>
    public static Dictionary<string, string?> Settings(Uri gateway, Surroundings.Database database) => new()
    {
        [$"Payture:Merchants:{Alias}:Host"] = gateway.ToString(),
        [$"Payture:Merchants:{Alias}:Key"] = Key,
        [$"Payture:Merchants:{Alias}:Password"] = Password,
        [$"Payture:Merchants:{Alias}:Sandbox"] = "true",
        [$"Payture:Merchants:{Alias}:MaxConcurrency"] = $"{Connections}",
        ["Payture:TransportSeats"] = $"{Connections}",
        ["Payture:QueueLength"] = "10000",
        ["Payture:Journal:Provider"] = $"{database.Provider}",
        ["Payture:Journal:ConnectionString"] = database.ConnectionString,
    };
}
