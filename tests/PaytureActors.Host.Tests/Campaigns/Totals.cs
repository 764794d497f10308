using System.Text.Json;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>What a campaign has come to over all its runs; times in seconds. Written after each audit, so that an interrupted run loses little.</summary>
internal sealed class Totals
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };
    private string _file = "";

    /// <summary>How often the campaign was started; each run has orders of its own.</summary>
    public int Runs { get; set; }

    /// <summary>The security code of all cards: chosen once, before the database has digits of its own.</summary>
    public string? SecurityCode { get; set; }

    public int Kills { get; set; }

    public int DatabaseKills { get; set; }

    public int Outages { get; set; }

    public int Audits { get; set; }

    public int Orders { get; set; }

    public long Events { get; set; }

    public int Movements { get; set; }

    public int Facts { get; set; }

    public int Stuck { get; set; }

    /// <summary>From ready to settled, of each order that was in doubt when the service was killed.</summary>
    public List<double> Resumed { get; set; } = [];

    /// <summary>From the start of the process to ready.</summary>
    public List<double> Ready { get; set; } = [];

    /// <summary>From the start of the process to a payment of a new order.</summary>
    public List<double> Served { get; set; } = [];

    /// <summary>From ready to the moment when the order book showed it.</summary>
    public List<double> Shown { get; set; } = [];

    /// <summary>From the database's return to settled, of each order that was in doubt when the database was killed.</summary>
    public List<double> ResumedWithDatabase { get; set; } = [];

    /// <summary>From the database's return to a payment of a new order.</summary>
    public List<double> ServedWithDatabase { get; set; } = [];

    /// <summary>From the gateway's return to nothing in progress.</summary>
    public List<double> SettledAfterOutage { get; set; } = [];

    public List<string> Violations { get; set; } = [];

    /// <summary>Goes on where the folder's campaign ended.</summary>
    public static Totals Open(string folder)
    {
        var file = Path.Combine(folder, "totals.json");
        var totals = File.Exists(file) ? JsonSerializer.Deserialize<Totals>(File.ReadAllText(file))! : new Totals();
        totals._file = file;
        totals.Runs++;
        totals.Save();
        return totals;
    }

    public void Save()
    {
        File.WriteAllText(_file + ".new", JsonSerializer.Serialize(this, Readable));
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
