using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaytureActors.AspNetCore;
using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;
using PaytureActors.Tests.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Hints;

/// <summary>
/// Ten thousand notifications through the door that takes them, 30 % doubled, 30 % out of order, 10 % forged, 5 % before their order exists: the same end as with none at all.
/// </summary>
[Collection(OneAtATime.Name)]
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Chance for tests.")]
public sealed class HintStormTests
{
    private const int Seed = 20_300_105;
    private const int Orders = 200;
    private const int Hints = 10_000;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Opening = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan Everything = TimeSpan.FromHours(2);

    [Fact]
    public void A_storm_of_hints_ends_in_the_same_state_as_none()
    {
        var quiet = Live(withHints: false);
        var storm = Live(withHints: true);

        Assert.Equal(Orders, quiet.Count);
        Assert.All(quiet, pair => Assert.Equal((pair.Key, pair.Value), (pair.Key, storm[pair.Key])));
        Assert.Contains(quiet.Values, end => end.Contains("Refunded", StringComparison.Ordinal));
        Assert.Contains(quiet.Values, end => end.Contains("Expired", StringComparison.Ordinal));
        Assert.Contains(quiet.Values, end => end.Contains("Declined", StringComparison.Ordinal));
        Assert.Contains(quiet.Values, end => end.Contains("Blocked", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Live(bool withHints)
    {
        using var engine = new EngineUnderTest(configure: options =>
        {
            options.PublicUrl = new Uri("https://pay.shop.example");
            options.IdleAfter = TimeSpan.FromSeconds(30); // They leave memory, and are opened by hints.
        });
        var steps = new Schedule(new Random(Seed));
        var acts = Enumerable.Range(0, Orders).Select(number => steps.Add(engine, $"{number}", number)).ToList();
        using var door = new NotificationDoor(engine);
        var acknowledged = new List<Task<HttpStatusCode>>();
        if (withHints)
            steps.Storm(acts, (order, kind) => acknowledged.Add(Task.Run(() => door.PostAsync(order, kind))));

        for (var now = TimeSpan.Zero; now < Everything; now += Tick)
        {
            foreach (var step in steps.At(now))
                step();
            engine.Time.RunFor(Tick);
        }

        engine.Time.RunFor(TimeSpan.FromHours(27));
        Assert.True(!withHints || acknowledged.Count > Hints);
        Assert.All(acknowledged, hint => Assert.True(hint is { IsCompletedSuccessfully: true, Result: HttpStatusCode.OK }));
        Assert.All(MemoryHints.Named(engine.Store).All, hint => Assert.StartsWith("forged", hint.Order.Order.ToString(), StringComparison.Ordinal));
        return Enumerable.Range(0, Orders).ToDictionary(number => $"{number}", number => End(engine, $"{number}"));
    }

    private static string End(EngineUnderTest engine, string order)
    {
        var state = engine.State(order);
        var answers = string.Join(", ", state.Answers.Select(answer => $"{answer.Key} {answer.Ending}"));
        var effects = string.Join(", ", engine.Gateway.Effects(order).Select(effect => $"{effect.Operation} {effect.Amount}"));
        return $"{state.Books}; {state.Challenge}; {state.InProgress}; {state.Attention}; {answers}; {effects}";
    }

    /// <summary>The form door before the engine, in its process, so that the virtual clock sees when it is idle.</summary>
    private sealed class NotificationDoor : IDisposable
    {
        private readonly WebApplication _app;
        private readonly HttpClient _client;

        public NotificationDoor(EngineUnderTest engine)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseTestServer();
            builder.Services.AddSingleton<TimeProvider>(engine.Time).AddSingleton(engine.Orders).AddPaytureRest();
            _app = builder.Build();
            _app.MapPayture();
            _app.Start();
            _client = _app.GetTestClient();
        }

        // What the gateway's form has (D:notifications); none of it but order and kind is read, and neither is believed.
        public async Task<HttpStatusCode> PostAsync(string order, string kind)
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["Is3DS"] = "False",
                ["ForwardedTo"] = "NotForwarded",
                ["Notification"] = kind,
                ["MerchantContract"] = "Merchant",
                ["Success"] = "True",
                ["TransactionDate"] = "08.05.2019 15:36:27",
                ["ErrCode"] = "NONE",
                ["OrderId"] = order,
                ["Amount"] = "99999",
                ["MerchantId"] = "1",
            });
            using var answer = await _client.PostAsync(new Uri("/payture/shop/notifications", UriKind.Relative), form);
            return answer.StatusCode;
        }

