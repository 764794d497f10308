using System.Collections.Frozen;
using System.Text;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using static PaytureActors.Domain.ApiFamily;
using static PaytureActors.Gateway.AccountName;
using static PaytureActors.Gateway.CommandSender;
using static PaytureActors.Gateway.GatewayCommand;
using static PaytureActors.Gateway.Hazard;
using static PaytureActors.Gateway.PasswordPlacement;

namespace PaytureActors.Gateway;

/// <summary>
/// Payture's published matrix, one line per offered command. A new command is a line here, a case in one encoder, and tests.
/// </summary>
public static class CommandTable
{
    private const ApiFamily Apple = ApiFamily.ApplePay;
    private const ApiFamily Android = ApiFamily.AndroidPay;
    private const GatewayCommand ByApple = GatewayCommand.ApplePay;
    private const GatewayCommand ByAndroid = GatewayCommand.AndroidPay;

    // A wallet's order lives in the Api interface; only its opening command is another one.
    private static readonly ApiFamily[] OverApi = [Api, Apple, Android];

    /// <summary>All commands that have a name on the wire.</summary>
    public static FrozenDictionary<(ApiFamily Family, GatewayCommand Command), CommandRow> Rows { get; } = ToTable(
    [
        // What is not marked is documented on the command's own page: D:payture-api, D:3d-secure/v1, D:pay-services/api, D:inpay, D:ewallet.
        //  family   command       path                  field   name     password  block      hazard        reconciled by
        new(Api,     Pay,          "api/Pay",            "Key",  Key,     None,     "PayInfo", MovesMoney,   GetState)
            { MayChallenge = true },
        new(Api,     Block,        "api/Block",          "Key",  Key,     None,     "PayInfo", MovesMoney,   GetState)
            { MayChallenge = true },
        // D:3d-secure/v2
        new(Api,     PreAuth,      "api/PreAuth",        "Key",  Key,     None,     "PayInfo", ReadsOnly,    GetState) { Sender = Nobody },

        .. OverApi.SelectMany(family => new CommandRow[]
        {
            new(family,  Pay3DS,       "api/Pay3DS",         "Key",  Key,     None,     null,      MovesMoney,   GetState)
                { OtherRoot = "Pay" },
            new(family,  Block3DS,     "api/Block3DS",       "Key",  Key,     None,     null,      MovesMoney,   GetState)
                { OtherRoot = "Block" },
            new(family,  Charge,       "api/Charge",         "Key",  Key,     None,     null,      MovesMoney,   GetState),
            new(family,  Unblock,      "api/Unblock",        "Key",  Key,     None,     null,      ChangesState, GetState),
            new(family,  Refund,       "api/Refund",         "Key",  Key,     TopLevel, null,      MovesMoney,   GetState),
            new(family,  GetState,     "api/GetState",       "Key",  Key,     None,     null,      ReadsOnly,    GetState),
        }),
        .. new[] { Apple, Android }.SelectMany(family => new CommandRow[]
        {
            new(family,  MobilePay,    "api/MobilePay",      "Key",  Key,     None,     null,      MovesMoney,   GetState)
                { MayChallenge = true, OtherRoot = "Pay" },
            new(family,  MobileBlock,  "api/MobileBlock",    "Key",  Key,     None,     null,      MovesMoney,   GetState)
                { MayChallenge = true, OtherRoot = "Block" }, // INF from MobilePay
        }),
        new(Apple,   ByApple,      "api/ApplePay",       "Key",  Key,     None,     null,      MovesMoney,   GetState)
            { MayChallenge = true }, // C#
        new(Android, ByAndroid,    "api/AndroidPay",     "Key",  Key,     None,     null,      MovesMoney,   GetState)
            { MayChallenge = true }, // C#, Go

        new(InPay,   Init,         "apim/Init",          "Key",  Key,     None,     "Data",    ChangesState, GetState),
        new(InPay,   Pay,          "apim/Pay",           null,   Neither, None,     null,      MovesMoney,   GetState)
            { Sender = Browser },
        new(InPay,   Charge,       "apim/Charge",        "Key",  Key,     TopLevel, null,      MovesMoney,   GetState),
        new(InPay,   Unblock,      "apim/Unblock",       "Key",  Key,     TopLevel, null,      ChangesState, GetState),
        new(InPay,   Refund,       "apim/Refund",        "Key",  Key,     TopLevel, null,      MovesMoney,   GetState),
        new(InPay,   GetState,     "apim/GetState",      "Key",  Key,     None,     null,      ReadsOnly,    GetState),
        new(InPay,   PayStatus,    "apim/PayStatus",     "Key",  Key,     None,     null,      ReadsOnly,    PayStatus), // lamoda

        new(EWallet, Init,         "vwapi/Init",         "VWID", Vwid,    None,     "DATA",    ChangesState, GetState),
        new(EWallet, Pay,          "vwapi/Pay",          "VWID", Vwid,    None,     "DATA",    MovesMoney,   GetState)
            { MayChallenge = true, Sender = Both, Ways = ["card that is not registered", "registered card", "registered card, recurring", "wallet token"] },
        // D:3d-secure/v2
        new(EWallet, PreAuth,      "vwapi/PreAuth",      "VWID", Vwid,    None,     "DATA",    ReadsOnly,    GetState) { Sender = Nobody },
        new(EWallet, PaySubmit3DS, "vwapi/PaySubmit3DS", null,   Neither, None,     null,      MovesMoney,   GetState)
            { OtherRoot = "Pay" },
        new(EWallet, Charge,       "vwapi/Charge",       "VWID", Vwid,    TopLevel, null,      MovesMoney,   GetState),
        new(EWallet, Unblock,      "vwapi/Unblock",      "VWID", Vwid,    TopLevel, null,      ChangesState, GetState),
        new(EWallet, Refund,       "vwapi/Refund",       "VWID", Vwid,    InBlock,  "DATA",    MovesMoney,   GetState),
        new(EWallet, GetState,     "vwapi/GetState",     "Key",  Key,     None,     null,      ReadsOnly,    GetState),
        new(EWallet, PayStatus,    "vwapi/PayStatus",    "VWID", Vwid,    None,     "DATA",    ReadsOnly,    PayStatus), // REC droff

        new(EWallet, Register,     "vwapi/Register",     "VWID", Vwid,    None,     "DATA",    ChangesState, Check),
        new(EWallet, Update,       "vwapi/Update",       "VWID", Vwid,    None,     "DATA",    ChangesState, Check),
        new(EWallet, Check,        "vwapi/Check",        "VWID", Vwid,    None,     "DATA",    ReadsOnly,    Check),
        // the terminal's password: C#, Py, Node
        new(EWallet, Delete,       "vwapi/Delete",       "VWID", Vwid,    InBlock,  "DATA",    ChangesState, Check),
        new(EWallet, GetList,      "vwapi/GetList",      "VWID", Vwid,    None,     "DATA",    ReadsOnly,    GetList),
        new(EWallet, Add,          "vwapi/Add",          "VWID", Vwid,    None,     "DATA",    MovesMoney,   GetList)
            { MayChallenge = true, Sender = Both },
        new(EWallet, AddSubmit3DS, "vwapi/AddSubmit3DS", null,   Neither, None,     null,      MovesMoney,   GetList)
            { OtherRoot = "Add" },
        new(EWallet, Activate,     "vwapi/Activate",     "VWID", Vwid,    None,     "DATA",    ChangesState, GetList),
        new(EWallet, Remove,       "vwapi/Remove",       "VWID", Vwid,    None,     "DATA",    ChangesState, GetList),
        new(EWallet, SendCode,     "vwapi/SendCode",     "VWID", Vwid,    None,     "DATA",    ChangesState, Check), // necro
    ]);

