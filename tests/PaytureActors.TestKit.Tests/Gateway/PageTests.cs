using System.Net;
using System.Text.RegularExpressions;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

/// <summary>Walks the pages as a browser without scripts would: follows forms and nothing else.</summary>
public sealed partial class PageTests
{
    private const string User = "VWUserLgn=anna;VWUserPsw=secret";

    private static readonly (string, string)[] GoodCard = [("number", "4111 1111 1110 0031"), ("month", "5"), ("year", "2030"), ("holder", "ANNA KOVAL"), ("code", "123")];

    private readonly Wire _wire = new();
    private string _at = "/";

    [Fact]
    public void A_customer_pays_on_the_page_and_goes_back_to_the_shop()
    {
        var page = OpenPage();
        Assert.All(["number", "month", "year", "holder", "code", "pay", "cancel"], id => Assert.Contains($"id=\"{id}\"", page, StringComparison.Ordinal));
        Assert.Contains("3.00 ₽", page, StringComparison.Ordinal);

        var result = Press(page, "pay", GoodCard);

        Assert.Contains("""<meta http-equiv="refresh" content="3;url=https://shop.invalid/?o=order-1&amp;ok=True">""", result, StringComparison.Ordinal);
        Assert.Contains("id=\"return\"", result, StringComparison.Ordinal);
        Assert.Equal("Charged", _wire.State());
    }

    [Theory]
    [InlineData("confirm", "Charged", "ok=True")]
    [InlineData("refuse", "Rejected", null)]
    public void The_page_leads_through_the_banks_page_and_back(string button, string state, string? back)
    {
        var bank = Press(Press(OpenPage(), "pay", [("number", TestCards.Challenge), .. GoodCard[1..]]), null);
        Assert.Equal("PreAuthorized3DS", _wire.State());
        Assert.All(["code", "confirm", "refuse"], id => Assert.Contains($"id=\"{id}\"", bank, StringComparison.Ordinal));

        var last = Press(Press(bank, button), null);

        Assert.Equal(state, _wire.State());
        Assert.Contains(back ?? "id=\"problem\"", last, StringComparison.Ordinal); // Who failed may try again.
    }

    [Fact]
    public void A_declined_card_and_a_wrong_number_show_the_form_again()
    {
        var again = Press(OpenPage(), "pay", [("number", TestCards.InventedFraud), .. GoodCard[1..]]);
        Assert.Contains("FRAUD_ERROR", again, StringComparison.Ordinal);
        again = Press(again, "pay", [("number", "1"), .. GoodCard[1..]]);
        Assert.Contains("WRONG_PAN", again, StringComparison.Ordinal);
        Press(again, "pay", GoodCard);
        Assert.Equal("Charged", _wire.State());
    }

    [Fact]
    public void Who_cancels_goes_back_without_having_paid()
    {
        Assert.Contains("ok=False", Press(OpenPage(), "cancel"), StringComparison.Ordinal);
        Assert.Equal("Rejected", _wire.State());
    }

    [Fact]
    public void Who_comes_too_late_is_told_so()
    {
        var page = OpenPage();
        _wire.Time.Advance(TimeSpan.FromHours(1));
        Assert.Contains("(ORDER_TIME_OUT)", Press(page, "pay", GoodCard), StringComparison.Ordinal);
        Assert.Contains("Too late", Open("/apim/Pay", ("SessionId", _wire.Gateway.SessionId(Wire.Order)!)), StringComparison.Ordinal);
        Assert.Equal("ORDER_TIME_OUT", _wire.State());
    }

    [Fact]
    public void A_card_is_added_through_the_bank_and_then_pays_with_its_code_alone()
    {
        _wire.SayTo("vwapi/Register", ("DATA", User));
        var adding = Wire.Attribute(_wire.SayTo("vwapi/Init", ("DATA", $"SessionType=Add;{User}")), "SessionId")!;
        var bank = Press(Press(Open("/vwapi/Add", ("SessionId", adding)), "pay", [("number", TestCards.Challenge), .. GoodCard[1..]]), null);
        Assert.Contains("The card is added", Press(Press(bank, "confirm"), null), StringComparison.Ordinal);

        var id = Assert.Single(Assert.Single(_wire.Gateway.View().Customers).Cards).CardId;
        _wire.SayTo("vwapi/Activate", ("DATA", $"{User};CardId={id};Amount=100"));
        var paying = Wire.Attribute(_wire.SayTo("vwapi/Init", ("DATA", $"SessionType=Block;{User};OrderId=order-1;Amount=300;CardId={id}")), "SessionId")!;
        var page = Open("/vwapi/Pay", ("SessionId", paying));
        Assert.Contains("411111xxxxxx1111", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"number\"", page, StringComparison.Ordinal);

        Press(page, "pay", ("code", "")); // Recurring: no code, no bank's page.
        Assert.Equal("Authorized", _wire.State());
    }

