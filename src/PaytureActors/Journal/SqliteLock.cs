using System.Text;

namespace PaytureActors.Journal;

/// <summary>A lock file beside the database, held by the operating system for the life of the process, kill -9 included.</summary>
internal sealed class SqliteLock : InstallationLock
{
    private readonly FileStream _file;

    private SqliteLock(FileStream file) => _file = file;

    public override bool IsHeld => _file.CanWrite;

    public static SqliteLock Take(string database, TimeProvider time)
    {
        var path = database + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(Me(time)));
            file.Flush();
            return new(file);
        }
        catch (UnauthorizedAccessException error)
        {
            throw Unusable(database, error);
        }
        catch (IOException error)
        {
            throw File.Exists(path) && Owner(path) is { } owner ? Owned($"The journal {database}", owner) : Unusable(database, error);
        }
    }

    public override ValueTask DisposeAsync() => _file.DisposeAsync();

    private static string? Owner(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static JournalException Unusable(string database, Exception error) => new(
        $"The journal {database} cannot be written ({error.Message.TrimEnd('.')}): make its folder writable, or name another file in "
        + "Payture:Journal:ConnectionString.", error);
}
