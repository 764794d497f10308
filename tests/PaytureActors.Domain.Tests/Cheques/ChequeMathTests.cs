using CsCheck;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.Domain.Tests.Cheques;

public sealed class ChequeMathTests
{
    private const int Many = 10_000;
    private static readonly ChequePosition Tickets = new("Ticket", 3_000, Money.Kopecks(100_00), 6);
    private static readonly ChequePosition Tea = new("Tea", 1_500, Money.Kopecks(33), 1); // 49.5 kopecks: 50
    private static readonly Cheque Basket = new([Tickets, Tea], 0, "+79990001122") { Message = "Thank you" };

    [Theory]
    [InlineData(1_000, 11_145, 11_145)]
    [InlineData(1_500, 33, 50)] // 49.5
    [InlineData(1_499, 33, 49)] // 49.467
    [InlineData(333, 100, 33)] // 33.3
    [InlineData(5, 100, 1)] // 0.5
    [InlineData(4, 100, 0)] // 0.4
    public void A_line_is_rounded_half_up_to_the_kopeck(long quantity, long price, long amount) =>
        Assert.Equal(Money.Kopecks(amount), new ChequePosition("x", quantity, Money.Kopecks(price), 1).Amount);

    [Fact]
    public void A_line_that_does_not_fit_is_an_exception_never_a_wrong_amount() =>
        Assert.Throws<OverflowException>(() => new ChequePosition("x", long.MaxValue, Money.Kopecks(long.MaxValue), 1).Amount);

    [Fact]
    public void A_receipt_prints_nothing_of_its_customer() =>
        Assert.Equal("Cheque of 2 positions", Basket.ToString());

    [Fact]
    public void A_partial_charge_sends_exactly_the_positions_that_it_captures()
    {
        ValueList<ChequePosition> items = [Tickets with { Quantity = 1_000 }, Tickets with { Quantity = 1_000 }];
        var answer = ChequeMath.For(Operation.Charge, Basket, items, Basket.Total, Money.Kopecks(200_00));
        Assert.Equal(Basket with { Positions = items }, answer.ToSend);
        Assert.Null(answer.Problem);
    }

    [Fact]
    public void A_partial_refund_sends_what_remains()
    {
        var answer = ChequeMath.For(Operation.Refund, Basket, [Tea, Tickets with { Quantity = 1_000 }], Basket.Total, Money.Kopecks(100_50));
        Assert.Equal(Basket with { Positions = [Tickets with { Quantity = 2_000 }] }, answer.ToSend);
        Assert.Null(answer.Problem);
    }

    [Theory]
    [InlineData(Operation.Charge)]
    [InlineData(Operation.Refund)]
    public void A_full_operation_needs_no_items_and_sends_no_receipt(Operation operation)
    {
        Assert.Equal(ChequeAnswer.None, ChequeMath.For(operation, Basket, [], Basket.Total, Basket.Total));
        Assert.Equal(ChequeAnswer.None, ChequeMath.For(operation, Basket, Basket.Positions, Basket.Total, Basket.Total));
    }

    [Theory]
    [InlineData(Operation.Charge)]
    [InlineData(Operation.Refund)]
    public void A_part_of_a_payment_with_a_receipt_needs_its_positions(Operation operation) =>
        AssertProblem(ChequeProblem.ItemsRequired, ChequeMath.For(operation, Basket, [], Basket.Total, Money.Kopecks(1)));

    [Theory]
    [InlineData(Operation.Charge)]
    [InlineData(Operation.Refund)]
    public void A_payment_without_a_receipt_takes_no_positions(Operation operation)
    {
        Assert.Equal(ChequeAnswer.None, ChequeMath.For(operation, null, [], Money.Kopecks(2), Money.Kopecks(1)));
        AssertProblem(ChequeProblem.NoCheque, ChequeMath.For(operation, null, [Tea], Money.Kopecks(100), Money.Kopecks(50)));
    }

