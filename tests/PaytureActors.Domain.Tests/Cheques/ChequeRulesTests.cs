using System.Reflection;
using CsCheck;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.Domain.Tests.Cheques;

public sealed class ChequeRulesTests
{
    private static readonly ChequePosition Good = new("Ticket", 1_000, Money.Kopecks(100), 6);
    private static readonly Cheque Cheque = new([Good], 0, "anna@shop.example");

    public static TheoryData<string, Cheque> Wrong => new()
    {
        { "cheque.positions", Cheque with { Positions = [] } },
        { "cheque.positions", Cheque with { Positions = ValueList.From(Enumerable.Repeat(Good, ChequeRules.MaxPositions + 1)) } },
        { "cheque.positions", Cheque with { Positions = [Good with { Quantity = long.MaxValue, Price = Money.Kopecks(long.MaxValue) }] } },
        { "cheque.positions[0].text", Cheque with { Positions = [Good with { Text = "" }] } },
        { "cheque.positions[0].text", Cheque with { Positions = [Good with { Text = " " }] } },
        { "cheque.positions[0].text", Cheque with { Positions = [Good with { Text = null! }] } },
        { "cheque.positions[0].text", Cheque with { Positions = [Good with { Text = new('x', 129) }] } },
        { "cheque.positions[0].text", Cheque with { Positions = [Good with { Text = "a\nb" }] } },
        { "cheque.positions[0].text", Cheque with { Positions = [Good with { Text = "a\ud83d" }] } },
        { "cheque.positions[1].quantity", Cheque with { Positions = [Good, Good with { Quantity = 0 }] } },
        { "cheque.positions[1].quantity", Cheque with { Positions = [Good, Good with { Quantity = -1 }] } },
        { "cheque.positions[1].quantity", Cheque with { Positions = [Good, Good with { Quantity = 4 }] } },
        { "cheque.positions[1].price", Cheque with { Positions = [Good, Good with { Price = Money.Zero }] } },
        { "cheque.positions[0].tax", Cheque with { Positions = [Good with { Tax = 0 }] } },
        { "cheque.positions[0].tax", Cheque with { Positions = [Good with { Tax = 7 }] } },
        { "cheque.taxationSystem", Cheque with { TaxationSystem = -1 } },
        { "cheque.taxationSystem", Cheque with { TaxationSystem = 6 } },
        { "cheque.message", Cheque with { Message = "" } },
        { "cheque.message", Cheque with { Message = new('x', ChequeRules.MaxMessage + 1) } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named_by_its_field(string field, Cheque cheque) =>
        Assert.Equal([field], ChequeRules.Errors(cheque).Select(error => error.Field));

    [Theory]
    [InlineData("anna@shop.example", true)]
    [InlineData("анна@магазин.рф", true)]
    [InlineData("+79990001122", true)]
    [InlineData("79990001122", true)]
    [InlineData("8 999 000 11 22", false)]
    [InlineData("+7999", false)]
    [InlineData("+", false)]
    [InlineData("@shop.example", false)]
    [InlineData("anna@", false)]
    [InlineData("an na@shop.example", false)]
    [InlineData("a@b@c", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_contact_is_a_mail_address_or_a_phone_number(string? contact, bool good) =>
        Assert.Equal(good ? [] : ["cheque.contact"], ChequeRules.Errors(Cheque with { CustomerContact = contact! }).Select(error => error.Field));

    [Fact]
    public void A_receipt_comes_to_the_amount_that_is_paid()
    {
        Assert.Empty(ChequeRules.ErrorsFor(Cheque, Money.Kopecks(100)));
        Assert.Equal(
            new ChequeError("cheque.positions", "The positions come to 1.00, and the amount is 1.01: they must be equal."),
            Assert.Single(ChequeRules.ErrorsFor(Cheque, Money.Kopecks(101))));
    }

    [Fact]
    public void Items_are_checked_as_positions_are()
    {
        Assert.Empty(ChequeRules.ItemErrors([]));
        Assert.Equal("items[1].tax", Assert.Single(ChequeRules.ItemErrors([Good, Good with { Tax = 9 }])).Field);
    }

    [Fact]
    public void No_receipt_whatever_is_an_exception()
    {
        var numbers = Gen.OneOf(Gen.Long, Gen.Const(long.MinValue), Gen.Const(long.MaxValue), Gen.Const(0L));
        var positions = Gen.Select(Gen.String, numbers, Gen.Long[0, long.MaxValue], Gen.Int, (text, quantity, price, tax) =>
            new ChequePosition(text, quantity, Money.Kopecks(price), tax));
        Gen.Select(positions.List[0, 5], Gen.Int, Gen.String, Gen.String).Sample(
            (lines, system, contact, message) =>
            {
                var cheque = new Cheque(ValueList.From(lines), system, contact) { Message = message };
                if (ChequeRules.Errors(cheque).Count == 0)
                    Assert.True(cheque.Total > Money.Zero);
            },
            iter: 10_000);
    }

    [Fact]
    public void A_message_never_repeats_what_was_given()
    {
        const string canary = "canary\n";
        var cheque = new Cheque([new ChequePosition(canary, 1_000, Money.Kopecks(1), 1)], 0, canary) { Message = "\u0001" + canary };
        var errors = ChequeRules.Errors(cheque);
        Assert.Equal(3, errors.Count);
        Assert.DoesNotContain(errors, error => error.Message.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_about_receipts_floats()
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        Type[] floating = [typeof(float), typeof(double), typeof(decimal), typeof(Half)];
        var used = typeof(Cheque).Assembly.GetTypes().Where(type => type.FullName!.Contains(".Cheques.", StringComparison.Ordinal))
            .SelectMany(type => type.GetMembers(all))
            .SelectMany(member => member switch
            {
                FieldInfo field => [field.FieldType],
                MethodBase method => method.GetParameters().Select(each => each.ParameterType)
                    .Concat(method.GetMethodBody()?.LocalVariables.Select(each => each.LocalType) ?? [])
                    .Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
                _ => Type.EmptyTypes,
            });
        Assert.Empty(used.Intersect(floating));
    }
}
