using System.Reflection;
using Akka.Actor;
using PaytureActors.Domain.Orders;
using PaytureActors.Journal;
using PaytureActors.Orders;
using PaytureActors.TestKit.Exploration;

namespace PaytureActors.Tests.Serialization;

public sealed class OrderEventSerializerTests : IDisposable
{
    private static readonly string Golden = Path.Combine(
        typeof(OrderEventSerializerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "RepositoryRoot").Value!,
        "tests/PaytureActors.Tests/Serialization/Golden");

    private readonly ActorSystem _system = ActorSystem.Create("serialization", JournalConfiguration.For(new()).Settings);
    private readonly OrderEventSerializer _serializer;

    public OrderEventSerializerTests() => _serializer = new((ExtendedActorSystem)_system);

    public static TheoryData<string> Names() => [.. EventSamples.All.Keys];

    public void Dispose() => _system.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_written_once_is_read_for_ever(string name)
    {
        var file = Path.Combine(Golden, name + ".bin");
        if (Environment.GetEnvironmentVariable("PAYTURE_WRITE_GOLDEN") == "new" && !File.Exists(file))
            File.WriteAllBytes(file, _serializer.ToBinary(EventSamples.All[name]));

        var read = _serializer.FromBinary(File.ReadAllBytes(file), ManifestIn(name));

        Assert.Equal(EventSamples.All[name], read);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_now_is_what_was_written_then(string name) =>
        Assert.Equal(File.ReadAllBytes(Path.Combine(Golden, name + ".bin")), _serializer.ToBinary(EventSamples.All[name]));

    [Fact]
    public void Every_event_has_a_sample_and_a_manifest()
    {
        var kinds = typeof(OrderEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(OrderEvent)));
        Assert.Equal(kinds.Select(type => type.Name).Order(), EventSamples.All.Values.Select(each => each.GetType().Name).Distinct().Order());
        Assert.All(EventSamples.All, each => Assert.Equal(ManifestIn(each.Key), _serializer.Manifest(each.Value)));
    }

    [Fact]
    public void No_golden_file_is_without_its_sample() =>
        Assert.Empty(Directory.EnumerateFiles(Golden).Select(Path.GetFileNameWithoutExtension).Except(EventSamples.All.Keys!));

    [Fact]
    public void Every_event_that_an_exploration_meets_comes_back_equal()
    {
        var events = new HashSet<OrderEvent>();
        var open = new Queue<World>([World.Of(new("wire") { Wishes = [new(Domain.Operation.Pay, new("pay"), Domain.Money.Kopecks(3)),
            new(Domain.Operation.Refund, new("refund"), Domain.Money.Kopecks(1))], OperatorActs = 1, Resolutions = 1 }).GoOn()]);
        for (var steps = 0; steps < 3_000 && open.TryDequeue(out var world); steps++)
        {
            foreach (var (_, next) in WorldSteps.From(world))
            {
                events.UnionWith(JournalLine.OldestFirst(next.Journal));
                open.Enqueue(next);
            }
        }

        Assert.True(events.Count > 50);
        Assert.All(events, @event => Assert.Equal(@event, _serializer.FromBinary(_serializer.ToBinary(@event), _serializer.Manifest(@event))));
    }

    [Fact]
    public void An_event_of_a_newer_version_is_refused_with_advice()
    {
        var error = Assert.Throws<ArgumentException>(() => _serializer.FromBinary([], "charged.v9"));
        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_never_go_through_a_default_serializer() =>
        Assert.All(EventSamples.All.Values, each => Assert.IsType<OrderEventSerializer>(_system.Serialization.FindSerializerFor(each)));

    private static string ManifestIn(string name) => string.Join('.', name.Split('.')[..2]);
}