    [Fact]
    public void The_bank_answers_only_what_it_asked_and_only_to_an_address()
    {
        _wire.Block(card: Wire.Card(TestCards.Challenge));
        var (md, _) = _wire.Gateway.ThreeDSecureResult(Wire.Order, passes: true);
        var paReq = Wire.Attribute(_wire.Say("Block", ("OrderId", "order-2"), ("Amount", "1"), ("PayInfo", Wire.Card(TestCards.Challenge))), "PaReq")!;
        Assert.Contains("does not know", Open("/acs", ("PaReq", paReq), ("MD", md), ("TermUrl", "https://shop.invalid/")), StringComparison.Ordinal);

        var (md2, paRes2) = _wire.Gateway.ThreeDSecureResult("order-2", passes: true);
        Assert.Contains("does not know", Open("/acs", ("PaReq", paReq), ("MD", md2), ("TermUrl", "javascript:alert(1)")), StringComparison.Ordinal);
        var back = Press(Open("/acs", ("PaReq", paReq), ("MD", md2), ("TermUrl", "https://shop.invalid/3ds?a=1&b=2")), "confirm");
        Assert.Contains("action=\"https://shop.invalid/3ds?a=1&amp;b=2\"", back, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(paRes2), back, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_shop_says_cannot_break_a_page()
    {
        _wire.SayTo("apim/Init", ("Data", "SessionType=Pay;OrderId=order-1;Amount=300;Product=<b>x</b>\"';Url=javascript:alert(1)"));
        var page = Open("/apim/Pay", ("SessionId", _wire.Gateway.SessionId(Wire.Order)!));
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript", Press(page, "pay", GoodCard), StringComparison.Ordinal);
        Assert.Contains("does not know", Open("/apim/Pay", ("SessionId", "nobody's")), StringComparison.Ordinal);
    }

    [Fact] // 3P lamoda: what the real page's own script posts.
    public void The_documented_form_of_a_page_gets_JSON()
    {
        OpenPage();
        var answer = _wire.Gateway.Answer("/apim/PaySubmit", new Dictionary<string, string>
        {
            ["Json"] = "true",
            ["Data"] = "Key=Merchant;OrderId=order-1;Amount=300;cardNumber=4111111111100031;EMonth=12;EYear=30;SecureCode=123;CardHolder=ANNA KOVAL",
        });
        Assert.Equal(("""{"Success":true}""", "application/json; charset=utf-8"), (answer.Body, answer.ContentType));
        Assert.Equal("Charged", _wire.State());
    }

    [Fact]
    public void Who_opens_a_page_again_or_answers_the_bank_twice_sees_that_it_is_paid_and_pays_once()
    {
        var form = OpenPage();
        var bank = Press(Press(form, "pay", [("number", TestCards.Challenge), .. GoodCard[1..]]), null);
        var home = Press(bank, "confirm");
        Assert.Contains("Thank you", Press(home, null), StringComparison.Ordinal);

        _at = "/acs";
        Assert.Contains("Paid already", Press(home, null), StringComparison.Ordinal);
        _at = "/apim/Pay";
        Assert.Contains("Paid already", Press(form, "pay", GoodCard), StringComparison.Ordinal);
        Assert.Contains("Paid already", Open("/apim/Pay", ("SessionId", _wire.Gateway.SessionId(Wire.Order)!)), StringComparison.Ordinal);
        Assert.Single(_wire.Gateway.Effects(Wire.Order));
    }

    [Fact]
    public void The_bank_answers_once_for_a_card_that_is_added()
    {
        var adding = OpenAdding();
        var home = Press(Press(Press(adding, "pay", [("number", TestCards.Challenge), .. GoodCard[1..]]), null), "confirm");
        Assert.Contains("The card is added", Press(home, null), StringComparison.Ordinal);

        _at = "/acs";
        var again = Press(home, null);

        Assert.Contains("Answered already", again, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", again, StringComparison.Ordinal);
        Assert.Single(_wire.Gateway.CardHolds());
    }

    [Fact]
    public void Who_has_tried_as_often_as_one_may_is_asked_no_more()
    {
        var form = OpenPage();
        for (var tries = 0; tries < 3; tries++)
        {
            _at = "/apim/Pay";
            Press(form, "pay", [("number", TestCards.InventedFraud), .. GoodCard[1..]]);
        }

        _at = "/apim/Pay";
        Assert.Contains("LIMIT_EXCHAUST", Press(form, "pay", GoodCard), StringComparison.Ordinal); // So it is spelt.
        Assert.DoesNotContain("<form", Open("/apim/Pay", ("SessionId", _wire.Gateway.SessionId(Wire.Order)!)), StringComparison.Ordinal);
        Assert.Empty(_wire.Gateway.Effects(Wire.Order));
    }

    [Fact]
    public void A_page_is_where_its_session_was_opened_and_nowhere_else()
    {
        var form = OpenPage();
        var session = _wire.Gateway.SessionId(Wire.Order)!;
        Assert.Contains("does not know", Open("/vwapi/Pay", ("SessionId", session)), StringComparison.Ordinal);
        _at = "/vwapi/Pay";
        Assert.Contains("does not know", Press(form, "pay", GoodCard), StringComparison.Ordinal);

        _at = "/apim/Pay";
        var home = Press(Press(Press(form, "pay", [("number", TestCards.Challenge), .. GoodCard[1..]]), null), "confirm");
        var (md, paRes) = _wire.Gateway.ThreeDSecureResult(Wire.Order, passes: true);
        Assert.Contains("does not know", Open("/vwapi/PageSubmit3DS", ("MD", md), ("PaRes", paRes)), StringComparison.Ordinal);
        Assert.Equal("PreAuthorized3DS", _wire.State());

        _at = "/acs";
        Assert.Contains("Thank you", Press(home, null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_card_that_is_gone_does_not_lock_the_page()
    {
        _wire.SayTo("vwapi/Register", ("DATA", User));
        var session = Wire.Attribute(_wire.SayTo("vwapi/Init", ("DATA", $"SessionType=Pay;{User};OrderId=order-1;Amount=300;CardId=f224dd93-ac8c-3025-65dd-963c5b3fc0cc")), "SessionId")!;

        Press(Open("/vwapi/Pay", ("SessionId", session)), "pay", GoodCard);

        Assert.Equal("Charged", _wire.State());
    }

    private string OpenAdding()
    {
        _wire.SayTo("vwapi/Register", ("DATA", User));
        return Open("/vwapi/Add", ("SessionId", Wire.Attribute(_wire.SayTo("vwapi/Init", ("DATA", $"SessionType=Add;{User}")), "SessionId")!));
    }

    private string OpenPage()
    {
        _wire.SayTo("apim/Init", ("Data", "SessionType=Pay;OrderId=order-1;Amount=300;Url=https://shop.invalid/?o={orderid}&ok={success}"));
        return Open("/apim/Pay", ("SessionId", _wire.Gateway.SessionId(Wire.Order)!));
    }

    private string Open(string path, params (string Name, string Value)[] fields)
    {
        _at = path;
        return _wire.Gateway.Answer(path, fields.ToDictionary(field => field.Name, field => field.Value)).Body;
    }

    // Sends the page's only form: its hidden fields, what the customer typed, and the button.
    private string Press(string page, string? button, params (string Name, string Value)[] typed)
    {
        var fields = HiddenField().Matches(page).Select(match => (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)));
        var action = Action().Match(page);
        var target = action.Success ? WebUtility.HtmlDecode(action.Groups[1].Value) : _at;
        return Open(new Uri(new Uri("https://gateway.invalid" + _at), target).AbsolutePath,
            [.. fields, .. typed, .. button is null ? [] : new[] { ("action", button) }]);
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)">""")]
    private static partial Regex HiddenField();

    [GeneratedRegex("""<form method="post"[^>]* action="([^"]+)">""")]
    private static partial Regex Action();
}