    [Fact]
    public void Only_Charge_and_Refund_take_positions()
    {
        foreach (var operation in Enum.GetValues<Operation>().Where(each => each is not (Operation.Charge or Operation.Refund)))
        {
            Assert.Equal(ChequeAnswer.None, ChequeMath.For(operation, Basket, [], Basket.Total, Basket.Total));
            AssertProblem(ChequeProblem.ItemsNotTaken, ChequeMath.For(operation, Basket, [Tea], Basket.Total, Basket.Total));
        }
    }

    [Theory]
    [InlineData(Operation.Charge, 49)]
    [InlineData(Operation.Charge, 51)]
    [InlineData(Operation.Refund, 49)]
    [InlineData(Operation.Refund, 51)]
    [InlineData(Operation.Refund, 300_51)] // More than is left.
    public void Positions_that_do_not_come_to_the_amount_are_refused(Operation operation, long amount) =>
        AssertProblem(ChequeProblem.DoesNotFit, ChequeMath.For(operation, Basket, [Tea], Basket.Total, Money.Kopecks(amount)));

    [Fact]
    public void Positions_of_a_full_operation_must_fit_too()
    {
        AssertProblem(ChequeProblem.DoesNotFit, ChequeMath.For(Operation.Charge, Basket, [Tickets], Basket.Total, Basket.Total));
        AssertProblem(ChequeProblem.DoesNotFit, ChequeMath.For(Operation.Refund, Basket, [Tickets], Basket.Total, Basket.Total));
    }

    [Fact]
    public void A_position_must_be_in_the_receipt_by_text_price_tax_and_quantity()
    {
        ChequePosition[] strangers =
        [
            Tickets with { Text = "ticket" }, Tickets with { Price = Money.Kopecks(100_01) }, Tickets with { Tax = 5 },
            Tickets with { Quantity = 3_001 }, Tickets with { Quantity = 0 }, Tickets with { Quantity = -1_000 },
        ];
        foreach (var stranger in strangers)
        {
            AssertProblem(ChequeProblem.NotInCheque, ChequeMath.Captured(Basket, [stranger]));
            AssertProblem(ChequeProblem.NotInCheque, ChequeMath.LeftAfterRefund(Basket, [stranger]));
        }

        ValueList<ChequePosition> twice = [Tickets with { Quantity = 2_000 }, Tickets with { Quantity = 1_001 }];
        AssertProblem(ChequeProblem.NotInCheque, ChequeMath.LeftAfterRefund(Basket, twice));
    }

    [Fact]
    public void A_line_that_cannot_be_split_to_the_kopeck_is_refused()
    {
        // 33 kopecks × 1.5 is 49.5, rounded 50; 0.75 of it is 24.75, rounded 25: two halves are right.
        Assert.Null(ChequeMath.LeftAfterRefund(Basket, [Tea with { Quantity = 750 }]).Problem);

        // 0.5 of it is 16.5, rounded 17, and the other 1.0 is 33: right. 0.1 is 3.3, rounded 3, and 1.4 is 46.2, rounded 46: one is lost.
        Assert.Null(ChequeMath.LeftAfterRefund(Basket, [Tea with { Quantity = 500 }]).Problem);
        AssertProblem(ChequeProblem.SplitLosesKopecks, ChequeMath.LeftAfterRefund(Basket, [Tea with { Quantity = 100 }]));
        AssertProblem(ChequeProblem.SplitLosesKopecks, ChequeMath.Captured(Basket, [Tea with { Quantity = 100 }]));
    }

    [Fact]
    public void Whole_lines_leave_first_so_that_equal_lines_are_not_cut()
    {
        var half = Tea with { Quantity = 500 }; // 16.5, rounded 17
        var cheque = Basket with { Positions = [Tea, half] };
        Assert.Equal([Tea], ChequeMath.LeftAfterRefund(cheque, [half]).ToSend!.Positions);
    }