        public void Dispose()
        {
            _client.Dispose();
            ((IDisposable)_app).Dispose();
        }
    }

    /// <summary>What happens when; each order's life, and the hints about it.</summary>
    private sealed class Schedule(Random chance)
    {
        private static readonly string[] Kinds =
            ["EnginePaySuccess", "EngineBlockSuccess", "EngineChargeSuccess", "EngineRefundSuccess", "EnginePayFail", "MerchantPay", "EngineBlockPending"];

        private readonly SortedDictionary<TimeSpan, List<Action>> _steps = [];

        public IEnumerable<Action> At(TimeSpan now) => _steps.TryGetValue(now, out var steps) ? steps : [];

        public (string Order, List<TimeSpan> Acts) Add(EngineUnderTest engine, string id, int number)
        {
            var (order, start) = (engine[id], Within(Opening));
            var later = Round(start + TimeSpan.FromSeconds(60 + chance.Next(1200)));
            var acts = new List<TimeSpan> { start, later };
            switch (number % 5)
            {
                case 0:
                    On(start, () => order.BlockAsync(Rub(100), Card(), Key("block")));
                    On(later, () => order.ChargeAsync(Rub(60), Key("charge")));
                    break;

                case 1:
                    On(start, () => order.PayAsync(Rub(100), Card(), Key("pay")));
                    On(later, () => order.RefundAsync(new IdempotencyKey("refund"), number % 2 == 0 ? Rub(100) : Rub(10)));
                    break;

                case 2:
                    On(start, () => order.BlockAsync(Rub(100), Card(number % 2 == 0 ? TestCards.Success : TestCards.InventedFraud), Key("block")));
                    break;

                case 3:
                    On(start, () => order.InitAsync(Operation.Pay, Rub(100), new SessionPage(), options: Key("init")));
                    if (number % 2 == 0)
                        Put(later, () => engine.Gateway.CustomerPays(id));
                    break;

                default:
                    On(start, () => order.BlockAsync(Rub(100), Card(TestCards.Challenge), Key("block")));
                    later = Round(start + TimeSpan.FromSeconds(10 + chance.Next(600)));
                    acts[1] = later;
                    if (number % 3 != 0)
                    {
                        On(later, () =>
                        {
                            var (md, paRes) = engine.Gateway.ThreeDSecureResult(id, passes: number % 3 == 1);
                            return order.CompleteAsync(new Instrument.ThreeDSecureResult(md, paRes), Key("complete"));
                        });
                    }

                    break;
            }

            return (id, acts);
        }

        public void Storm(List<(string Order, List<TimeSpan> Acts)> lives, Action<string, string> hint)
        {
            for (var number = 0; number < Hints; number++)
            {
                var (order, acts) = lives[chance.Next(lives.Count)];
                var at = Round(acts[chance.Next(acts.Count)] + TimeSpan.FromSeconds(chance.Next(6)));
                var kind = chance.Next(100);
                if (kind < 5)
                    order = $"forged-{number}"; // Nobody's order.
                else if (kind < 10)
                    at = Within(Everything); // Somebody's order, and nothing happened to it.
                else if (kind < 15)
                    at = Within(acts[0] + Tick); // Before there is an order.
                else if (chance.Next(100) < 30)
                    at = Round(at + TimeSpan.FromSeconds(chance.Next(900))); // After what it should have come before.

                var word = Kinds[chance.Next(Kinds.Length)];
                Put(at, () => hint(order, word));
                if (chance.Next(100) < 30)
                    Put(Round(at + TimeSpan.FromSeconds(chance.Next(60))), () => hint(order, word));
            }
        }

        private void On(TimeSpan at, Func<Task<OrderReply>> call) => Put(at, () => _ = Task.Run(call));

        private void Put(TimeSpan at, Action step)
        {
            at = at < Everything ? at : Everything - Tick;
            if (!_steps.TryGetValue(at, out var steps))
                _steps.Add(at, steps = []);
            steps.Add(step);
        }

        private TimeSpan Within(TimeSpan span) => Round(span * chance.NextDouble());

        private static TimeSpan Round(TimeSpan time) => Tick * Math.Floor(time / Tick);

        private static CallOptions Key(string key) => new() { Key = new IdempotencyKey(key) };
    }
}
