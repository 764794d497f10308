using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Time;

namespace PaytureActors.TestKit.Tests.Gateway;

/// <summary>Talks to a simulated gateway as a client without any cleverness would.</summary>
internal sealed class Wire
{
    public const string Order = "order-1";

    public Wire(IFaultPlan? faults = null, SimulatedGatewayOptions? options = null)
    {
        // Timers need no idle machine here: whoever waits continues while the hand moves.
        Time = new VirtualTime(new DateTimeOffset(2026, 5, 20, 12, 0, 0, TimeSpan.Zero));
        Gateway = new SimulatedGateway(options, Time, faults);
    }

    public VirtualTime Time { get; }

    public SimulatedGateway Gateway { get; }

    public static string Card(string number = TestCards.Success, string month = "12", string year = "30") =>
        $"PAN={number};EMonth={month};EYear={year};CardHolder=ANNA KOVAL;SecureCode=123";

    public string Say(string command, params (string Name, string Value)[] fields) =>
        Gateway.Answer("/api/" + command, Form(fields)).Body;

    /// <summary>Says something at a path of any family: <c>apim/Init</c>.</summary>
    public string SayTo(string path, params (string Name, string Value)[] fields) => Gateway.Answer("/" + path, Form(fields)).Body;

    public Task<SimulatedAnswer> SayToAsync(string path, params (string Name, string Value)[] fields) => Gateway.AnswerAsync("/" + path, Form(fields));

    public Task<SimulatedAnswer> SayAsync(string command, params (string Name, string Value)[] fields) =>
        Gateway.AnswerAsync("/api/" + command, Form(fields));

    public Task<SimulatedAnswer> BlockAsync(long amount = 300, string? card = null, string order = Order) =>
        SayAsync("Block", ("OrderId", order), ("Amount", $"{amount}"), ("PayInfo", card ?? Card()));

    public Task<SimulatedAnswer> RefundAsync(long amount) =>
        SayAsync("Refund", ("OrderId", Order), ("Amount", $"{amount}"), ("Password", "123"));

    public string Block(long amount = 300, string? card = null, string order = Order) =>
        Say("Block", ("OrderId", order), ("Amount", $"{amount}"), ("PayInfo", card ?? Card()));

    public string Pay(long amount = 300) => Say("Pay", ("OrderId", Order), ("Amount", $"{amount}"), ("PayInfo", Card()));

    public string Charge(long? amount = null) => amount is null
        ? Say("Charge", ("OrderId", Order))
        : Say("Charge", ("OrderId", Order), ("Amount", $"{amount}"));

    public string Refund(long amount) => Say("Refund", ("OrderId", Order), ("Amount", $"{amount}"), ("Password", "123"));

    /// <summary>The state that GetState shows, or its error code.</summary>
    public string State(string order = Order)
    {
        var answer = Say("GetState", ("OrderId", order));
        return Attribute(answer, "State") ?? Attribute(answer, "ErrCode")!;
    }

    public static string Body(SimulatedAnswer answer) => Assert.IsType<SimulatedAnswer.Respond>(answer).Body;

    public static string? Attribute(string answer, string name) => System.Xml.Linq.XElement.Parse(answer).Attribute(name)?.Value;

    private static Dictionary<string, string> Form((string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(field => field.Name, field => field.Value);
        form.TryAdd("Key", "Merchant");
        form.TryAdd("VWID", "VWMerchantside");
        return form;
    }
}