    /// <summary>The row by which a family does an order's operation.</summary>
    /// <param name="family">The order's family.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="leadsTo">What CompleteChallenge leads to: Pay or Block.</param>
    /// <param name="form">The wallets' commands that the account has.</param>
    /// <returns>The row; null where the merchant's side of the family does not offer it.</returns>
    public static CommandRow? Find(ApiFamily family, Operation operation, Operation? leadsTo = null, WalletForm form = WalletForm.MobilePay)
    {
        var opensWithToken = family is Apple or Android;
        GatewayCommand? command = operation switch
        {
            Operation.Pay or Operation.Block when opensWithToken && form == WalletForm.ApplePayAndroidPay =>
                family == Apple ? ByApple : ByAndroid,
            Operation.Pay => opensWithToken ? MobilePay : Pay,
            Operation.Block => opensWithToken ? MobileBlock : family == EWallet ? Pay : Block,
            Operation.Charge => Charge,
            Operation.Unblock => Unblock,
            Operation.Refund => Refund,
            Operation.Init => Init,
            Operation.CompleteChallenge => family == EWallet ? PaySubmit3DS : leadsTo == Operation.Pay ? Pay3DS : Block3DS,
            _ => null,
        };
        return command is { } found && Rows.TryGetValue((family, found), out var row) && row.Sender is (Merchant or Both) ? row : null;
    }

