using System.Data.Common;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using Microsoft.Data.Sqlite;
using Npgsql;
using PaytureActors.Hosting;

namespace PaytureActors.Journal;

/// <summary>How the orders' journal is set up in an actor system: settings for Akka, and connections for its plugin.</summary>
internal sealed class JournalConfiguration
{
    /// <summary>Where the journal's settings are.</summary>
    public const string JournalPluginId = "payture.journal";

    /// <summary>Where the settings of the journal's readers are.</summary>
    public const string ReadJournalId = "payture.read-journal";

    private const string Setting = "Payture:Journal:ConnectionString";

    private JournalConfiguration(JournalOptions options, Config settings, string connectionString, string bookConnectionString, DataOptions connections)
    {
        Options = options;
        PersonalData = new PersonalDataSetup(CipherFor(options));
        Settings = settings;
        ConnectionString = connectionString;
        BookConnectionString = bookConnectionString;
        var setup = new MultiDataOptionsSetup();
        setup.AddDataOptions(JournalPluginId, connections);
        setup.AddDataOptions(ReadJournalId, connections);
        Setup = setup;
    }

    public JournalOptions Options { get; }

    /// <summary>HOCON: ours, and the user's own before it.</summary>
    public Config Settings { get; }

    /// <summary>Connections for the journal's plugins.</summary>
    public Setup Setup { get; }

    /// <summary>How the journal keeps what tells of a person.</summary>
    public Setup PersonalData { get; }

    /// <summary>The journal's database.</summary>
    public string ConnectionString { get; }

    /// <summary>The order book's database: a SQLite file of its own beside the journal's, or the same PostgreSQL database.</summary>
    public string BookConnectionString { get; }

    /// <summary>The database of hints for orders that are not known yet: beside the order book's, and as durable as the journal.</summary>
    public string HintsConnectionString => Options.Provider is JournalProvider.Sqlite
        ? new SqliteConnectionStringBuilder(ConnectionString)
        {
            DataSource = Path.ChangeExtension(new SqliteConnectionStringBuilder(ConnectionString).DataSource, null) + ".hints.db",
        }.ConnectionString
        : ConnectionString;

    /// <summary>Whether acknowledged facts survive a power cut, as far as we set it ourselves.</summary>
    public bool IsDurable => Options.Provider is not JournalProvider.Sqlite || Synchronous(Settings) is "full" or "extra";

    /// <summary>A connection to the journal's database that has not been opened yet.</summary>
    public DbConnection Connect() =>
        Options.Provider is JournalProvider.Sqlite ? new SqliteConnection(ConnectionString) : new NpgsqlConnection(ConnectionString);

    /// <summary>Reads what the options say.</summary>
    /// <exception cref="JournalException">The connection string cannot be used; the message names the setting.</exception>
    public static JournalConfiguration For(JournalOptions options, Config? own = null)
    {
        var settings = (own ?? Config.Empty)
            .SafeWithFallback(Embedded(options.Provider is JournalProvider.Sqlite ? "sqlite" : "postgres"))
            .SafeWithFallback(Embedded("payture"));
        return options.Provider switch
        {
            JournalProvider.Sqlite => ForSqlite(options, settings),
            JournalProvider.PostgreSql => ForPostgreSql(options, settings),
            _ => throw new JournalException($"Payture:Journal:Provider is {options.Provider}: say Sqlite or PostgreSql."),
        };
    }

    /// <summary>The file of a SQLite journal.</summary>
    public string SqliteFile => Path.GetFullPath(new SqliteConnectionStringBuilder(ConnectionString).DataSource);

    private static PersonalDataCipher? CipherFor(JournalOptions options) =>
        string.IsNullOrEmpty(options.PersonalDataKey) ? null
        : PersonalDataCipher.TryCreate(options.PersonalDataKey, out var cipher) ? cipher
        : throw new JournalException($"{PersonalDataCipher.Setting} {PersonalDataCipher.Advice}");

    private static JournalConfiguration ForSqlite(JournalOptions options, Config settings)
    {
        var journal = Parse(() => new SqliteConnectionStringBuilder(options.ConnectionString));
        if (journal.DataSource.Length == 0 || journal.Mode is SqliteOpenMode.Memory || journal.DataSource == ":memory:")
            throw new JournalException($"{Setting} must name a file, as in 'Data Source=payture.db': orders in memory would be lost.");

        journal.Pooling = true; // Without: a tenth of the speed.
        var book = new SqliteConnectionStringBuilder(journal.ConnectionString)
        {
            DataSource = Path.ChangeExtension(journal.DataSource, null) + "-book.db",
        };
        var connections = new DataOptions()
            .UseConnectionString("SQLite.MS", journal.ConnectionString)
            .UseInterceptor(new SqliteConnections(Synchronous(settings), settings.GetTimeSpan("payture.sqlite.busy-timeout")));
        return new(options, settings, journal.ConnectionString, book.ConnectionString, connections);
    }

    private static JournalConfiguration ForPostgreSql(JournalOptions options, Config settings)
    {
        var journal = Parse(() => new NpgsqlConnectionStringBuilder(options.ConnectionString));
        if (string.IsNullOrEmpty(journal.Host))
            throw new JournalException($"{Setting} must name a server, as in 'Host=db;Username=payture;Database=payture'.");

        var timeout = settings.GetTimeSpan("payture.postgres.statement-timeout");
        journal.Options = $"{journal.Options} -c statement_timeout={timeout.TotalMilliseconds:0}".Trim();
        if (!options.ConnectionString.Contains("Pool Size", StringComparison.OrdinalIgnoreCase))
            journal.MaxPoolSize = settings.GetInt("payture.postgres.pool-size");
        journal.ApplicationName ??= "PaytureActors";
        var connections = new DataOptions().UseConnectionString("PostgreSQL.15", journal.ConnectionString);
        return new(options, settings, journal.ConnectionString, journal.ConnectionString, connections);
    }

    private static T Parse<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
        {
            // The driver's message may repeat a password.
            throw new JournalException($"{Setting} is not a connection string of this provider ({error.GetType().Name}): check its keywords.");
        }
    }

    private static string Synchronous(Config settings) => settings.GetString("payture.sqlite.synchronous", "full").ToLowerInvariant();

    private static Config Embedded(string name)
    {
        using var stream = typeof(JournalConfiguration).Assembly.GetManifestResourceStream($"hocon/{name}.conf")
            ?? throw new InvalidOperationException($"The engine's assembly lacks its settings hocon/{name}.conf.");
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
