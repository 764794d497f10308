using System.Text;
using System.Xml;
using System.Xml.Linq;
using PaytureActors.Domain;
using Xunit.Abstractions;

namespace PaytureActors.Gateway.Tests;

/// <summary>
/// Answers that no gateway would send: recorded ones mutated, random bytes, shapes of XML. PAYTURE_FUZZ=all runs a million of them.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20260301;

    private static readonly int Inputs = Environment.GetEnvironmentVariable("PAYTURE_FUZZ") == "all" ? 1_000_000 : 20_000;

    // As recorded or documented, for every shape of answer that there is.
    private static readonly string[] Samples =
    [
        "<Pay OrderId=\"order-42\" Key=\"ShopTerm7\" Success=\"True\" Amount=\"258900\" />",
        "<Block OrderId=\"order-42\" Key=\"ShopTerm7\" Success=\"False\" ErrCode=\"AMOUNT_EXCEED\" />",
        "<Pay OrderId=\"order-42\" Key=\"ShopTerm7\" Success=\"3DS\" ACSUrl=\"https://acs.example/a?b=1\" PaReq=\"eJxV+a/b==\" ThreeDSKey=\"8b1c-42 \"/>",
        "<Pay3DS OrderId=\"order-42\" Key=\"ShopTerm7\" Success=\"True\" Amount=\"258900\" />",
        "<PaySubmit3DS VWUserLgn=\"anna@example.com\" OrderId=\"order-42\" Success=\"True\" Amount=\"258900\" />",
        "<MobilePay Success=\"3DS\" OrderId=\"order-42\" ACSUrl=\"https://acs.example/\" PaReq=\"eJ\" ThreeDSKey=\"k\" />",
        "<Charge Success=\"True\" OrderId=\"order-42\" Amount=\"258900\" />",
        "<Unblock Success=\"True\" OrderId=\"order-42\" NewAmount=\"0\" />",
        "<Refund VWUserLgn=\"\" OrderId=\"order-42\" Success=\"True\" NewAmount=\"2000\" />",
        "<Init Success=\"True\" OrderId=\"order-42\" Amount=\"258900\" SessionId=\"36a02faf-ae1b-443b-8fcc-188614390a91\" SessionType=\"Block\" />",
        "<GetState Success=\"True\" OrderId=\"order-42\" State=\"Charged\" Forwarded=\"False\" MerchantContract=\"Shop\" Amount=\"5\" RRN=\"003770024290\">\r\n  <AddInfo Key=\"BankCity\" Value=\"X\"/>\r\n</GetState>",
        "<PayStatus Success=\"False\" VWUserLgn=\"\" OrderId=\"order-42\" Forwarded=\"False\" ErrCode=\"ORDER_TIME_OUT\" />",
        "<GetList Success=\"True\" VWUserLgn=\"anna@example.com\">\r\n  <Item CardName=\"411111xxxxxx1112\" CardId=\"f224dd93\" CardHolder=\"A\" Status=\"IsActive\" NoCVV=\"false\" Expired=\"false\" />\r\n  <Item />\r\n</GetList>",
        "<Add VWUserLgn=\"\" Success=\"True\" CardName=\"411111xxxxxx1112\" CardId=\"f224dd93\" />",
        "<Register Success=\"False\" VWUserLgn=\"anna@example.com\" ErrCode=\"DUPLICATE_USER\" />",
        "<!DOCTYPE html><html><head><title>502</title></head><body>Success=\"True\"</body></html>",
    ];

    private static readonly string[] Outcomes = ["Approved", "SessionOpened", "ChallengeRequired", "Refused", "Unknown"];
    private static readonly string[] Standings = ["ORDER_NOT_FOUND", "NONE", "ORDER_TIME_OUT"];

    private static readonly string[] Pieces =
    [
        "Success", "\"True\"", "\"False\"", "\"3DS\"", "<", ">", "/", "/>", "&", "&#0;", "&lt;", "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "\0", "\uFEFF",
        "=", "\"", "'", "Charge", "Pay", "Init", "Amount", "OrderId=\"order-43\"", "ErrCode=\"X\"", "SessionId=\"s\"", "ACSUrl=\"javascript:x\"", "xmlns=\"u\"",
        "<!DOCTYPE a [<!ENTITY x \"True\">]>", "&x;", "\uFFFF", "\u0085", " ", "\r\n", "9999999999999999999999",
    ];

    [Fact]
    public void No_input_throws_and_nothing_unknown_becomes_a_yes()
    {
        var random = new Random(Seed);
        var rows = CommandTable.Rows.Values.OrderBy(row => row.Path).ThenBy(row => row.Family).ToArray();
        var said = new Dictionary<string, int>();

        for (var i = 0; i < Inputs; i++)
        {
            var body = Body(random, i);
            // Mostly the command that the sample answers, else any.
            var root = Samples.FirstOrDefault(sample => body.AsSpan().StartsWith(Encoding.UTF8.GetBytes(sample[..6])))?.Split(' ', 2)[0][1..];
            var fitting = random.Next(8) > 0 ? Array.FindAll(rows, row => row.RootElement == root) : rows;
            var row = fitting.Length > 0 ? fitting[random.Next(fitting.Length)] : rows[random.Next(rows.Length)];
            var asked = new Asked(row, GatewayUnderTest.Account, GatewayUnderTest.Order)
            {
                Amount = Money.Kopecks(258_900),
                Login = random.Next(2) == 0 ? Requests.Login : null,
                Page = row.Family is ApiFamily.InPay or ApiFamily.EWallet ? GatewayCommand.Pay : 0,
            };

            try
            {
                var result = ResponseParser.ReadCall(asked, body);
                var customer = ResponseParser.ReadCustomer(asked, body);
                var (standing, failure) = ResponseParser.ReadStanding(asked, body);
                Assert.Equal(standing is null, failure is not null);
                Assert.Equal(result.Outcome is GatewayOutcome.ChallengeRequired, result.Form is not null);
                Assert.Equal(result.Outcome.GetType(), customer.Outcome.GetType());
                said[result.Outcome.GetType().Name] = said.GetValueOrDefault(result.Outcome.GetType().Name) + 1;
                if (result.Outcome is GatewayOutcome.Approved or GatewayOutcome.SessionOpened or GatewayOutcome.ChallengeRequired)
                    AssertSaysYes(body, asked, result.Outcome);
                if (standing is not null)
                    AssertSaysState(body, asked, standing);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"Input {i} of seed {Seed} for {row.Family} {row.Command}: {Convert.ToBase64String(body)}", exception);
            }
        }

        output.WriteLine($"{Inputs} inputs of seed {Seed}: {string.Join(", ", said.OrderBy(each => each.Key).Select(each => $"{each.Value} {each.Key}"))}");

        // Else the mutations were too wild, or too tame, to tell anything.
        Assert.All(
            Outcomes,
            outcome => Assert.InRange(said.GetValueOrDefault(outcome), Inputs / 200, Inputs * 9 / 10));
    }

    // An independent reader: whatever is a yes is a whole document that says so of our order at its root.
    private static void AssertSaysYes(byte[] body, Asked asked, GatewayOutcome outcome)
    {
        var root = Root(body, asked);
        var success = root.Attribute("Success")!.Value.Trim();
        Assert.Equal(outcome is GatewayOutcome.ChallengeRequired ? "3ds" : "true", success, ignoreCase: true);
        Assert.True(root.Attribute("ErrCode") is not { Value.Length: > 0 } code || code.Value.ToUpperInvariant() is "NONE" or "SUCCESS");
        Assert.True(root.Attribute("Amount") is not { } amount || outcome is GatewayOutcome.ChallengeRequired || amount.Value.Trim().All(char.IsAsciiDigit));

        switch (outcome)
        {
            case GatewayOutcome.SessionOpened opened:
                Assert.Equal(root.Attribute("SessionId")!.Value.Trim(), opened.SessionId);
                Assert.StartsWith("https://sandbox3.payture.com/", opened.RedirectUrl, StringComparison.Ordinal);
                break;
            case GatewayOutcome.ChallengeRequired challenge:
                Assert.StartsWith("http", challenge.AcsUrl, StringComparison.OrdinalIgnoreCase);
                Assert.True(asked.Row.MayChallenge);
                Assert.Equal(ChallengeForm.HashOf(root.Attribute("ThreeDSKey")!.Value), challenge.MdHash);
                break;
        }
    }

    private static void AssertSaysState(byte[] body, Asked asked, Standing standing)
    {
        var root = Root(body, asked);
        if (standing.State is GatewayState.NotFound or GatewayState.NotPaid or GatewayState.TimedOut)
            Assert.Contains(root.Attribute("ErrCode")!.Value.ToUpperInvariant(), Standings);
        else if (standing.State != GatewayState.Unrecognized)
            Assert.StartsWith(standing.State.ToString(), (root.Attribute("State") ?? root.Attribute("Status"))!.Value.Trim(), StringComparison.OrdinalIgnoreCase);
        Assert.True(standing.AddInfo.Count <= 32);
    }

    private static XElement Root(byte[] body, Asked asked)
    {
        using var text = new StringReader(Encoding.UTF8.GetString(body).Trim('\uFEFF', ' ', '\r', '\n', '\t'));
        using var xml = XmlReader.Create(text);
        var root = XDocument.Load(xml).Root!;
        Assert.Contains(root.Name.ToString(), new[] { asked.Row.RootElement, asked.Row.OtherRoot });
        Assert.Contains(root.Attribute("OrderId")?.Value, new[] { null, "order-42" });
        return root;
    }

    private static byte[] Body(Random random, int i)
    {
        if (i % 10 == 0)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            return bytes;
        }

        if (i % 10 == 1)
            return Encoding.UTF8.GetBytes(Shape(random, depth: 0));

        var body = Encoding.UTF8.GetBytes(Samples[random.Next(Samples.Length)]);
        for (var mutations = random.Next(4); mutations > 0; mutations--)
            body = Mutate(body, random);
        return body;
    }

    // XML as such, with the names that matter in the wrong places.
    private static string Shape(Random random, int depth)
    {
        string[] names = ["Pay", "Init", "GetState", "GetList", "Item", "AddInfo", "x", "Block3DS"];
        string[] attributes = ["Success=\"True\"", "Success='3DS'", "OrderId=\"order-42\"", "Amount=\"258900\"", "State=\"Charged\"", "SessionId=\"s-1\"", "a:b=\"c\"", "xmlns:a=\"u\"", "ErrCode=\"NONE\"", "CardId=\"1\"", "ACSUrl=\"https://a.b\"", "PaReq=\"p\"", "ThreeDSKey=\"k\""];
        var name = names[random.Next(names.Length)];
        var inside = depth < 3 ? string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => Shape(random, depth + 1))) : "";
        random.Shuffle(attributes);
        var open = $"<{name} {string.Join(' ', attributes.Take(random.Next(attributes.Length)))}";
        return random.Next(6) switch
        {
            0 => open + "/>",
            1 => $"<?xml version=\"1.0\"?>{open}>{inside}</{name}>",
            2 => $"{open}>{inside}",
            3 => $"<!-- a -->{open}><![CDATA[{inside}]]></{name}>",
            _ => $"{open}>{inside}</{name}>",
        };
    }

    private static byte[] Mutate(byte[] body, Random random)
    {
        if (body.Length == 0)
            return body;
        var at = random.Next(body.Length);
        switch (random.Next(5))
        {
            case 0:
                var flipped = (byte[])body.Clone();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return body[..at];
            case 2:
                return [.. body[..at], .. Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]), .. body[at..]];
            case 3: // Where an attribute may stand.
                var blank = Array.IndexOf(body, (byte)' ', at);
                return blank < 0 ? body : [.. body[..blank], (byte)' ', .. Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]), .. body[blank..]];
            default:
                return [.. body[..at], .. body[Math.Min(body.Length, at + random.Next(1, 12))..]];
        }
    }
}
