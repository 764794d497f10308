using System.Reflection;
using System.Runtime.CompilerServices;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Architecture.Tests;

/// <summary>References point one way: Host → AspNetCore, TestKit → PaytureActors → Gateway → Domain.</summary>
public sealed class ReferenceTests
{
    private static readonly Assembly Domain = typeof(Money).Assembly;
    private static readonly Assembly Gateway = typeof(IPaytureGateway).Assembly;
    private static readonly Assembly Engine = typeof(IPaytureOrders).Assembly;
    private static readonly Assembly TestKit = typeof(SimulatedGateway).Assembly;
    private static readonly Assembly AspNetCore = Assembly.Load("PaytureActors.AspNetCore");
    private static readonly Assembly Host = Assembly.Load("PaytureActors.Host");

    [Fact]
    public void Domain_references_nothing_but_the_base_class_library() =>
        Assert.All(References(Domain), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void Each_ring_references_only_the_rings_inside_it()
    {
        Assert.Equal(["PaytureActors.Domain"], Ours(Gateway));
        Assert.Equal(["PaytureActors.Domain", "PaytureActors.Gateway"], Ours(Engine));
        Assert.Subset(Set("PaytureActors", "PaytureActors.Domain", "PaytureActors.Gateway"), Ours(TestKit));
        Assert.Subset(Set("PaytureActors", "PaytureActors.Domain", "PaytureActors.Gateway"), Ours(AspNetCore));
        Assert.Subset(
            Set("PaytureActors", "PaytureActors.AspNetCore", "PaytureActors.Domain", "PaytureActors.Gateway", "PaytureActors.TestKit"), Ours(Host));
    }

    [Fact] // It is written as a user writes it: with what is public, or not at all.
    public void The_sample_shop_and_its_tests_see_nothing_internal() =>
        Assert.All([Domain, Gateway, Engine, TestKit, AspNetCore, Host], assembly => Assert.DoesNotContain(
            assembly.GetCustomAttributes<InternalsVisibleToAttribute>(), friend => friend.AssemblyName.Contains("SampleShop", StringComparison.Ordinal)));

    [Fact]
    public void Only_the_engine_and_its_users_know_Akka()
    {
        Assert.DoesNotContain(References(Domain), IsAkka);
        Assert.DoesNotContain(References(Gateway), IsAkka);
        Assert.Contains(References(Engine), IsAkka);
    }

    [Fact]
    public void The_domain_has_no_clock_no_chance_no_task_and_no_log()
    {
        string[] impure = ["System.Threading", "System.Net", "System.IO.FileSystem", "Microsoft.Extensions.Logging"];
        Assert.DoesNotContain(References(Domain), name => impure.Any(each => name.StartsWith(each, StringComparison.Ordinal)));
    }

    [Fact]
    public void No_type_of_the_domain_can_hold_a_secret()
    {
        string[] words = ["Pan", "Cvv", "SecureCode", "SecurityCode", "Password", "Card", "Token", "PaRes", "PaReq", "Instrument", "Secret"];
        string[] storedByTheGateway = ["Card", "Cards", "CardId", "CardName", "CardHolder"]; // StoredCard: ids and masks, with which nothing can be paid.
        var members =
            from type in Domain.GetTypes()
            from member in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where member is FieldInfo or PropertyInfo && !type.IsEnum
            let name = member.Name.TrimStart('<', '_').Split('>')[0]
            where !storedByTheGateway.Contains(name, StringComparer.OrdinalIgnoreCase) || !type.Namespace!.EndsWith(".Customers", StringComparison.Ordinal)
            from word in words
            where name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            select $"{type.Name}.{member.Name}";
        Assert.Equal([], members);
    }

    [Fact]
    public void Events_hold_values_of_the_domain_only()
    {
        var seen = new HashSet<Type>();
        var foreign = new List<string>();
        foreach (var type in typeof(OrderEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(OrderEvent))))
            Walk(type, type.Name);
        Assert.Empty(foreign);

        void Walk(Type type, string path)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>))
                type = type.GetGenericArguments()[0];
            if (!seen.Add(type) || type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(DateTimeOffset))
                return;
            if (type.Assembly != Domain)
            {
                foreign.Add($"{path}: {type}");
                return;
            }

            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                Walk(property.PropertyType, $"{path}.{property.Name}");
        }
    }

    private static bool IsAkka(string name) => name.StartsWith("Akka", StringComparison.Ordinal);

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static HashSet<string> Ours(Assembly assembly) =>
        [.. References(assembly).Where(name => name.StartsWith("PaytureActors", StringComparison.Ordinal)).Order()];

    private static HashSet<string> Set(params string[] names) => [.. names];
}