    /// <summary>The row of a command about an eWallet customer.</summary>
    public static CommandRow Of(CustomerOperation operation) => Rows[(EWallet, operation switch
    {
        CustomerOperation.Register => Register,
        CustomerOperation.Update => Update,
        CustomerOperation.Delete => Delete,
        CustomerOperation.Check => Check,
        CustomerOperation.GetList => GetList,
        CustomerOperation.Add => Add,
        CustomerOperation.AddSubmit3DS => AddSubmit3DS,
        CustomerOperation.InitAdd => Init,
        CustomerOperation.Activate => Activate,
        CustomerOperation.Remove => Remove,
        CustomerOperation.SendCode => SendCode,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "No command of the gateway does this."),
    })];

    /// <summary>The inquiry that tells an order's standing.</summary>
    /// <param name="family">The order's family.</param>
    /// <param name="inquiry">What the account asks with, where a family offers both.</param>
    public static CommandRow InquiryOf(ApiFamily family, SessionInquiry inquiry = SessionInquiry.GetState) =>
        Rows[(family, inquiry == SessionInquiry.PayStatus && family is (InPay or EWallet) ? PayStatus : GetState)];

    /// <summary>
    /// Draws the table as Markdown, a line a command (and one for each of its ways) and a column a family: <c>x</c> is sent by the merchant's
    /// side, <c>page</c> by the customer's browser, and <c>named</c> is not sent by anybody.
    /// </summary>
    public static string ToMarkdown()
    {
        var families = Enum.GetValues<ApiFamily>();
        var text = new StringBuilder();
        text.Append("| command | ").AppendJoin(" | ", families).Append(" |\n|---|").AppendJoin("", families.Select(_ => "---|")).Append('\n');
        foreach (var command in Enum.GetValues<GatewayCommand>())
        {
            Line($"{command}", family => Cell(family, command));
            var ways = families.SelectMany(family => Rows.GetValueOrDefault((family, command))?.Ways ?? []).Distinct().ToList();
            if (ways.Count > 0)
                Line($"{command}, on the page", family => Rows.GetValueOrDefault((family, command))?.Sender is Browser or Both ? "page" : "");
            foreach (var way in ways)
                Line($"{command}, merchant side: {way}", family => Rows.GetValueOrDefault((family, command))?.Ways.Contains(way) == true ? "x" : "");
        }

        return text.ToString();

        void Line(string title, Func<ApiFamily, string> cell) =>
            text.Append("| ").Append(title).Append(" | ").AppendJoin(" | ", families.Select(cell)).Append(" |\n");
    }

    private static FrozenDictionary<(ApiFamily Family, GatewayCommand Command), CommandRow> ToTable(CommandRow[] rows) =>
        rows.ToFrozenDictionary(row => (row.Family, row.Command));

    private static string Cell(ApiFamily family, GatewayCommand command)
    {
        var ways = new List<string>();
        if (Rows.TryGetValue((family, command), out var row))
        {
            ways.Add(row.Sender switch
            {
                Merchant => "x",
                Browser => "page",
                Both => "x, page",
                _ => "named",
            });
        }

        // Where a payment or a hold is opened by a command of another name.
        if (command is Pay or Block)
        {
            var operation = command == Pay ? Operation.Pay : Operation.Block;
            if (Find(family, operation) is { } other && other.Command != command)
                ways.Add($"by {other.Command}");
            if (Rows.ContainsKey((family, Init)))
                ways.Add("by Init");
        }

        return string.Join(", ", ways);
    }
}
