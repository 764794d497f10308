using System.Globalization;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Tests.Sandbox;

/// <summary>
/// What Payture's own client libraries send, command by command, with their quirks and defects, and what comes of it. Read from what they
/// are known to put on the wire; the forms of the documentation and of recorded traffic that none of them has come last.
/// </summary>
internal static class OfficialClients
{
    private const string Card = TestCards.Success;

    // Amounts are 300 kopecks and orders are called "o-1" throughout; {braces} are filled in from what came before.
    public static IReadOnlyDictionary<string, ClientCase> All { get; } = CSharp().Concat(Python()).Concat(Java()).Concat(Node()).Concat(Go()).Concat(Php()).Concat(Ruby())
        .Concat(Documented()).ToDictionary();

    // Blocks end in ";"; names in the order of declaration; the account's one name is Key or VWID.
    private static Dictionary<string, ClientCase> CSharp() => new()
    {
        ["C# api Pay, the year set before the month"] = new("", Post("api/Pay",
            ("PayInfo", $"PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123;OrderId=o-1;Amount=300;"), ("OrderId", "o-1"), ("Amount", "300"),
            ("CustomFields", "IP=203.0.113.9;Product=Ticket;"), ("CustomerKey", "anna"), ("Key", "Merchant")),
            ApiYes("Pay"), "Charged: Pay 300"),
        ["C# api Block, the year set after the month, which it overwrites"] = new("", Post("api/Block",
            ("PayInfo", $"PAN={Card};EMonth=30;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123;OrderId=o-1;Amount=300;"), ("OrderId", "o-1"), ("Amount", "300"), ("Key", "Merchant")),
            ApiNo("Block", "WRONG_EXPIRE_DATE"), ""),
        ["C# api Pay3DS"] = new("api Pay 3DS", Post("api/Pay3DS", ("OrderId", "o-1"), ("PaRes", "{paRes}"), ("Key", "Merchant")), ApiYes("Pay3DS"), "Charged: Pay 300"),
        ["C# api Block3DS"] = new("api Block 3DS", Post("api/Block3DS", ("OrderId", "o-1"), ("PaRes", "{paRes}"), ("Key", "Merchant")), ApiYes("Block3DS"), "Authorized: Block 300"),
        ["C# api Charge"] = new("api Block", Post("api/Charge", ("OrderId", "o-1"), ("Amount", "200"), ("Key", "Merchant")),
            """<Charge Success="True" OrderId="o-1" Amount="200" />""", "Charged: Block 300, Charge 200"),
        ["C# api Unblock with the hold's amount"] = new("api Block", Post("api/Unblock", ("OrderId", "o-1"), ("Amount", "300"), ("Key", "Merchant")),
            """<Unblock Success="True" OrderId="o-1" NewAmount="0" />""", "Voided: Block 300, Unblock 300"),
        ["C# api Unblock with a part of the hold"] = new("api Block", Post("api/Unblock", ("OrderId", "o-1"), ("Amount", "200"), ("Key", "Merchant")),
            No("Unblock", "AMOUNT_ERROR"), "Authorized: Block 300"),
        ["C# api Refund"] = new("api Pay", Post("api/Refund", ("OrderId", "o-1"), ("Amount", "100"), ("Key", "Merchant"), ("Password", "123")),
            """<Refund Success="True" OrderId="o-1" NewAmount="200" />""", "Charged: Pay 300, Refund 100"),
        ["C# api GetState"] = new("api Pay", Post("api/GetState", ("OrderId", "o-1"), ("Key", "Merchant")), State("Charged"), "Charged: Pay 300"),
        ["C# api ApplePay"] = new("", Post("api/ApplePay", ("OrderId", "o-1"), ("PayToken", "{apple}"), ("Method", "PAY"), ("Key", "Merchant")),
            """<ApplePay Success="True" OrderId="o-1" Amount="300" Key="Merchant" />""", "Charged: Pay 300"),
        ["C# api AndroidPay"] = new("", Post("api/AndroidPay", ("OrderId", "o-1"), ("PayToken", "{google}"), ("Method", "BLOCK"), ("Key", "Merchant"), ("Amount", "300")),
            """<AndroidPay Success="True" OrderId="o-1" Amount="300" Key="Merchant" />""", "Authorized: Block 300"),

        ["C# apim Init"] = new("", Post("apim/Init",
            ("Data", "SessionType=Block;IP=203.0.113.9;TemplateTag=Tag;Language=RU;OrderId=o-1;Amount=300;Url=https://shop.example/?o={orderid}&ok={success};Product=Ticket;Total=300;"),
            ("Key", "Merchant")), InPayInit("Block"), ""),
        ["C# apim Pay"] = new("apim session", Post("apim/Pay", ("SessionId", "{session}")), """*<form method="post" action="PaySubmit">*""", ""),
        ["C# apim Charge"] = new("apim Block", Post("apim/Charge", ("OrderId", "o-1"), ("Amount", "300"), ("Key", "Merchant"), ("Password", "123")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["C# apim Unblock"] = new("apim Block", Post("apim/Unblock", ("OrderId", "o-1"), ("Amount", "300"), ("Key", "Merchant"), ("Password", "123")),
            """<Unblock Success="True" OrderId="o-1" NewAmount="0" />""", "Voided: Block 300, Unblock 300"),
        ["C# apim Refund"] = new("apim Pay", Post("apim/Refund", ("OrderId", "o-1"), ("Amount", "300"), ("Key", "Merchant"), ("Password", "123")),
            """<Refund Success="True" OrderId="o-1" NewAmount="0" />""", "Refunded: Pay 300, Refund 300"),
        ["C# apim GetState"] = new("apim Block", Post("apim/GetState", ("OrderId", "o-1"), ("Key", "Merchant")), State("Authorized"), "Authorized: Block 300"),
        ["C# apim PayStatus"] = new("apim Pay", Post("apim/PayStatus", ("OrderId", "o-1"), ("Key", "Merchant")),
            """<PayStatus Success="True" OrderId="o-1" Amount="300" State="Charged" RRN="*" Forwarded="False" />""", "Charged: Pay 300"),
        ["C# apim PayStatus before anybody paid"] = new("apim session", Post("apim/PayStatus", ("OrderId", "o-1"), ("Key", "Merchant")), No("PayStatus", "NONE"), ""),

        ["C# vwapi Pay with a card, the custom fields twice"] = new("", Post("vwapi/Pay",
            ("DATA", $"VWUserLgn=anna;VWUserPsw=secret;PhoneNumber=79001234567;Email=anna@example.com;CardId=FreePay;CardNumber={Card};CardHolder=ANNA KOVAL;EMonth=12;EYear=30;SecureCode=123;"
                + "SessionType=Pay;IP=203.0.113.9;OrderId=o-1;Amount=300;CustomFields=CustomField0=a;;CustomField0=a;"), ("VWID", "VWMerchantside")),
            WalletYes("Pay"), "Charged: Pay 300"),
        ["C# vwapi Pay with a card, May as a number"] = new("", Post("vwapi/Pay",
            ("DATA", $"VWUserLgn=anna;VWUserPsw=secret;CardId=FreePay;CardNumber={Card};CardHolder=ANNA KOVAL;EMonth=5;EYear=30;SecureCode=7;SessionType=Pay;IP=203.0.113.9;OrderId=o-1;Amount=300;"),
            ("VWID", "VWMerchantside")), WalletNo("Pay", "WRONG_EXPIRE_DATE"), ""),
        ["C# vwapi Pay with a stored card, 007 as a number"] = new("", Post("vwapi/Pay",
            ("DATA", "VWUserLgn=anna;VWUserPsw=secret;CardId={cardId};SecureCode=7;SessionType=Block;IP=203.0.113.9;OrderId=o-1;Amount=300;"), ("VWID", "VWMerchantside")),
            WalletYes("Pay"), "Authorized: Block 300"),
        ["C# vwapi PaySubmit3DS"] = new("vwapi Block 3DS", Post("vwapi/PaySubmit3DS", ("MD", "{md} "), ("PaRes", "{paRes}")), WalletYes("PaySubmit3DS"), "Authorized: Block 300"),
        ["C# vwapi PaySubmit3DS of the test application, with a session for the MD"] = new("vwapi Block 3DS",
            Post("vwapi/PaySubmit3DS", ("MD", "36a02faf-ae1b-443b-8fcc-188614390a91"), ("PaRes", "{paRes}")),
            """<PaySubmit3DS Success="False" ErrCode="WRONG_PARAMS" />""", "PreAuthorized3DS: "),
        ["C# vwapi Init"] = new("", Post("vwapi/Init",
            ("DATA", "VWUserLgn=anna;VWUserPsw=secret;CardId={cardId};SessionType=Pay;IP=203.0.113.9;TemplateTag=Tag;Language=RU;OrderId=o-1;Amount=300;"), ("VWID", "VWMerchantside")),
            WalletInit("Pay"), ""),
        ["C# vwapi Pay on the page"] = new("vwapi session", Post("vwapi/Pay", ("SessionId", "{session}")), """*<form method="post" action="PaySubmit">*""", ""),
        ["C# vwapi Charge"] = new("vwapi Block", Post("vwapi/Charge", ("OrderId", "o-1"), ("Amount", "300"), ("VWID", "VWMerchantside"), ("Password", "123")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["C# vwapi Unblock"] = new("vwapi Block", Post("vwapi/Unblock", ("OrderId", "o-1"), ("Amount", "300"), ("VWID", "VWMerchantside"), ("Password", "123")),
            """<Unblock Success="True" OrderId="o-1" NewAmount="0" />""", "Voided: Block 300, Unblock 300"),
        ["C# vwapi Refund, amount and password once more beside the block"] = new("vwapi Pay", Post("vwapi/Refund",
            ("DATA", "OrderId=o-1;Amount=100;Password=123;"), ("Amount", "100"), ("VWID", "VWMerchantside"), ("Password", "123")),
            """<Refund VWUserLgn="" OrderId="o-1" Success="True" NewAmount="200" />""", "Charged: Pay 300, Refund 100"),
        ["C# vwapi Refund of everything, which forgets the block"] = new("vwapi Pay",
            Post("vwapi/Refund", ("OrderId", "o-1"), ("VWID", "VWMerchantside"), ("Password", "123")), """<Refund VWUserLgn="" Success="False" ErrCode="WRONG_PARAMS" />""", "Charged: Pay 300"),
        ["C# vwapi PayStatus"] = new("vwapi Pay", Post("vwapi/PayStatus", ("DATA", "OrderId=o-1;"), ("VWID", "VWMerchantside")), WalletStatus("Charged"), "Charged: Pay 300"),
        ["C# vwapi GetState, by VWID"] = new("vwapi Pay", Post("vwapi/GetState", ("OrderId", "o-1"), ("VWID", "VWMerchantside")), State("Charged"), "Charged: Pay 300"),
    };

    // Names in alphabetical order; what is absent is called None.
    private static Dictionary<string, ClientCase> Python() => new()
    {
        ["Python api Pay"] = new("", Post("api/Pay", ("PayInfo", $"Amount=300;CardHolder=ANNA KOVAL;EMonth=12;EYear=30;OrderId=o-1;PAN={Card};SecureCode=123;"),
            ("OrderId", "o-1"), ("Amount", "300"), ("CustomFields", ""), ("Key", "Merchant")), ApiYes("Pay"), "Charged: Pay 300"),
        ["Python api Block"] = new("", Post("api/Block", ("PayInfo", $"Amount=300;CardHolder=ANNA KOVAL;EMonth=12;EYear=30;OrderId=o-1;PAN={Card};SecureCode=123;"),
            ("OrderId", "o-1"), ("Amount", "300"), ("CustomFields", ""), ("Key", "Merchant")), ApiYes("Block"), "Authorized: Block 300"),
        ["Python api Charge"] = new("api Block", Post("api/Charge", ("OrderId", "o-1"), ("Amount", "300"), ("Key", "Merchant")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["Python api Unblock"] = new("api Block", Post("api/Unblock", ("OrderId", "o-1"), ("Amount", "300"), ("Key", "Merchant")),
            """<Unblock Success="True" OrderId="o-1" NewAmount="0" />""", "Voided: Block 300, Unblock 300"),
        ["Python api Refund"] = new("api Pay", Post("api/Refund", ("OrderId", "o-1"), ("Amount", "300"), ("Key", "Merchant"), ("Password", "123")),
            """<Refund Success="True" OrderId="o-1" NewAmount="0" />""", "Refunded: Pay 300, Refund 300"),
        ["Python api GetState"] = new("api Block", Post("api/GetState", ("OrderId", "o-1"), ("Key", "Merchant")), State("Authorized"), "Authorized: Block 300"),
        ["Python apim Init"] = new("", Post("apim/Init",
            ("Data", "Amount=300;IP=203.0.113.9;Language=None;OrderId=o-1;Product=Ticket;SessionType=Pay;TemplateTag=None;Total=300;Url=https://shop.example/?o={orderid}&ok={success};"), ("Key", "Merchant")),
            InPayInit("Pay"), ""),
        ["Python apim's way to the page of a hold, which is not there"] = new("apim session", Get("apim/Block?SessionId={session}"), "404 *", ""),
        ["Python apim Charge"] = new("apim Block", Post("apim/Charge", ("OrderId", "o-1"), ("Amount", "300"), ("Key", "Merchant"), ("Password", "123")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["Python apim PayStatus"] = new("apim Block", Post("apim/PayStatus", ("OrderId", "o-1"), ("Key", "Merchant")),
            """<PayStatus Success="True" OrderId="o-1" Amount="300" State="Authorized" RRN="*" Forwarded="False" />""", "Authorized: Block 300"),
        ["Python vwapi Pay with a card"] = new("", Post("vwapi/Pay",
            ("DATA", "Email=None;PhoneNumber=None;VWUserLgn=anna;VWUserPsw=secret;"
                + $"CardHolder=ANNA KOVAL;CardId=FreePay;CardNumber={Card};EMonth=12;EYear=30;SecureCode=123;Amount=300;CustomFields=;IP=203.0.113.9;OrderId=o-1;SessionType=Block;"),
            ("VWID", "VWMerchantside")), WalletYes("Pay"), "Authorized: Block 300"),
        ["Python vwapi Init"] = new("", Post("vwapi/Init",
            ("DATA", "Email=None;PhoneNumber=None;VWUserLgn=anna;VWUserPsw=secret;CardId=FreePay;Amount=300;IP=203.0.113.9;Language=None;OrderId=o-1;SessionType=Block;TemplateTag=None;"), ("VWID", "VWMerchantside")),
            WalletInit("Block"), ""),
        ["Python vwapi's way to the page of a hold, which is not there"] = new("vwapi session", Get("vwapi/Block?SessionId={session}"), "404 *", ""),
        ["Python vwapi Charge of everything"] = new("vwapi Block", Post("vwapi/Charge", ("OrderId", "o-1"), ("VWID", "VWMerchantside"), ("Password", "123")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["Python vwapi Charge with an amount, which forgets the order"] = new("vwapi Block", Post("vwapi/Charge", ("Amount", "300"), ("VWID", "VWMerchantside"), ("Password", "123")),
            """<Charge Success="False" OrderId="" ErrCode="WRONG_PARAMS" />""", "Authorized: Block 300"),
        ["Python vwapi Unblock with an amount, which forgets the order"] = new("vwapi Block", Post("vwapi/Unblock", ("Amount", "300"), ("VWID", "VWMerchantside"), ("Password", "123")),
            """<Unblock Success="False" OrderId="" ErrCode="WRONG_PARAMS" />""", "Authorized: Block 300"),
        ["Python vwapi Refund"] = new("vwapi Pay", Post("vwapi/Refund", ("DATA", "OrderId=o-1;Amount=300;Password=123;"), ("VWID", "VWMerchantside"), ("Password", "123")),
            """<Refund VWUserLgn="" OrderId="o-1" Success="True" NewAmount="0" />""", "Refunded: Pay 300, Refund 300"),
        ["Python vwapi PayStatus"] = new("vwapi Block", Post("vwapi/PayStatus", ("DATA", "OrderId=o-1;"), ("VWID", "VWMerchantside")), WalletStatus("Authorized"), "Authorized: Block 300"),
    };

    // Says that its forms are in another character set; top fields come in no order; "null" stands where nothing was given.
    private static Dictionary<string, ClientCase> Java() => new()
    {
        ["Java api Pay"] = new("", Latin1("api/Pay", ("Amount", "300"), ("Key", "Merchant"),
            ("PayInfo", $"PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123;OrderId=o-1;Amount=300;"), ("OrderId", "o-1")), ApiYes("Pay"), "Charged: Pay 300"),
        ["Java api Block"] = new("", Latin1("api/Block", ("OrderId", "o-1"),
            ("PayInfo", $"PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123;OrderId=o-1;Amount=300;"), ("Key", "Merchant"), ("Amount", "300")), ApiYes("Block"), "Authorized: Block 300"),
        ["Java api Charge"] = new("api Block", Latin1("api/Charge", ("Key", "Merchant"), ("Amount", "300"), ("OrderId", "o-1")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["Java api Refund"] = new("api Pay", Latin1("api/Refund", ("Password", "123"), ("Key", "Merchant"), ("Amount", "300"), ("OrderId", "o-1")),
            """<Refund Success="True" OrderId="o-1" NewAmount="0" />""", "Refunded: Pay 300, Refund 300"),
        ["Java api GetState"] = new("api Pay", Latin1("api/GetState", ("Key", "Merchant"), ("OrderId", "o-1")), State("Charged"), "Charged: Pay 300"),
        ["Java apim Init"] = new("", Latin1("apim/Init",
            ("Key", "Merchant"), ("Data", "SessionType=Pay;OrderId=o-1;Amount=300;IP=203.0.113.9;Product=Ticket;Total=300;Url=https://shop.example/?o={orderid};Language=RU;TemplateTag=Tag;")), InPayInit("Pay"), ""),
        ["Java apim Unblock"] = new("apim Block", Latin1("apim/Unblock", ("Password", "123"), ("Key", "Merchant"), ("Amount", "300"), ("OrderId", "o-1")),
            """<Unblock Success="True" OrderId="o-1" NewAmount="0" />""", "Voided: Block 300, Unblock 300"),
        ["Java vwapi Pay with a card, and null at the end"] = new("", Latin1("vwapi/Pay", ("VWID", "VWMerchantside"),
            ("DATA", $"VWUserLgn=anna;VWUserPsw=secret;PhoneNumber=79001234567;CardNumber={Card};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123;CardId=FreePay;"
                + "SessionType=Pay;OrderId=o-1;Amount=300;IP=203.0.113.9;null")), WalletYes("Pay"), "Charged: Pay 300"),
        ["Java vwapi Init, and null at the end"] = new("", Latin1("vwapi/Init", ("VWID", "VWMerchantside"),
            ("DATA", "VWUserLgn=anna;VWUserPsw=secret;SessionType=Block;OrderId=o-1;Amount=300;IP=203.0.113.9;null")), WalletInit("Block"), ""),
        ["Java vwapi Init of a card to add, with an amount of nothing"] = new("", Latin1("vwapi/Init", ("VWID", "VWMerchantside"),
            ("DATA", "VWUserLgn=anna;VWUserPsw=secret;SessionType=Add;Amount=0;IP=203.0.113.9;null")),
            """<Init Success="True" OrderId="" Amount="0" SessionId="*" SessionType="Add" />""", ""),
        ["Java vwapi Charge"] = new("vwapi Block", Latin1("vwapi/Charge", ("Password", "123"), ("Amount", "300"), ("OrderId", "o-1"), ("VWID", "VWMerchantside")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["Java vwapi Refund, no separator at the end"] = new("vwapi Pay", Latin1("vwapi/Refund",
            ("Password", "123"), ("Amount", "100"), ("DATA", "OrderId=o-1;Amount=100;Password=123"), ("VWID", "VWMerchantside")),
            """<Refund VWUserLgn="" OrderId="o-1" Success="True" NewAmount="200" />""", "Charged: Pay 300, Refund 100"),
        ["Java vwapi PayStatus, no separator at the end"] = new("vwapi Pay", Latin1("vwapi/PayStatus", ("DATA", "OrderId=o-1"), ("VWID", "VWMerchantside")), WalletStatus("Charged"), "Charged: Pay 300"),
    };

    // The values of a block are escaped by themselves, and the form once more; the block is called Data everywhere; what is absent is empty.
    private static Dictionary<string, ClientCase> Node() => new()
    {
        ["Node api Pay"] = new("", Escaped("api/Pay", ("Key", "Merchant"), ("Amount", "300"), ("OrderId", "o-1"),
            ("PayInfo", $"PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA%20KOVAL;SecureCode=123;OrderId=o-1;Amount=300"), ("CustomFields", "IP=203.0.113.9;Product=50%25%20off")), ApiYes("Pay"), "Charged: Pay 300"),
        ["Node api Block"] = new("", Escaped("api/Block", ("Key", "Merchant"), ("Amount", "300"), ("OrderId", "o-1"),
            ("PayInfo", $"PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA%20KOVAL;SecureCode=123;OrderId=o-1;Amount=300"), ("CustomFields", "")), ApiYes("Block"), "Authorized: Block 300"),
        ["Node api Charge, always of everything"] = new("api Block", Escaped("api/Charge", ("Key", "Merchant"), ("OrderId", "o-1")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["Node api Unblock"] = new("api Block", Escaped("api/Unblock", ("Key", "Merchant"), ("Amount", "300"), ("OrderId", "o-1")),
            """<Unblock Success="True" OrderId="o-1" NewAmount="0" />""", "Voided: Block 300, Unblock 300"),
        ["Node api Refund"] = new("api Pay", Escaped("api/Refund", ("Key", "Merchant"), ("Amount", "100"), ("Password", "123"), ("OrderId", "o-1")),
            """<Refund Success="True" OrderId="o-1" NewAmount="200" />""", "Charged: Pay 300, Refund 100"),
        ["Node api GetState"] = new("api Pay", Escaped("api/GetState", ("Key", "Merchant"), ("OrderId", "o-1")), State("Charged"), "Charged: Pay 300"),
        ["Node apim Init"] = new("", Escaped("apim/Init", ("Key", "Merchant"),
            ("Data", "SessionType=Pay;OrderId=o-1;Amount=300;IP=203.0.113.9;Url=https%3A%2F%2Fshop.example%2F%3Fo%3D%7Borderid%7D;Product=A%3B%20B")), InPayInit("Pay"), ""),
        ["Node apim Charge"] = new("apim Block", Escaped("apim/Charge", ("Key", "Merchant"), ("OrderId", "o-1"), ("Password", "123"), ("Amount", "200")),
            """<Charge Success="True" OrderId="o-1" Amount="200" />""", "Charged: Block 300, Charge 200"),
        ["Node apim Refund"] = new("apim Pay", Escaped("apim/Refund", ("Key", "Merchant"), ("OrderId", "o-1"), ("Password", "123"), ("Amount", "300")),
            """<Refund Success="True" OrderId="o-1" NewAmount="0" />""", "Refunded: Pay 300, Refund 300"),
        ["Node apim GetState"] = new("apim Pay", Escaped("apim/GetState", ("Key", "Merchant"), ("OrderId", "o-1")), State("Charged"), "Charged: Pay 300"),
        ["Node apim PayStatus, a GET whose fields are in its body"] = new("apim Pay", new("GET", "apim/PayStatus", "Key=Merchant&OrderId=o-1"),
            """<PayStatus Success="False" ErrCode="ACCESS_DENIED" />""", "Charged: Pay 300"),
        ["Node vwapi Pay with a card, no session type and a terminal of one step"] = new("", Escaped("vwapi/Pay", ("VWID", "VWMerchantside"),
            ("Data", $"IP=203.0.113.9;OrderId=o-1;Amount=300;VWUserLgn=anna;VWUserPsw=secret;CardNumber={Card};CardHolder=ANNA%20KOVAL;EMonth=12;EYear=30;SecureCode=123;CardId=FreePay;CustomFields=;ConfirmCode=")),
            WalletYes("Pay"), "Charged: Pay 300"),
        ["Node vwapi Pay with a card, for a session of a hold"] = new("vwapi session", Escaped("vwapi/Pay", ("VWID", "VWMerchantside"),
            ("Data", "IP=203.0.113.9;OrderId=o-1;Amount=300;VWUserLgn=anna;VWUserPsw=secret;SecureCode=123;CardId={cardId};CustomFields=;ConfirmCode=")), WalletYes("Pay"), "Authorized: Block 300"),
        ["Node vwapi Init"] = new("", Escaped("vwapi/Init", ("VWID", "VWMerchantside"),
            ("Data", "SessionType=Pay;IP=203.0.113.9;OrderId=o-1;Amount=300;VWUserLgn=anna;VWUserPsw=secret;PhoneNumber=;CardId=;TemplateTag=;Language=")), WalletInit("Pay"), ""),
        ["Node vwapi Charge"] = new("vwapi Block", Escaped("vwapi/Charge", ("VWID", "VWMerchantside"), ("Password", "123"), ("OrderId", "o-1"), ("Amount", "300")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["Node vwapi Unblock"] = new("vwapi Block", Escaped("vwapi/Unblock", ("VWID", "VWMerchantside"), ("Password", "123"), ("OrderId", "o-1"), ("Amount", "300")),
            """<Unblock Success="True" OrderId="o-1" NewAmount="0" />""", "Voided: Block 300, Unblock 300"),
        ["Node vwapi Refund"] = new("vwapi Pay", Escaped("vwapi/Refund", ("VWID", "VWMerchantside"), ("Data", "OrderId=o-1;Amount=100;Password=123")),
            """<Refund VWUserLgn="" OrderId="o-1" Success="True" NewAmount="200" />""", "Charged: Pay 300, Refund 100"),
        ["Node vwapi Refund without an amount, which comes empty"] = new("vwapi Pay", Escaped("vwapi/Refund", ("VWID", "VWMerchantside"), ("Data", "OrderId=o-1;Amount=;Password=123")),
            """<Refund VWUserLgn="" OrderId="o-1" Success="False" ErrCode="AMOUNT_ERROR" />""", "Charged: Pay 300"),
        ["Node vwapi PayStatus, a GET whose fields are in its body"] = new("vwapi Pay", new("GET", "vwapi/PayStatus", "VWID=VWMerchantside&Data=OrderId%3Do-1"),
            """<PayStatus Success="False" VWUserLgn="" Forwarded="False" ErrCode="ACCESS_DENIED" />""", "Charged: Pay 300"),
        ["Node vwapi GetState, by Key"] = new("vwapi Pay", Escaped("vwapi/GetState", ("Key", "Merchant"), ("OrderId", "o-1")), State("Charged"), "Charged: Pay 300"),
    };

    // Fields in alphabetical order.
    private static Dictionary<string, ClientCase> Go() => new()
    {
        ["Go api Pay"] = new("", Post("api/Pay", ("Amount", "300"), ("CustomFields", ""), ("CustomerKey", "anna"), ("Key", "Merchant"), ("OrderId", "o-1"),
            ("PayInfo", $"PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123;OrderId=o-1;Amount=300")), ApiYes("Pay"), "Charged: Pay 300"),
        ["Go api Block"] = new("", Post("api/Block", ("Amount", "300"), ("CustomFields", "Product=Ticket;"), ("CustomerKey", ""), ("Key", "Merchant"), ("OrderId", "o-1"),
            ("PayInfo", $"PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123;OrderId=o-1;Amount=300")), ApiYes("Block"), "Authorized: Block 300"),
        ["Go api Charge, always of everything"] = new("api Block", Post("api/Charge", ("Key", "Merchant"), ("OrderId", "o-1")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["Go api Unblock"] = new("api Block", Post("api/Unblock", ("Amount", "300"), ("Key", "Merchant"), ("OrderId", "o-1")),
            """<Unblock Success="True" OrderId="o-1" NewAmount="0" />""", "Voided: Block 300, Unblock 300"),
        ["Go api Refund, whose form is empty"] = new("api Pay", Post("api/Refund"), """<Refund Success="False" ErrCode="ACCESS_DENIED" />""", "Charged: Pay 300"),
        ["Go apim Refund, whose form is empty"] = new("apim Pay", Post("apim/Refund"), """<Refund Success="False" ErrCode="ACCESS_DENIED" />""", "Charged: Pay 300"),
        ["Go vwapi Refund, whose form is empty"] = new("vwapi Pay", Post("vwapi/Refund"), """<Refund VWUserLgn="" Success="False" ErrCode="ACCESS_DENIED" />""", "Charged: Pay 300"),
        ["Go api Refund, as it was before"] = new("api Pay", Post("api/Refund", ("Amount", "100"), ("Key", "Merchant"), ("OrderId", "o-1"), ("Password", "123")),
            """<Refund Success="True" OrderId="o-1" NewAmount="200" />""", "Charged: Pay 300, Refund 100"),
        ["Go vwapi Refund, as it was before"] = new("vwapi Pay", Post("vwapi/Refund", ("DATA", "OrderId=o-1;Password=123;Amount=100"), ("VWID", "VWMerchantside")),
            """<Refund VWUserLgn="" OrderId="o-1" Success="True" NewAmount="200" />""", "Charged: Pay 300, Refund 100"),
        ["Go api GetState"] = new("api Pay", Post("api/GetState", ("Key", "Merchant"), ("OrderId", "o-1")), State("Charged"), "Charged: Pay 300"),
        ["Go apim Init, no separator between the address and what follows"] = new("", Post("apim/Init",
            ("Data", "OrderId=o-1;Amount=300;SessionType=Pay;Language=RU;IP=203.0.113.9;TemplateTag=Tag;Url=https://shop.exampleProduct=Ticket;"), ("Key", "Merchant")), InPayInit("Pay"), ""),
        ["Go apim Charge"] = new("apim Block", Post("apim/Charge", ("Amount", "300"), ("Key", "Merchant"), ("OrderId", "o-1"), ("Password", "123")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["Go apim PayStatus"] = new("apim Pay", Post("apim/PayStatus", ("Key", "Merchant"), ("OrderId", "o-1")),
            """<PayStatus Success="True" OrderId="o-1" Amount="300" State="Charged" RRN="*" Forwarded="False" />""", "Charged: Pay 300"),
        ["Go vwapi Pay with a card"] = new("", Post("vwapi/Pay",
            ("DATA", $"VWUserLgn=anna;VWUserPsw=secret;PhoneNumber=;Email=;CardHolder=ANNA KOVAL;EMonth=12;EYear=30;SecureCode=123;CardNumber={Card};OrderId=o-1;Amount=300;IP=203.0.113.9;ConfirmCode=;CardId=FreePay;CustomField=Field;"),
            ("VWID", "VWMerchantside")), WalletYes("Pay"), "Charged: Pay 300"),
        ["Go vwapi Pay with a stored card"] = new("", Post("vwapi/Pay",
            ("DATA", "VWUserLgn=anna;VWUserPsw=secret;PhoneNumber=;Email=;OrderId=o-1;Amount=300;IP=203.0.113.9;ConfirmCode=;CardId={cardId};SecureCode=123;CustomField=Field;"), ("VWID", "VWMerchantside")),
            WalletYes("Pay"), "Charged: Pay 300"),
        ["Go vwapi Init"] = new("", Post("vwapi/Init",
            ("DATA", "VWUserLgn=anna;VWUserPsw=secret;PhoneNumber=;Email=;OrderId=o-1;Amount=300;IP=203.0.113.9;TemplateTag=;Language=RU;CardId=;SessionType=Block;CustomField=Field;"), ("VWID", "VWMerchantside")),
            WalletInit("Block"), ""),
        ["Go vwapi Charge"] = new("vwapi Block", Post("vwapi/Charge", ("Amount", "300"), ("OrderId", "o-1"), ("Password", "123"), ("VWID", "VWMerchantside")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["Go vwapi PayStatus"] = new("vwapi Block", Post("vwapi/PayStatus", ("DATA", "OrderId=o-1"), ("VWID", "VWMerchantside")), WalletStatus("Authorized"), "Authorized: Block 300"),
        ["Go api MPPay, which is not simulated"] = new("", Post("api/MPPay", ("Amount", "300"), ("CVC2", "123"), ("Key", "Merchant"), ("OrderId", "o-1"), ("Token", "t")), "404 *", ""),
    };

    // Everything is a GET, and nothing in its query is escaped.
    private static Dictionary<string, ClientCase> Php() => new()
    {
        ["PHP api Pay"] = new("", Get($"api/Pay?Key=Merchant&PayInfo=PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA;SecureCode=123;OrderId=o-1;Amount=300&OrderId=o-1&Amount=300&CustomFields=IP=203.0.113.9;Product=Ticket"),
            ApiYes("Pay"), "Charged: Pay 300"),
        ["PHP api Block"] = new("", Get($"api/Block?Key=Merchant&PayInfo=PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA;SecureCode=123;OrderId=o-1;Amount=300&OrderId=o-1&Amount=300"), ApiYes("Block"), "Authorized: Block 300"),
        ["PHP api Block, a blank in the holder's name, which is no HTTP"] = new("",
            Get($"api/Block?Key=Merchant&PayInfo=PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123&OrderId=o-1&Amount=300"), "400 *", ""),
        ["PHP api Charge"] = new("api Block", Get("api/Charge?Key=Merchant&OrderId=o-1"), """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["PHP api Unblock"] = new("api Block", Get("api/Unblock?Key=Merchant&OrderId=o-1&Amount=300"), """<Unblock Success="True" OrderId="o-1" NewAmount="0" />""", "Voided: Block 300, Unblock 300"),
        ["PHP api Refund, which forgets the password"] = new("api Pay", Get("api/Refund?Key=Merchant&OrderId=o-1&Amount=100"), No("Refund", "ACCESS_DENIED"), "Charged: Pay 300"),
        ["PHP api GetState"] = new("api Pay", Get("api/GetState?Key=Merchant&OrderId=o-1"), State("Charged"), "Charged: Pay 300"),
        ["PHP apim Init"] = new("", Get("apim/Init?Key=Merchant&Data=SessionType=Block;OrderId=o-1;Amount=300;IP=203.0.113.9;Url=https://shop.example/?o={orderid}"), InPayInit("Block"), ""),
        ["PHP apim Pay"] = new("apim session", Get("apim/Pay?SessionId={session}"), """*<form method="post" action="PaySubmit">*""", ""),
        ["PHP apim Charge"] = new("apim Block", Get("apim/Charge?Key=Merchant&Password=123&OrderId=o-1&Amount=200"), """<Charge Success="True" OrderId="o-1" Amount="200" />""", "Charged: Block 300, Charge 200"),
        ["PHP apim Charge of everything"] = new("apim Block", Get("apim/Charge?Key=Merchant&Password=123&OrderId=o-1"), """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["PHP apim Unblock"] = new("apim Block", Get("apim/Unblock?Key=Merchant&Password=123&OrderId=o-1&Amount=300"), """<Unblock Success="True" OrderId="o-1" NewAmount="0" />""", "Voided: Block 300, Unblock 300"),
        ["PHP apim Refund"] = new("apim Pay", Get("apim/Refund?Key=Merchant&Password=123&OrderId=o-1&Amount=100"), """<Refund Success="True" OrderId="o-1" NewAmount="200" />""", "Charged: Pay 300, Refund 100"),
        ["PHP apim PayStatus"] = new("apim Pay", Get("apim/PayStatus?Key=Merchant&OrderId=o-1"),
            """<PayStatus Success="True" OrderId="o-1" Amount="300" State="Charged" RRN="*" Forwarded="False" />""", "Charged: Pay 300"),
    };

    private static Dictionary<string, ClientCase> Ruby() => new()
    {
        ["Ruby api Pay"] = new("", Post("api/Pay", ("Key", "Merchant"), ("Amount", "300"), ("OrderId", "o-1"), ("CustomerKey", "RubyTestCustomer"),
            ("PayInfo", $"OrderId=o-1;Amount=300;CardHolder=ANNA KOVAL;PAN={Card};EMonth=12;EYear=30;SecureCode=123;"), ("PaytureId", "")), ApiYes("Pay"), "Charged: Pay 300"),
        ["Ruby api Block"] = new("", Post("api/Block", ("Key", "Merchant"), ("Amount", "300"), ("OrderId", "o-1"), ("CustomerKey", "RubyTestCustomer"),
            ("PayInfo", $"OrderId=o-1;Amount=300;CardHolder=ANNA KOVAL;PAN={Card};EMonth=12;EYear=30;SecureCode=123;"), ("PaytureId", "")), ApiYes("Block"), "Authorized: Block 300"),
        ["Ruby api Charge"] = new("api Block", Post("api/Charge", ("Key", "Merchant"), ("OrderId", "o-1")),
            """<Charge Success="True" OrderId="o-1" Amount="300" />""", "Charged: Block 300, Charge 300"),
        ["Ruby api Unblock, which is called Refund and has no password"] = new("api Block", Post("api/Refund", ("Key", "Merchant"), ("OrderId", "o-1"), ("Amount", "300")),
            No("Refund", "ACCESS_DENIED"), "Authorized: Block 300"),
        ["Ruby apim Unblock, which is called Refund: a hold cannot be given back"] = new("apim Block",
            Post("apim/Refund", ("Key", "Merchant"), ("OrderId", "o-1"), ("Amount", "300"), ("Password", "123")), No("Refund", "ILLEGAL_ORDER_STATE"), "Authorized: Block 300"),
        ["Ruby api Refund"] = new("api Pay", Post("api/Refund", ("Key", "Merchant"), ("OrderId", "o-1"), ("Amount", "100"), ("Password", "123")),
            """<Refund Success="True" OrderId="o-1" NewAmount="200" />""", "Charged: Pay 300, Refund 100"),
        ["Ruby api GetState"] = new("api Pay", Post("api/GetState", ("Key", "Merchant"), ("OrderId", "o-1")), State("Charged"), "Charged: Pay 300"),
        ["Ruby apim Init, which forgets the order"] = new("", Post("apim/Init", ("Key", "Merchant"), ("Data", "SessionType=Pay;Language=RU;IP=203.0.113.9;TemplateTag=Tag;Url=https://shop.example/")),
            """<Init Success="False" ErrCode="WRONG_PARAMS" />""", ""),
        ["Ruby vwapi Unblock without a password"] = new("vwapi Block", Post("vwapi/Unblock", ("VWID", "VWMerchantside"), ("OrderId", "o-1"), ("Amount", "300")), No("Unblock", "ACCESS_DENIED"), "Authorized: Block 300"),
        ["Ruby vwapi Refund"] = new("vwapi Pay", Post("vwapi/Refund", ("VWID", "VWMerchantside"), ("DATA", "OrderId=o-1;Password=123;Amount=100")),
            """<Refund VWUserLgn="" OrderId="o-1" Success="True" NewAmount="200" />""", "Charged: Pay 300, Refund 100"),
        ["Ruby vwapi PayStatus"] = new("vwapi Pay", Post("vwapi/PayStatus", ("VWID", "VWMerchantside"), ("DATA", "OrderId=o-1")), WalletStatus("Charged"), "Charged: Pay 300"),
    };

    private static Dictionary<string, ClientCase> Documented() => new()
    {
        ["the whole block escaped once more, capitals"] = new("", Post("api/Pay", ("Key", "Merchant"), ("OrderId", "o-1"), ("Amount", "300"),
            ("PayInfo", Uri.EscapeDataString($"PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123"))), ApiYes("Pay"), "Charged: Pay 300"),
        ["the whole block escaped once more, small letters"] = new("", new("POST", "api/Block",
            $"Key=Merchant&OrderId=o-1&Amount=300&PayInfo=PAN%253d{Card}%253bEMonth%253d12%253bEYear%253d30%253bCardHolder%253dANNA%2bKOVAL"), ApiYes("Block"), "Authorized: Block 300"),
        ["only the joints of the block escaped once more"] = new("", new("POST", "api/Block",
            $"Key=Merchant&OrderId=o-1&Amount=300&PayInfo=PAN%253D{Card};EMonth%253D12;EYear%253D30"), ApiYes("Block"), "Authorized: Block 300"),
        ["a raw block in a raw form, as the documentation's curl sends it"] = new("", new("POST", "api/Block",
            $"Key=Merchant&OrderId=o-1&Amount=300&PayInfo=PAN={Card};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123"), ApiYes("Block"), "Authorized: Block 300"),
        ["blanks after the separators, keys in small letters"] = new("", Post("vwapi/Init", ("VWID", "VWMerchantside"),
            ("DATA", "SessionType=Pay; VWUserLgn=anna; VWUserPsw=secret; orderid=o-1; amount=300; ip=203.0.113.9")), WalletInit("Pay"), ""),
        ["a slash at the end"] = new("", Post("api/Block/", ("Key", "Merchant"), ("OrderId", "o-1"), ("Amount", "300"), ("PayInfo", $"PAN={Card};EMonth=12;EYear=30")), ApiYes("Block"), "Authorized: Block 300"),
        ["a receipt with each awkward character"] = new("", Post("apim/Init", ("Key", "Merchant"), ("Data", "SessionType=Pay;OrderId=o-1;Amount=300;Cheque={cheque}")), InPayInit("Pay"), ""),
        ["a Charge of another family's payment"] = new("apim Block", Post("api/Charge", ("Key", "Merchant"), ("OrderId", "o-1")), No("Charge", "ILLEGAL_ORDER_STATE"), "Authorized: Block 300"),
        ["top names in small letters"] = new("api Block", Post("api/Charge", ("key", "Merchant"), ("orderid", "o-1")), """<Charge Success="False" ErrCode="ACCESS_DENIED" />""", "Authorized: Block 300"),
        ["a form that says that it is none"] = new("api Block", new("POST", "api/Charge", "Key=Merchant&OrderId=o-1", "text/plain"), """<Charge Success="False" ErrCode="ACCESS_DENIED" />""", "Authorized: Block 300"),
        ["a POST whose fields are in its query"] = new("api Block", new("POST", "api/Charge?Key=Merchant&OrderId=o-1", ""), """<Charge Success="False" ErrCode="ACCESS_DENIED" />""", "Authorized: Block 300"),
        ["two amounts: the last one counts"] = new("api Block", new("POST", "api/Charge", "Key=Merchant&OrderId=o-1&Amount=300&Amount=100"),
            """<Charge Success="True" OrderId="o-1" Amount="100" />""", "Charged: Block 300, Charge 100"),
        ["broken escapes"] = new("api Block", new("POST", "api/Charge", "Key=Merchant&OrderId=o-1&Amount=%zz%"), No("Charge", "AMOUNT_ERROR"), "Authorized: Block 300"),
        ["a name of more characters than any form has"] = new("api Block", new("POST", "api/Charge", $"Key=Merchant&OrderId=o-1&{new string('x', 3000)}=1"), "400 *", "Authorized: Block 300"),
        ["more fields than any form has"] = new("api Block", new("POST", "api/Charge",
            "Key=Merchant&OrderId=o-1&" + string.Join('&', Enumerable.Range(0, 2000).Select(number => string.Create(CultureInfo.InvariantCulture, $"f{number}=1")))), "400 *", "Authorized: Block 300"),
        ["a form of many parts, which is not the documented type"] = new("api Block",
            new("POST", "api/Charge", "--x\r\nContent-Disposition: form-data; name=\"Key\"\r\n\r\nMerchant\r\n--x--\r\n", "multipart/form-data; boundary=x"),
            """<Charge Success="False" ErrCode="ACCESS_DENIED" />""", "Authorized: Block 300"),
    };

    private static string ApiYes(string command) => $"""<{command} OrderId="o-1" Key="Merchant" Success="True" Amount="300" />""";

    private static string ApiNo(string command, string code) => $"""<{command} OrderId="o-1" Key="Merchant" Success="False" ErrCode="{code}" />""";

    private static string No(string command, string code) => $"""<{command} Success="False" OrderId="o-1" ErrCode="{code}" />""";

    private static string WalletYes(string command) => $"""<{command} VWUserLgn="anna" OrderId="o-1" Success="True" Amount="300" />""";

    private static string WalletNo(string command, string code) => $"""<{command} VWUserLgn="anna" OrderId="o-1" Success="False" ErrCode="{code}" />""";

    private static string WalletStatus(string state) =>
        $"""<PayStatus Success="True" VWUserLgn="anna" OrderId="o-1" Forwarded="False" Amount="300" CardId="FreePay" Status="{state}" />""";

    private static string State(string state) => $"""<GetState Success="True" OrderId="o-1" *State="{state}" *Amount="300" *""";

    private static string InPayInit(string type) =>
        $"""<Init Success="True" OrderId="o-1" Amount="300" SessionId="*" SessionType="{type}" SessionLifeTime="60" AttemptsCount="3" />""";

    private static string WalletInit(string type) => $"""<Init Success="True" OrderId="o-1" Amount="300" SessionId="*" SessionType="{type}" />""";

    // How C#, Python, Go and Ruby write a form: blanks as "+", escapes in capitals.
    private static ClientRequest Post(string path, params (string Name, string Value)[] fields) => new("POST", path, Form(fields));

    private static ClientRequest Latin1(string path, params (string Name, string Value)[] fields) =>
        new("POST", path, Form(fields), "application/x-www-form-urlencoded; charset=ISO-8859-1");

    // How Node writes one: blanks as "%20".
    private static ClientRequest Escaped(string path, params (string Name, string Value)[] fields) => new("POST", path, Form(fields).Replace("+", "%20", StringComparison.Ordinal));

    private static ClientRequest Get(string pathAndQuery) => new("GET", pathAndQuery, "", ContentType: null);

    private static string Form((string Name, string Value)[] fields) => string.Join('&', fields.Select(field => $"{field.Name}={Escape(field.Value)}"));

    // What is filled in later is escaped then.
    private static string Escape(string value) => string.Concat(value.Split('{').Select((part, number) =>
        number == 0 ? Plus(part)
        : part.IndexOf('}', StringComparison.Ordinal) is > 0 and var end && ClientCase.Blanks.Contains(part[..end]) ? $"{{~{part[..end]}}}{Plus(part[(end + 1)..])}"
        : Plus("{" + part)));

    private static string Plus(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}

/// <summary>What a client sends: the bytes after its host's name.</summary>
internal sealed record ClientRequest(string Method, string Path, string Body, string? ContentType = "application/x-www-form-urlencoded");

/// <summary>One command of a client.</summary>
/// <param name="Before">What has been done to the order: the family, how it was opened, whether the bank asked.</param>
/// <param name="Request">What is sent.</param>
/// <param name="Answer">The answer, with <c>*</c> for what may vary; with the status in front where it is not 200.</param>
/// <param name="Ledger">The payment's state and all its movements of money afterwards; empty for no payment.</param>
internal sealed record ClientCase(string Before, ClientRequest Request, string Answer, string Ledger)
{
    /// <summary>What stands in braces in requests.</summary>
    public static IReadOnlySet<string> Blanks { get; } = new HashSet<string> { "session", "md", "paRes", "cardId", "apple", "google", "cheque" };
}
