using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>
/// The gateway's own rules about one payment, pure: what a command does to it, and what is refused. Written from the wire's
/// facts alone, so that it can be the judge of an engine that has rules of its own.
/// </summary>
/// <remarks>A null payment is an OrderId that was never used. Commands of one payment are serialised by whoever holds it.</remarks>
public static class Ledger
{
    /// <summary>Applies a command at once.</summary>
    /// <param name="payment">The payment as it stands, or null.</param>
    /// <param name="operation">What is asked.</param>
    /// <param name="amount">How much; may be absent for Charge and Refund (everything) and for Unblock.</param>
    /// <returns>The payment afterwards (the same one after a refusal), and the answer.</returns>
    public static (LedgerPayment? Payment, LedgerAnswer Answer) Apply(LedgerPayment? payment, Operation operation, Money? amount)
    {
        if (Objection(payment, operation, amount) is { } refused)
            return (payment, refused);
        var (after, answer) = Execute(payment, operation, amount);
        return (after, answer);
    }

    /// <summary>Why a command would be refused, or null if it would be applied.</summary>
    public static LedgerAnswer.Refused? Objection(LedgerPayment? payment, Operation operation, Money? amount) => operation switch
    {
        Operation.Pay or Operation.Block when amount is null || amount == Money.Zero => LedgerAnswer.AmountError,
        Operation.Pay or Operation.Block => payment is null ? null : LedgerAnswer.DuplicateOrderId,
        _ when payment is null => LedgerAnswer.OrderNotFound,
        _ when payment.Pending is not null => LedgerAnswer.IllegalOrderState,
        Operation.Charge or Operation.Unblock when payment.State != LedgerState.Authorized => LedgerAnswer.IllegalOrderState,
        Operation.Refund when payment.State != LedgerState.Charged => LedgerAnswer.IllegalOrderState,
        Operation.Charge => Exceeds(amount, payment.Held),
        Operation.Unblock => amount is null || amount == payment.Held ? null : LedgerAnswer.AmountError,
        Operation.Refund => Exceeds(amount, payment.Left),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "The gateway has no such operation."),
    };

    /// <summary>A Pay or Block that the bank declines: it leaves a Rejected payment, and the OrderId stays used (INF).</summary>
    /// <param name="payment">The payment as it stands, or null.</param>
    /// <param name="operation">Pay or Block.</param>
    /// <param name="amount">How much was asked.</param>
    /// <param name="errCode">The bank's reason, for example <c>AMOUNT_EXCEED</c>.</param>
    public static (LedgerPayment? Payment, LedgerAnswer Answer) Reject(
        LedgerPayment? payment, Operation operation, Money? amount, string errCode)
    {
        RequireOpening(operation);
        if (Objection(payment, operation, amount) is { } refused)
            return (payment, refused);
        return (Opened(LedgerState.Rejected, amount!.Value), new LedgerAnswer.Refused(errCode));
    }

    /// <summary>A Pay or Block that asks the customer for 3-D Secure: nothing is held yet.</summary>
    /// <returns>The payment in PreAuthorized3DS and no refusal, or the refusal.</returns>
    public static (LedgerPayment? Payment, LedgerAnswer.Refused? Refused) Challenge(
        LedgerPayment? payment, Operation operation, Money? amount)
    {
        RequireOpening(operation);
        return Objection(payment, operation, amount) is { } refused
            ? (payment, refused)
            : (Opened(LedgerState.PreAuthorized3DS, amount!.Value) with { Awaits = operation }, null);
    }

    /// <summary>Completes what <see cref="Challenge"/> began: Pay3DS for a Pay, Block3DS for a Block, once.</summary>
    /// <param name="payment">The payment as it stands, or null.</param>
    /// <param name="operation">Pay or Block: which of the two the completion speaks of; the other one is refused (INF).</param>
    /// <param name="passes">Whether the customer was authenticated; if not, the payment is Rejected (INF).</param>
    public static (LedgerPayment? Payment, LedgerAnswer Answer) Complete(LedgerPayment? payment, Operation operation, bool passes)
    {
        RequireOpening(operation);
        if (payment is null)
            return (null, LedgerAnswer.OrderNotFound);
        if (payment is not { State: LedgerState.PreAuthorized3DS, Pending: null } || payment.Awaits != operation)
            return (payment, LedgerAnswer.IllegalOrderState);
        if (!passes)
            return (payment with { State = LedgerState.Rejected, Awaits = null }, LedgerAnswer.ThreeDSAuthError);
        var (after, answer) = Execute(null, operation, payment.Reported);
        return (after, answer);
    }

    /// <summary>The customer leaves 3-D Secure for good: the attempt becomes Obsolete; any other payment stays as it is.</summary>
    public static LedgerPayment Abandon(LedgerPayment payment) =>
        payment is { State: LedgerState.PreAuthorized3DS, Pending: null }
            ? payment with { State = LedgerState.Obsolete, Awaits = null }
            : payment;

    /// <summary>Takes a command in without ending it: GetState shows <c>Pending…</c> until <see cref="End"/>, and commands are refused.</summary>
    /// <returns>The pending payment and no refusal, or the refusal.</returns>
    public static (LedgerPayment? Payment, LedgerAnswer.Refused? Refused) Begin(
        LedgerPayment? payment, Operation operation, Money? amount)
    {
        if (Objection(payment, operation, amount) is { } refused)
            return (payment, refused);
        var taken = payment ?? Opened(LedgerState.New, amount!.Value);
        return (taken with { Pending = new PendingOperation(operation, amount) }, null);
    }

    /// <summary>Takes a passing completion in without ending it, as <see cref="Begin"/> does with a command.</summary>
    /// <returns>The pending payment and no refusal, or the refusal.</returns>
    public static (LedgerPayment? Payment, LedgerAnswer.Refused? Refused) BeginCompletion(LedgerPayment? payment, Operation operation) =>
        Complete(payment, operation, passes: true).Answer is LedgerAnswer.Refused refused
            ? (payment, refused)
            : (Opened(LedgerState.New, payment!.Reported) with { Pending = new PendingOperation(operation, payment.Reported) }, null);

    /// <summary>Ends what <see cref="Begin"/> took in.</summary>
    /// <param name="payment">A payment with a pending operation.</param>
    /// <param name="succeeds">Whether the effect happens; a failed Pay or Block is Rejected, the others leave the payment as it was.</param>
    /// <exception cref="InvalidOperationException">Nothing is pending.</exception>
    public static LedgerPayment End(LedgerPayment payment, bool succeeds)
    {
        if (payment.Pending is not { } pending)
            throw new InvalidOperationException("No operation of this payment is pending: call Begin first.");
        return (succeeds, payment.State) switch
        {
            (true, LedgerState.New) => Execute(null, pending.Operation, pending.Amount).Payment,
            (true, _) => Execute(payment with { Pending = null }, pending.Operation, pending.Amount).Payment,
            (false, LedgerState.New) => payment with { State = LedgerState.Rejected, Pending = null },
            (false, _) => payment with { Pending = null },
        };
    }

    /// <summary>The issuer drops a hold; any other payment stays as it is.</summary>
    public static LedgerPayment CloseHold(LedgerPayment payment) =>
        payment is { State: LedgerState.Authorized, Pending: null }
            ? payment with { State = LedgerState.AuthorizationClosed }
            : payment;

    /// <summary>The issuer disputes a payment: Charged becomes Chargeback; any other payment stays as it is.</summary>
    public static LedgerPayment Dispute(LedgerPayment payment) =>
        payment is { State: LedgerState.Charged, Pending: null } ? payment with { State = LedgerState.Chargeback } : payment;

    /// <summary>The merchant wins the dispute: Chargeback becomes Charged again; any other payment stays as it is.</summary>
    public static LedgerPayment Restore(LedgerPayment payment) =>
        payment.State == LedgerState.Chargeback ? payment with { State = LedgerState.Charged } : payment;

    /// <summary>What GetState would tell of a payment.</summary>
    public static Standing Read(LedgerPayment? payment) => payment switch
    {
        null => Standing.NotFound,
        { Pending: not null } => new Standing(GatewayState.Pending, payment.Reported),
        _ => new Standing(StateOf(payment.State), payment.Reported),
    };

    private static GatewayState StateOf(LedgerState state) => state switch
    {
        LedgerState.New => GatewayState.New,
        LedgerState.PreAuthorized3DS => GatewayState.PreAuthorized3DS,
        LedgerState.Authorized => GatewayState.Authorized,
        LedgerState.Voided => GatewayState.Voided,
        LedgerState.Charged => GatewayState.Charged,
        LedgerState.Refunded => GatewayState.Refunded,
        LedgerState.Rejected => GatewayState.Rejected,
        LedgerState.AuthorizationClosed => GatewayState.AuthorizationClosed,
        LedgerState.Chargeback => GatewayState.Chargeback,
        LedgerState.Obsolete => GatewayState.Obsolete,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "The ledger has no such state."),
    };

    // Only after Objection has let the command pass: nothing is checked here again.
    private static (LedgerPayment Payment, LedgerAnswer.Approved Answer) Execute(LedgerPayment? payment, Operation operation, Money? amount)
    {
        switch (operation)
        {
            case Operation.Pay:
                var paid = amount!.Value;
                return (new LedgerPayment(LedgerState.Charged, paid, paid, Money.Zero, paid), new LedgerAnswer.Approved(paid, null));

            case Operation.Block:
                var held = amount!.Value;
                return (new LedgerPayment(LedgerState.Authorized, held, Money.Zero, Money.Zero, held),
                    new LedgerAnswer.Approved(held, null));

            case Operation.Charge:
                var captured = amount ?? payment!.Held;
                return (payment! with { State = LedgerState.Charged, Captured = captured, Reported = captured },
                    new LedgerAnswer.Approved(captured, null));

            case Operation.Unblock:
                return (payment! with { State = LedgerState.Voided }, new LedgerAnswer.Approved(null, Money.Zero));

            case Operation.Refund:
                var left = payment!.Left - (amount ?? payment.Left);
                var refunded = payment with { Refunded = payment.Captured - left };
                return (left == Money.Zero ? refunded with { State = LedgerState.Refunded } : refunded with { Reported = left },
                    new LedgerAnswer.Approved(null, left));

            default:
                throw new ArgumentOutOfRangeException(nameof(operation), operation, "The gateway has no such operation.");
        }
    }

    private static LedgerPayment Opened(LedgerState state, Money amount) => new(state, Money.Zero, Money.Zero, Money.Zero, amount);

    private static LedgerAnswer.Refused? Exceeds(Money? amount, Money limit) =>
        amount is { } asked && (asked == Money.Zero || asked > limit) ? LedgerAnswer.AmountError : null;

    private static void RequireOpening(Operation operation)
    {
        if (operation is not (Operation.Pay or Operation.Block))
            throw new ArgumentOutOfRangeException(nameof(operation), operation, "Only Pay and Block open a payment.");
    }
}
