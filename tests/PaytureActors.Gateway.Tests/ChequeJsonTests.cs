using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.Gateway.Tests;

public sealed class ChequeJsonTests
{
    [Fact]
    public void A_receipt_is_said_in_rubles_and_shortest_quantities()
    {
        var cheque = new Cheque(
            [
                new ChequePosition("Билет \"туда\" & обратно", 1000, Money.Kopecks(11_145), 1),
                new ChequePosition("Чай", 2500, Money.Kopecks(7), 6),
                new ChequePosition("Сыр", 333, Money.Kopecks(100_000), 2),
            ],
            1,
            "anna@example.com") { Message = "Спасибо" };

        Assert.Equal(
            "{\"Positions\":[{\"Quantity\":1,\"Price\":111.45,\"Tax\":1,\"Text\":\"Билет \\\"туда\\\" & обратно\"},"
            + "{\"Quantity\":2.5,\"Price\":0.07,\"Tax\":6,\"Text\":\"Чай\"},{\"Quantity\":0.333,\"Price\":1000.00,\"Tax\":2,\"Text\":\"Сыр\"}],"
            + "\"CheckClose\":{\"Payments\":[{\"Type\":2,\"Amount\":444.63}],\"TaxationSystem\":1},"
            + "\"CustomerContact\":\"anna@example.com\",\"Message\":\"Спасибо\"}",
            Encoding.UTF8.GetString(ChequeJson.ToUtf8(cheque)));
        Assert.Equal(ChequeJson.ToUtf8(cheque), Convert.FromBase64String(ChequeJson.ToBase64(cheque)));
        Assert.Null(ChequeJson.ToBase64(null));
    }

    [Fact]
    public void Any_receipt_that_is_allowed_arrives_to_the_kopeck()
    {
        var positions = Gen.Select(Gen.String[1, 20], Gen.Long[1, 10_000_000], Gen.Long[0, 100_000_000], Gen.Int[1, 6])
            .Select((text, quantity, price, tax) => new ChequePosition(text, quantity, Money.Kopecks(price), tax));
        Gen.Select(positions.Array[1, 8], Gen.Int[0, 5]).Sample((lines, system) =>
        {
            var cheque = new Cheque(ValueList.From(lines), system, "anna@example.com");
            if (ChequeRules.Errors(cheque).Count > 0)
                return;

            using var json = JsonDocument.Parse(Convert.FromBase64String(ChequeJson.ToBase64(cheque)));
            var said = json.RootElement.GetProperty("Positions").EnumerateArray().Select(position => new ChequePosition(
                position.GetProperty("Text").GetString()!,
                (long)(position.GetProperty("Quantity").GetDecimal() * 1000),
                Money.Kopecks((long)(position.GetProperty("Price").GetDecimal() * 100)),
                position.GetProperty("Tax").GetInt32()));
            Assert.Equal(cheque.Positions, ValueList.From(said));
            var close = json.RootElement.GetProperty("CheckClose");
            var paid = Assert.Single(close.GetProperty("Payments").EnumerateArray()).GetProperty("Amount").GetDecimal();
            Assert.Equal(cheque.Total.ToString(), paid.ToString("0.00", CultureInfo.InvariantCulture));
            Assert.Equal(system, close.GetProperty("TaxationSystem").GetInt32());
        }, iter: 10_000, seed: "0N0XIzNsQ0O2");
    }

    [Fact]
    public void Every_form_carries_a_receipt_where_it_takes_one()
    {
        var cheque = new Cheque([new ChequePosition("Билет", 1000, Money.Kopecks(258_900), 6)], 0, "anna@example.com");
        foreach (var family in Enum.GetValues<ApiFamily>())
        {
            foreach (var operation in new[] { Operation.Pay, Operation.Block, Operation.Init, Operation.Charge, Operation.Refund })
            {
                var request = Requests.Of(operation, family) with { Cheque = cheque };
                if (CommandTable.Find(family, operation) is not { } row)
                    continue;
                var arrived = WireForm.Arrived(WireForm.Encode(request, Requests.InstrumentOf(operation, family)));
                Assert.Equal(ChequeJson.ToBase64(cheque), arrived[row.BlockName is "Data" or "DATA" ? $"{row.BlockName}.Cheque" : "Cheque"]);
            }
        }
    }
}
