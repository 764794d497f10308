using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using PaytureActors.Domain;
using PaytureActors.Host.Sandbox;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Tests.Sandbox;

/// <summary>A client that was written for Payture and points at the sandbox: the bytes that it sends, over a socket, and the ledger afterwards.</summary>
public sealed partial class OfficialClientTests : IAsyncLifetime
{
    private const string User = "VWUserLgn=anna;VWUserPsw=secret";

    private readonly SimulatedGateway _gateway = new();
    private readonly Dictionary<string, string> _blanks = [];
    private readonly WebApplication _sandbox;

    public OfficialClientTests() => _sandbox = SandboxServer.Build(_gateway, ["http://127.0.0.1:0"], verbose: false);

    public static TheoryData<string> Cases { get; } = [.. OfficialClients.All.Keys];

    public Task InitializeAsync() => _sandbox.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_is_answered_as_the_gateway_answers(string client)
    {
        var asked = OfficialClients.All[client];
        Prepare(asked.Before);

        var answer = await SendAsync(asked.Request);

        var expected = "^" + Regex.Escape(asked.Answer).Replace("\\*", ".*", StringComparison.Ordinal) + "$";
        Assert.True(Regex.IsMatch(answer, expected), $"Expected {asked.Answer}, but it is {answer}");
        Assert.Equal(asked.Ledger, Ledger());
    }

    [Fact]
    public void Every_client_is_heard_in_each_of_its_families()
    {
        var heard = OfficialClients.All.Keys.Select(name => string.Join(' ', name.Split(' ', 3)[..2])).ToHashSet();
        string[] kits = ["C#", "Python", "Java", "Node", "Go"];
        Assert.Superset(kits.SelectMany(kit => new[] { $"{kit} api", $"{kit} apim", $"{kit} vwapi" }).Concat(["PHP api", "PHP apim", "Ruby api", "Ruby apim", "Ruby vwapi"]).ToHashSet(), heard);
    }

    private void Prepare(string before)
    {
        Say("vwapi/Register", ("DATA", User));
        var added = Say("vwapi/Add", ("DATA", $"{User};CardNumber={TestCards.SuccessWithSecurityCode};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123"));
        _blanks["cardId"] = CardId().Match(added).Groups[1].Value;
        Say("vwapi/Activate", ("DATA", $"{User};CardId={_blanks["cardId"]};Amount=100"));
        _blanks["apple"] = SimulatedToken.Apple(Money.Kopecks(300));
        _blanks["google"] = SimulatedToken.Google(Money.Kopecks(300));
        // Base64 with "+", "/" and "=" in it; a raw "+" would be taken for a blank by the second decoding.
        _blanks["cheque"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(
            """{"Positions":[{"Quantity":1,"Price":3.00,"Tax":1,"Text":"ююю>>>???ю"}],"CheckClose":{"TaxationSystem":0},"CustomerContact":"anna@example.com"}"""))
            .Replace("+", "%2B", StringComparison.Ordinal);

        var words = before.Split(' ');
        var (family, how, number) = (words[0], words.ElementAtOrDefault(1), words.Length > 2 ? TestCards.Challenge : TestCards.Success);
        if (how is null)
            return;
        switch (family)
        {
            case "api":
                Say($"api/{how}", ("Key", "Merchant"), ("OrderId", "o-1"), ("Amount", "300"), ("PayInfo", $"PAN={number};EMonth=12;EYear=30;SecureCode=123"));
                break;
            case "apim":
                Say("apim/Init", ("Key", "Merchant"), ("Data", $"SessionType={(how == "Pay" ? "Pay" : "Block")};OrderId=o-1;Amount=300"));
                break;
            case "vwapi" when how == "session":
                Say("vwapi/Init", ("DATA", $"{User};SessionType=Block;OrderId=o-1;Amount=300"));
                break;
            default:
                Say("vwapi/Pay", ("DATA", $"{User};SessionType={how};CardId=FreePay;OrderId=o-1;Amount=300;CardNumber={number};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123"));
                break;
        }

        _blanks["session"] = _gateway.SessionId("o-1") ?? "";
        if (family == "apim" && how != "session")
            Assert.Equal(PageOutcome.Succeeded, _gateway.CustomerPays("o-1", number).Outcome);
        if (number == TestCards.Challenge)
            (_blanks["md"], _blanks["paRes"]) = _gateway.ThreeDSecureResult("o-1", passes: true);
    }

    private string Say(string path, params (string Name, string Value)[] fields)
    {
        var answer = _gateway.Answer("/" + path, fields.Append(("VWID", "VWMerchantside")).ToDictionary(field => field.Item1, field => field.Item2)).Body;
        Assert.DoesNotContain("ErrCode", answer, StringComparison.Ordinal);
        return answer;
    }

    private string Ledger()
    {
        if (_gateway.Payment("o-1") is not { } payment)
            return "";
        return $"{payment.StateName}: {string.Join(", ", _gateway.Effects("o-1").Select(effect => $"{effect.Operation} {effect.Amount.InKopecks.ToString(CultureInfo.InvariantCulture)}"))}";
    }

    // By hand: no library may mend what a client sends.
    private async Task<string> SendAsync(ClientRequest request)
    {
        using var limit = new CancellationTokenSource(HostProcess.Limit);
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", new Uri(_sandbox.Urls.First()).Port, limit.Token);
        var body = Fill(request.Body);
        var head = $"{request.Method} /{Fill(request.Path)} HTTP/1.0\r\nHost: 127.0.0.1\r\n"
            + (request.ContentType is null ? "" : $"Content-Type: {request.ContentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture)}\r\n");
        await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{head}\r\n{body}"), limit.Token);
        using var reader = new StreamReader(socket.GetStream(), Encoding.UTF8);
        var answer = await reader.ReadToEndAsync(limit.Token);
        var (status, text) = (answer[9..12], answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].ReplaceLineEndings(""));
        return status == "200" ? text : $"{status} {text}";
    }

    private string Fill(string text) => Blank().Replace(text, match => match.Groups[1].Length > 0
        ? Uri.EscapeDataString(_blanks[match.Groups[2].Value])
        : _blanks[match.Groups[2].Value]);

    [GeneratedRegex("""\{(~?)(session|md|paRes|cardId|apple|google|cheque)\}""")]
    private static partial Regex Blank();

    [GeneratedRegex("""CardId="([^"]+)" """)]
    private static partial Regex CardId();
}
