namespace PaytureActors.Journal;

/// <summary>
/// A lock file beside the database, held by the operating system for the life of the process, kill -9 included. Whose it is stands in a
/// second file, since nobody can read the first one.
/// </summary>
internal sealed class SqliteLock : InstallationLock
{
    private readonly FileStream _file;

    private SqliteLock(FileStream file) => _file = file;

    public override bool IsHeld => _file.CanWrite;

    public static SqliteLock Take(string database, TimeProvider time)
    {
        var path = database + ".lock";
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(OwnerFile(path), Me(time));
            return new(file);
        }
        catch (IOException) when (file is null && File.Exists(path))
        {
            throw Owned($"The journal {database}", Owner(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw Unusable(database, error);
        }
    }

    public override ValueTask DisposeAsync() => _file.DisposeAsync();

    private static string OwnerFile(string path) => path + ".owner";

    private static string? Owner(string path)
    {
        try
        {
            return File.ReadAllText(OwnerFile(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // It has not signed yet.
        }
    }

    private static JournalException Unusable(string database, Exception error) => new(
        $"The journal {database} cannot be written ({error.Message.TrimEnd('.')}): make its folder writable, make room on its disk, or name another file in "
        + "Payture:Journal:ConnectionString.", error);
}
