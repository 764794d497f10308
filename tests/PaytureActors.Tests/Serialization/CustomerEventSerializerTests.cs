using System.Reflection;
using Akka.Actor;
using PaytureActors.Customers;
using PaytureActors.Domain.Customers;
using PaytureActors.Journal;
using PaytureActors.Orders;

namespace PaytureActors.Tests.Serialization;

public sealed class CustomerEventSerializerTests : IDisposable
{
    private static readonly string Golden = Path.Combine(
        typeof(CustomerEventSerializerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "RepositoryRoot").Value!,
        "tests/PaytureActors.Tests/Serialization/GoldenCustomers");

    private readonly ActorSystem _system = ActorSystem.Create("customer-serialization", JournalConfiguration.For(new()).Settings);
    private readonly CustomerEventSerializer _serializer;

    public CustomerEventSerializerTests() => _serializer = new((ExtendedActorSystem)_system);

    public static TheoryData<string> Names() => [.. CustomerEventSamples.All.Keys];

    public void Dispose() => _system.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_written_once_is_read_for_ever(string name)
    {
        var file = Path.Combine(Golden, name + ".bin");
        if (Environment.GetEnvironmentVariable("PAYTURE_WRITE_GOLDEN") == "new" && !File.Exists(file))
            File.WriteAllBytes(file, _serializer.ToBinary(CustomerEventSamples.All[name]));

        Assert.Equal(CustomerEventSamples.All[name], _serializer.FromBinary(File.ReadAllBytes(file), ManifestIn(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_now_is_what_was_written_then(string name) =>
        Assert.Equal(File.ReadAllBytes(Path.Combine(Golden, name + ".bin")), _serializer.ToBinary(CustomerEventSamples.All[name]));

    [Fact]
    public void Every_event_has_a_sample_and_a_manifest_and_none_goes_through_a_default_serializer()
    {
        var kinds = typeof(CustomerEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(CustomerEvent)));
        Assert.Equal(kinds.Select(type => type.Name).Order(), CustomerEventSamples.All.Values.Select(each => each.GetType().Name).Distinct().Order());
        Assert.All(CustomerEventSamples.All, each => Assert.Equal(ManifestIn(each.Key), _serializer.Manifest(each.Value)));
        Assert.All(CustomerEventSamples.All.Values, each => Assert.IsType<CustomerEventSerializer>(_system.Serialization.FindSerializerFor(each)));
        Assert.NotEqual(OrderEventSerializer.Id, CustomerEventSerializer.Id);
    }

    [Fact]
    public void No_golden_file_is_without_its_sample() =>
        Assert.Empty(Directory.EnumerateFiles(Golden).Select(Path.GetFileNameWithoutExtension).Except(CustomerEventSamples.All.Keys!));

    [Fact]
    public void An_event_of_a_newer_version_is_refused_with_advice()
    {
        var error = Assert.Throws<ArgumentException>(() => _serializer.FromBinary([], "change-requested.v9"));
        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
    }

    private static string ManifestIn(string name) => string.Join('.', name.Split('.')[..2]);
}
