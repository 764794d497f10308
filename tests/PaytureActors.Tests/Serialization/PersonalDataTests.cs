using System.Reflection;
using System.Text;
using Akka.Actor;
using Akka.Actor.Setup;
using PaytureActors.Domain.Orders;
using PaytureActors.Hosting;
using PaytureActors.Journal;
using PaytureActors.Orders;

namespace PaytureActors.Tests.Serialization;

public sealed class PersonalDataTests
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string OtherKey = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static readonly string[] Personal = ["buyer@shop.example", "Спасибо", "shop.example/thanks"];

    public static TheoryData<string> Names() => [.. EventSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void With_a_key_every_event_comes_back_equal_and_its_bytes_tell_of_nobody(string name)
    {
        using var sealing = new Node(Key);

        var bytes = sealing.Write(EventSamples.All[name]);

        Assert.Equal(EventSamples.All[name], sealing.Read(bytes, name));
        Assert.All(Personal, text => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) < 0));
    }

    [Fact]
    public void What_was_written_before_there_was_a_key_is_still_read()
    {
        using var sealing = new Node(Key);
        using var open = new Node(null);

        Assert.All(EventSamples.All, each => Assert.Equal(each.Value, sealing.Read(open.Write(each.Value), each.Key)));
    }

    [Fact]
    public void The_same_event_is_sealed_differently_each_time()
    {
        using var sealing = new Node(Key);
        var @event = EventSamples.All["attempt-requested.v1.opening"];

        Assert.NotEqual(sealing.Write(@event), sealing.Write(@event));
    }

    [Fact]
    public void What_was_sealed_once_is_opened_for_ever()
    {
        using var sealing = new Node(Key);
        var file = Path.Combine(Repository(), "tests/PaytureActors.Tests/Serialization/Golden/Sealed/attempt-requested.v1.opening.bin");
        if (Environment.GetEnvironmentVariable("PAYTURE_WRITE_GOLDEN") == "new" && !File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, sealing.Write(EventSamples.All["attempt-requested.v1.opening"]));
        }

        Assert.Equal(EventSamples.All["attempt-requested.v1.opening"], sealing.Read(File.ReadAllBytes(file), "attempt-requested.v1.opening"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(OtherKey)]
    public void Without_its_key_what_was_sealed_is_refused_and_the_setting_is_named(string? key)
    {
        using var sealing = new Node(Key);
        using var other = new Node(key);
        var bytes = sealing.Write(EventSamples.All["attempt-requested.v1.opening"]);

        var error = Assert.Throws<JournalException>(() => other.Read(bytes, "attempt-requested.v1.opening"));

        Assert.Contains("Payture:Journal:PersonalDataKey", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_that_was_changed_is_found()
    {
        using var sealing = new Node(Key);
        var bytes = sealing.Write(EventSamples.All["attempt-requested.v1.opening"]);
        bytes[^1] ^= 1; // The event's last field is the sealed one.

        Assert.Throws<JournalException>(() => sealing.Read(bytes, "attempt-requested.v1.opening"));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==")]
    public void A_key_that_is_none_is_refused_with_advice(string key)
    {
        var error = Assert.Throws<JournalException>(() => JournalConfiguration.For(new JournalOptions { PersonalDataKey = key }));

        Assert.Contains("openssl rand -base64 32", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, error.Message, StringComparison.Ordinal);
    }

    private static string Repository() => typeof(PersonalDataTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(each => each.Key == "RepositoryRoot").Value!;

    private sealed class Node : IDisposable
    {
        private readonly ActorSystem _system;
        private readonly OrderEventSerializer _serializer;

        public Node(string? key)
        {
            var journal = JournalConfiguration.For(new JournalOptions { PersonalDataKey = key });
            _system = ActorSystem.Create("sealed", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(journal.Settings), journal.PersonalData));
            _serializer = new((ExtendedActorSystem)_system);
        }

        public byte[] Write(OrderEvent @event) => _serializer.ToBinary(@event);

        public OrderEvent Read(byte[] bytes, string name) => (OrderEvent)_serializer.FromBinary(bytes, string.Join('.', name.Split('.')[..2]));

        public void Dispose() => _system.Dispose();
    }
}
