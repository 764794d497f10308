using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Akka.Actor;
using Akka.Event;
using Akka.Serialization;
using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

[Collection(OneAtATime.Name)]
public sealed class SecretsTests
{
    private const string Pan = "4929123456781234564"; // A valid number that nobody else uses.
    private const string Code = "7391";
    private const string Password = "canary-password-5150";

    [Fact]
    public void No_secret_is_in_any_message_that_could_be_serialized_nor_in_what_is_published_logged_or_dropped()
    {
        var faults = new FaultScript()
            .On("1", "Charge", new Fault.LostAfterEffect(Loss.Reset), new Fault.Html(WithEffect: false))
            .On("2", "Pay", new Fault.ServerError(500, WithEffect: true))
            .RefuseConnection("Pay");
        var gateway = new SimulatedGatewayOptions { Merchants = [new SimulatedMerchant("Merchant", Password)] };
        MessageProbe.Seen.Clear();
        using var engine = new EngineUnderTest(
            faults, options => options.Merchants["shop"].Password = Password, MessageProbe.Hocon + "\nakka.loglevel = DEBUG", gatewayOptions: gateway);
        var heard = engine.Listen<object>();
        var options = new CallOptions { Extras = new() { CustomFields = new Dictionary<string, string> { ["Email"] = "canary@shop.example" } } };

        engine.Run(() => engine["1"].BlockAsync(Rub(100), CanaryCard(), options));
        engine.Run(() => engine["1"].ChargeAsync(Rub(100)));
        engine.Run(() => engine["1"].RefundAsync(new IdempotencyKey("r"), Rub(1)));
        engine.Run(() => engine["2"].PayAsync(Rub(100), CanaryCard(), options));
        engine.Run(() => engine["2"].PayAsync(Rub(100), CanaryCard(), options));
        engine.Run(() => engine["2"].PayAsync(Rub(100), CanaryCard(), options));
        engine.System.EventStream.Publish(new DeadLetter(new object(), engine.Engine.Orders, engine.Engine.Orders));
        engine.Time.RunFor(TimeSpan.FromDays(2));

        Assert.Equal(3, engine.Gateway.Effects("1").Count); // The canaries did fly.
        Assert.Contains(MessageProbe.Seen, message => message is PaytureActors.Orders.AskOrder { Ticket: not null });
        Assert.Contains(MessageProbe.Seen, message => message is PaytureActors.Vault.SendWithTicket);
        Assert.Contains(heard, message => message is DeadLetter);
        foreach (var message in MessageProbe.Seen.Concat(heard))
        {
            var text = Graph.Text(message);
            foreach (var canary in new[] { Pan, Code, Password, "canary@shop.example" })
                Assert.False(text.Contains(canary, StringComparison.Ordinal), $"A {message.GetType().Name} holds a secret.");
        }
    }

    [Fact]
    public void Nothing_that_the_browser_brings_to_the_bank_or_back_is_in_any_message_that_could_be_serialized_nor_published_nor_kept()
    {
        MessageProbe.Seen.Clear();
        using var engine = new EngineUnderTest(hocon: MessageProbe.Hocon + "\nakka.loglevel = DEBUG");
        var heard = engine.Listen<object>();

        var challenge = Assert.IsType<OrderReply.ChallengeRequired>(engine.Run(() => engine["1"].BlockAsync(Rub(100), Card(TestCards.Challenge))));
        var (md, paRes) = engine.Gateway.ThreeDSecureResult("1", passes: true);
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["1"].CompleteAsync(new Instrument.ThreeDSecureResult(md, paRes))));

        var canaries = new[] { md, paRes, challenge.Form!.PaReq.Reveal(paReq => paReq) };
        Assert.Contains(MessageProbe.Seen, message => message is PaytureActors.Transport.CallEnded);
        Assert.All(MessageProbe.Seen.Concat(heard).Append(engine.State("1")), message =>
        {
            var text = Graph.Text(message);
            Assert.All(canaries, canary => Assert.False(text.Contains(canary, StringComparison.Ordinal), $"A {message.GetType().Name} holds a secret."));
        });
    }

    [Fact]
    public void The_probe_would_find_a_secret_in_a_private_field() =>
        Assert.Contains(Pan, Graph.Text(new { Deep = new[] { CanaryCard() } }), StringComparison.Ordinal);

    private static Instrument.Card CanaryCard() =>
        Instrument.Card.TryCreate(Pan, "12", "31", "A TESTER", Code, new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), out var card, out _)
            ? card
            : throw new InvalidOperationException("The canary's number is no card number.");

    /// <summary>Everything that an object holds, private fields and all, as text.</summary>
    internal static class Graph
    {
        public static string Text(object root)
        {
            var text = new StringBuilder();
            var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
            var todo = new Stack<object>([root]);
            text.AppendLine(root.ToString());
            while (todo.TryPop(out var item))
            {
                switch (item)
                {
                    case string value:
                        text.AppendLine(value);
                        break;
                    case byte[] bytes:
                        text.AppendLine(Encoding.UTF8.GetString(bytes));
                        break;
                    case IActorRef or Type or MemberInfo or Delegate or Assembly or ActorSystem or Thread or Task:
                        break;
                    case var _ when item.GetType().IsPrimitive || !seen.Add(item):
                        break;
                    case Array array:
                        foreach (var element in array.Cast<object?>().Where(element => element is not null))
                            todo.Push(element!);
                        break;
                    default:
                        for (var type = item.GetType(); type is not null; type = type.BaseType)
                        {
                            foreach (var field in type.GetFields(
                                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                            {
                                if (!field.FieldType.IsPointer && field.GetValue(item) is { } held)
                                    todo.Push(held);
                            }
                        }

                        break;
                }
            }

            return text.ToString();
        }
    }
}

/// <summary>Sees every message that may leave the process, in place of a real serializer, and gives it back as it is.</summary>
public sealed class MessageProbe(ExtendedActorSystem system) : Serializer(system)
{
    public const string Hocon =
        """
        akka.actor.serialize-messages = on
        akka.actor.serializers.probe = "PaytureActors.Tests.Orders.MessageProbe, PaytureActors.Tests"
        akka.actor.serialization-bindings."System.Object" = probe
        akka.actor.serialization-identifiers."PaytureActors.Tests.Orders.MessageProbe, PaytureActors.Tests" = 7391
        """;

    private static readonly ConcurrentDictionary<int, object> Messages = new();
    private static int _count;

    internal static ConcurrentQueue<object> Seen { get; } = new();

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        var number = Interlocked.Increment(ref _count);
        Messages[number] = obj;
        Seen.Enqueue(obj);
        return BitConverter.GetBytes(number);
    }

    public override object FromBinary(byte[] bytes, Type type) => Messages[BitConverter.ToInt32(bytes)];
}