    [Fact]
    public void What_remains_and_what_is_taken_come_to_the_receipt_to_the_kopeck() => Baskets.Split.Sample(
        (cheque, items) =>
        {
            Assert.Empty(ChequeRules.Errors(cheque with { Positions = ValueList.From(cheque.Positions.Where(line => line.Amount > Money.Zero)) })
                .Where(error => error.Field != "cheque.positions"));
            var (captured, left) = (ChequeMath.Captured(cheque, items), ChequeMath.LeftAfterRefund(cheque, items));
            Assert.Equal(captured.Problem, left.Problem);
            if (left.Problem is { } problem)
            {
                // A part of a receipt is refused for its rounding alone, and never when only whole lines are named.
                Assert.Equal(ChequeProblem.SplitLosesKopecks, problem);
                Assert.Contains(items, item => !cheque.Positions.Contains(item));
                return;
            }

            Assert.Equal(cheque.Total, left.ToSend!.Total + captured.ToSend!.Total);
            Assert.Equal(Quantities(cheque.Positions), Quantities([.. left.ToSend.Positions, .. captured.ToSend.Positions]));
            Assert.DoesNotContain(left.ToSend.Positions, line => line.Quantity <= 0);
        },
        iter: Many);

    [Fact]
    public void Whole_pieces_always_split() => Baskets.Cheque.Select(Gen.Int[0, 20].List[8, 8]).Sample(
        (cheque, pieces) =>
        {
            var whole = cheque with
            {
                Positions = ValueList.From(cheque.Positions.Select((line, i) => line with { Quantity = (1 + pieces[i]) * ChequePosition.OnePiece })),
            };
            var items = ValueList.From(whole.Positions.Where((_, i) => i % 2 == 0).Select(line => line with { Quantity = ChequePosition.OnePiece }));
            var refunded = items.Total();
            var answer = ChequeMath.For(Operation.Refund, whole, items, whole.Total, refunded);
            Assert.Null(answer.Problem);
            Assert.Equal(whole.Total - refunded, answer.ToSend?.Total ?? Money.Zero);
        },
        iter: Many);

    [Fact]
    public void An_answer_for_an_operation_comes_to_the_money_that_remains() =>
        Gen.Select(Baskets.Split, Gen.Bool, Gen.Int[-2, 2]).Sample(
            (split, isCharge, off) =>
            {
                var ((cheque, items), operation) = (split, isCharge ? Operation.Charge : Operation.Refund);
                var (total, named) = (cheque.Total, items.Total());
                if (named.InKopecks + off is var kopecks && (kopecks <= 0 || kopecks > total.InKopecks))
                    return;

                var amount = Money.Kopecks(kopecks);
                var (toSend, problem) = ChequeMath.For(operation, cheque, items, total, amount);
                if (toSend is not null)
                    Assert.Equal(isCharge ? amount : total - amount, toSend.Total);
                if (amount == total)
                    Assert.Null(toSend);
                if (off != 0 && items.Count > 0)
                    Assert.NotNull(problem);
            },
            iter: Many);

    [Fact]
    public void Refund_after_refund_the_receipt_ends_empty() => Baskets.Cheque.Sample(
        cheque =>
        {
            var (current, left) = (cheque, cheque.Total);
            while (current.Positions.Count > 1)
            {
                var line = current.Positions[^1];
                var answer = ChequeMath.For(Operation.Refund, current, [line], left, line.Amount);
                Assert.Null(answer.Problem);
                if (line.Amount == left) // The other lines come to less than a kopeck.
                    return;
                current = answer.ToSend!;
                left -= line.Amount;
                Assert.Equal(left, current.Total);
            }

            Assert.Equal(ChequeAnswer.None, ChequeMath.For(Operation.Refund, current, current.Positions, left, left));
        },
        iter: Many);

    private static void AssertProblem(ChequeProblem problem, ChequeAnswer answer) => Assert.Equal(new ChequeAnswer(null, problem), answer);

    private static List<(string, Money, int, long)> Quantities(IEnumerable<ChequePosition> positions) =>
        [.. positions.GroupBy(line => (line.Text, line.Price, line.Tax))
            .Select(group => (group.Key.Text, group.Key.Price, group.Key.Tax, group.Sum(line => line.Quantity))).Order()];
}
