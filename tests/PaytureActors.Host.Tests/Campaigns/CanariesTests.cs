using System.Text;
using Microsoft.Data.Sqlite;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>The search for secrets finds one that was put there: only then its silence says something.</summary>
public sealed class CanariesTests : IDisposable
{
    private static readonly string[] Kinds = ["the merchant's password", "a card holder's name", "a security code", "a card number"];

    private readonly TemporaryFolder _folder = new();
    private readonly Canaries _canaries = new(seed: 1, taken: []);

    public static TheoryData<string> Disguises => ["none", "UTF-16", "UTF-16, big-endian", "hex", "Base64", "Base64 for URLs", "Base64 after one byte", "Base64 after two bytes"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Disguises))]
    public void A_secret_in_a_file_is_found(string disguise)
    {
        foreach (var (secret, kind) in Secrets().Zip(Kinds))
        {
            var file = Path.Combine(_folder.Path, "dump");
            File.WriteAllBytes(file, [0, 255, .. "word "u8, .. Disguise(secret, disguise), .. " word"u8, 0, 200]);

            Assert.Contains($"{file} has {kind}.", _canaries.FindIn([file]));
        }
    }

    [Fact]
    public async Task A_secret_in_a_database_is_found_while_it_is_in_the_write_ahead_log_and_afterwards()
    {
        var file = Path.Combine(_folder.Path, "payture.db");
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "pragma journal_mode=wal; create table event (payload blob, tags text); insert into event values ($blob, $text)";
            command.Parameters.AddWithValue("$blob", Encoding.UTF8.GetBytes(_canaries.CardJson(TestCards.Success)));
            command.Parameters.AddWithValue("$text", _canaries.Password);
            await command.ExecuteNonQueryAsync();

            AssertFound(file + "-wal");
        }

        AssertFound(file);

        void AssertFound(string where) => Assert.Equal(Kinds.Select(kind => $"{where} has {kind}."), _canaries.FindIn([where]));
    }

    [Fact]
    public void A_secret_in_a_log_is_found() => Assert.Equal(
        Kinds.Select(kind => $"The log has {kind}."),
        _canaries.FindIn("The log", $"[12:00:00 ERR] Password={_canaries.Password} for {_canaries.CardJson(TestCards.Success)}\n   at Somewhere()"));

    [Theory]
    [InlineData("4111 1111 1111 0031")]
    [InlineData("4111-1111-1111-0031")]
    [InlineData("007411111111111003199")]
    public void A_card_number_is_found_however_its_digits_stand(string written)
    {
        _canaries.CardJson("4111111111110031");

        Assert.Equal(["The log has a card number."], _canaries.FindIn("The log", $"x {written} y"));
    }

    [Fact]
    public void What_is_no_secret_is_not_found()
    {
        _canaries.CardJson(TestCards.Success);

        Assert.Empty(_canaries.FindIn("The log", $"411111******0031 was charged 258900 in process {_canaries.Code}, 1{_canaries.Code}0 ms, at 10:00:00.{_canaries.Code}"));
    }

    [Fact]
    public void The_search_says_whether_it_sees_a_file_at_all()
    {
        var file = Path.Combine(_folder.Path, "dump");
        File.WriteAllText(file, "order-42");

        Assert.True(Canaries.Sees([file], "order-42"));
        Assert.False(Canaries.Sees([file], "order-43"));
        Assert.False(Canaries.Sees([], "order-42"));
    }

    private string[] Secrets()
    {
        _canaries.CardJson(TestCards.Success);
        return [_canaries.Password, _canaries.Holder, $"code={_canaries.Code};", TestCards.Success];
    }

    private static byte[] Disguise(string secret, string disguise)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return disguise switch
        {
            "none" => bytes,
            "UTF-16" => Encoding.Unicode.GetBytes(secret),
            "UTF-16, big-endian" => Encoding.BigEndianUnicode.GetBytes(secret),
            "hex" => Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)),
            "Base64 for URLs" => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_')),
            "Base64 after one byte" => Encoding.ASCII.GetBytes(Convert.ToBase64String([(byte)' ', .. bytes])),
            "Base64 after two bytes" => Encoding.ASCII.GetBytes(Convert.ToBase64String([(byte)'"', (byte)' ', .. bytes])),
            _ => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)),
        };
    }
}
