using CsCheck;
using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

public sealed class LedgerProperties
{
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 4].Select(index => (Operation)(1 + index)), Gen.Int[-1, 6], Gen.Int[0, 5],
        (operation, amount, how) => new Step(operation, amount < 0 ? null : Money.Kopecks(amount), (How)how));

    private enum How
    {
        Apply,
        ApplyToo,
        Begin,
        End,
        Fail,
        CloseHold,
    }

    [Fact]
    public void No_sequence_of_commands_captures_more_than_was_held_or_refunds_more_than_was_captured() =>
        Steps.List[0, 25].Sample(steps =>
        {
            LedgerPayment? payment = null;
            var refunds = Money.Zero;
            foreach (var step in steps)
            {
                var before = payment;
                payment = Take(payment, step);
                if (payment is null)
                    continue;
                refunds += payment.Refunded - (before?.Refunded ?? Money.Zero); // Throws if a refund were ever taken back.
                Assert.True(payment.Captured <= payment.Held);
                Assert.True(refunds <= payment.Captured);
                Assert.Equal(refunds, payment.Refunded);
                Assert.True(payment.Captured >= (before?.Captured ?? Money.Zero));
                Assert.Equal(payment.State == LedgerState.Refunded, payment.Captured > Money.Zero && payment.Left == Money.Zero);
            }
        });

    [Fact]
    public void A_refusal_changes_nothing_and_an_approval_always_does() =>
        Steps.List[1, 25].Sample(steps =>
        {
            LedgerPayment? payment = null;
            foreach (var step in steps)
            {
                var (after, answer) = Ledger.Apply(payment, step.Operation, step.Amount);
                Assert.Equal(answer is LedgerAnswer.Refused, after == payment);
                Assert.Equal(answer is LedgerAnswer.Refused, Ledger.Objection(payment, step.Operation, step.Amount) is not null);
                payment = Take(payment, step);
            }
        });

    private static LedgerPayment? Take(LedgerPayment? payment, Step step) => step.How switch
    {
        How.Begin => Ledger.Begin(payment, step.Operation, step.Amount).Payment,
        How.End or How.Fail => payment?.Pending is null ? payment : Ledger.End(payment, step.How == How.End),
        How.CloseHold => payment is null ? null : Ledger.CloseHold(payment),
        _ => Ledger.Apply(payment, step.Operation, step.Amount).Payment,
    };

    private sealed record Step(Operation Operation, Money? Amount, How How);
}
