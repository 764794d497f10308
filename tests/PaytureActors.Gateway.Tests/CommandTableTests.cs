using System.Reflection;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;

namespace PaytureActors.Gateway.Tests;

public sealed class CommandTableTests
{
    private static readonly string Root = typeof(CommandTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(each => each.Key == "RepositoryRoot").Value!;

    [Fact]
    public void The_readme_has_the_table_of_the_code()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        var parts = readme.ReplaceLineEndings("\n").Split(["<!-- commands -->\n", "<!-- /commands -->"], StringSplitOptions.None);

        Assert.Equal(CommandTable.ToMarkdown(), parts[1]);
    }

    [Fact] // D:ewallet/pay, D:pay-services/api/ewallet: what one name on the wire stands for.
    public void The_readme_tells_the_eWallets_ways_to_pay_apart()
    {
        var lines = CommandTable.ToMarkdown().Split('\n');
        var at = Array.FindIndex(lines, line => line.StartsWith("| Pay |", StringComparison.Ordinal));

        Assert.Equal(
            [
                "| Pay, on the page |  | page | page |  |  |",
                "| Pay, merchant side: card that is not registered |  |  | x |  |  |",
                "| Pay, merchant side: registered card |  |  | x |  |  |",
                "| Pay, merchant side: registered card, recurring |  |  | x |  |  |",
                "| Pay, merchant side: wallet token |  |  | x |  |  |",
            ],
            lines[(at + 1)..(at + 6)]);
    }

    [Fact] // The published matrix, written down a second time.
    public void Every_family_offers_what_is_published()
    {
        var published = new Dictionary<ApiFamily, string>
        {
            [ApiFamily.Api] = "Pay Block Charge Unblock Refund GetState Pay3DS Block3DS PreAuth",
            [ApiFamily.InPay] = "Pay Charge Unblock Refund GetState PayStatus Init",
            [ApiFamily.EWallet] = "Pay Charge Unblock Refund GetState PayStatus Init PaySubmit3DS AddSubmit3DS Register Update Check Delete GetList Add "
                + "Activate Remove SendCode PreAuth",
            [ApiFamily.ApplePay] = "Charge Unblock Refund GetState Pay3DS Block3DS MobilePay MobileBlock ApplePay",
            [ApiFamily.AndroidPay] = "Charge Unblock Refund GetState Pay3DS Block3DS MobilePay MobileBlock AndroidPay",
        };

        Assert.All(published, family => Assert.Equal(
            family.Value.Split(' '),
            CommandTable.Rows.Values.Where(row => row.Family == family.Key).OrderBy(row => row.Command).Select(row => row.Command.ToString())));
    }

    [Fact]
    public void Every_row_has_the_path_of_its_family_the_credential_it_names_and_an_inquiry_that_only_reads() => Assert.All(CommandTable.Rows.Values, row =>
    {
        var folder = row.Family switch { ApiFamily.InPay => "apim", ApiFamily.EWallet => "vwapi", _ => "api" };
        Assert.Equal($"{folder}/{row.Command}", row.Path);
        Assert.Equal(row.Command.ToString(), row.RootElement);
        Assert.Equal(row.CredentialField switch { "Key" => AccountName.Key, "VWID" => AccountName.Vwid, null => AccountName.Neither, _ => default }, row.Credential);
        Assert.Equal(Hazard.ReadsOnly, CommandTable.Rows[(row.Family, row.ReconciledBy)].Hazard);
        Assert.False(row.Password == PasswordPlacement.InBlock && row.BlockName is null);
    });

    [Theory]
    [InlineData(ApiFamily.Api, "")]
    [InlineData(ApiFamily.ApplePay, "")]
    [InlineData(ApiFamily.AndroidPay, "")]
    [InlineData(ApiFamily.InPay, "Charge Unblock")]
    [InlineData(ApiFamily.EWallet, "Charge Unblock")]
    public void The_password_stands_where_the_matrix_has_it(ApiFamily family, string topLevelBesideRefund)
    {
        var refund = CommandTable.Rows[(family, GatewayCommand.Refund)].Password;
        Assert.Equal(family == ApiFamily.EWallet ? PasswordPlacement.InBlock : PasswordPlacement.TopLevel, refund);
        Assert.Equal(
            topLevelBesideRefund.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            CommandTable.Rows.Values
                .Where(row => row.Family == family && row.Password == PasswordPlacement.TopLevel && row.Command != GatewayCommand.Refund)
                .OrderBy(row => row.Command).Select(row => row.Command.ToString()));
    }

    [Fact]
    public void Whatever_can_be_asked_of_an_order_has_a_row_or_is_refused_by_its_field()
    {
        foreach (var family in Enum.GetValues<ApiFamily>())
        {
            foreach (var operation in Enum.GetValues<Operation>())
            {
                var request = Requests.Of(operation, family);
                var errors = GatewayRequestRules.Check(request, Requests.InstrumentOf(operation, family));
                var row = CommandTable.Find(family, operation, request.LeadsTo);

                Assert.Equal(row is null, errors.Any(error => error.Field == "family"));
                if (row is not null)
                    Assert.NotEmpty(WireForm.Encode(request, Requests.InstrumentOf(operation, family)));
            }
        }
    }

    [Fact]
    public void Every_command_about_a_customer_has_a_row() => Assert.All(
        Enum.GetValues<CustomerOperation>(),
        operation => Assert.Equal(operation == CustomerOperation.InitAdd ? "Init" : operation.ToString(), CommandTable.Of(operation).Command.ToString()));

    [Theory]
    [InlineData(ApiFamily.Api, SessionInquiry.PayStatus, "api/GetState")]
    [InlineData(ApiFamily.InPay, SessionInquiry.GetState, "apim/GetState")]
    [InlineData(ApiFamily.InPay, SessionInquiry.PayStatus, "apim/PayStatus")]
    [InlineData(ApiFamily.EWallet, SessionInquiry.PayStatus, "vwapi/PayStatus")]
    [InlineData(ApiFamily.AndroidPay, SessionInquiry.PayStatus, "api/GetState")]
    public void The_account_says_what_a_session_is_asked_with(ApiFamily family, SessionInquiry inquiry, string path) =>
        Assert.Equal(path, CommandTable.InquiryOf(family, inquiry).Path);

    [Theory]
    [InlineData(ApiFamily.Api)]
    [InlineData(ApiFamily.EWallet)]
    public void What_is_only_named_is_never_said(ApiFamily family)
    {
        var row = CommandTable.Rows[(family, GatewayCommand.PreAuth)];
        var instrument = Requests.InstrumentOf(Operation.Pay, family);

        var refused = Assert.Throws<NotSupportedException>(
            () => GatewayEncoder.Encode(row, GatewayUnderTest.Account, Requests.Of(Operation.Pay, family), instrument));
        Assert.Contains(nameof(IPreAuthentication), refused.Message, StringComparison.Ordinal);
    }
}
