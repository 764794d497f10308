using CsCheck;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.Domain.Tests.Cheques;

/// <summary>Receipts as shops make them, and as nobody would.</summary>
internal static class Baskets
{
    private static readonly string[] Texts = ["Ticket", "Билет", "Tea, 100 g", "Delivery"];

    /// <summary>A line: few things, prices and quantities that meet again, pieces and weights.</summary>
    public static Gen<ChequePosition> Position { get; } = Gen.Select(
        Gen.Int[0, Texts.Length - 1].Select(i => Texts[i]),
        Gen.OneOf(Gen.Long[1, 20].Select(pieces => pieces * ChequePosition.OnePiece), Gen.Long[500, 5_000], Gen.Long[1, 10_000_000]),
        Gen.OneOf(Gen.Long[97, 103], Gen.Long[500, 10_000_000]),
        Gen.Int[1, 6],
        (text, quantity, price, tax) => new ChequePosition(text, quantity, Money.Kopecks(price), tax));

    /// <summary>A receipt.</summary>
    public static Gen<Cheque> Cheque { get; } = Gen.Select(
        Position.List[1, 8], Gen.Int[0, 5], (positions, system) => new Cheque(ValueList.From(positions), system, "a@b.example"));

    /// <summary>A receipt and a part of it: of each line all, nothing or something, now and then in two namings.</summary>
    public static Gen<(Cheque Cheque, ValueList<ChequePosition> Items)> Split { get; } =
        Gen.Select(Cheque, Gen.Int[0, 3].List[8, 8], Gen.Long[1, 1_000_000].List[8, 8], (cheque, how, where) =>
            (cheque, ValueList.From(cheque.Positions.SelectMany((line, i) => Part(line, how[i], where[i])))));

    private static IEnumerable<ChequePosition> Part(ChequePosition line, int how, long where)
    {
        var some = 1 + (where % line.Quantity); // 1 to all of it
        return how switch
        {
            0 => [],
            1 => [line],
            2 => [line with { Quantity = some }],
            _ when some < line.Quantity => [line with { Quantity = some }, line with { Quantity = line.Quantity - some }],
            _ => [line],
        };
    }
}
