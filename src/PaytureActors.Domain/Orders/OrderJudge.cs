namespace PaytureActors.Domain.Orders;

/// <summary>Reconciliation's only brain: an attempt × a standing × when that was asked.</summary>
public static class OrderJudge
{
    /// <summary>
    /// Compares operation, state and amount. What is there may be believed at once; what is not there proves something
    /// only when the inquiry left late enough, because the request, its effect or its visibility may be on their way.
    /// </summary>
    public static Verdict Judge(Attempt attempt, Standing standing, Asked asked, MerchantPolicy policy) => standing.State switch
    {
        GatewayState.Pending => Verdict.Pending,
        _ => attempt.Operation switch
        {
            Operation.Block => JudgeBlock(attempt, standing, asked, policy),
            Operation.Pay => JudgePay(attempt, standing, asked, policy),
            Operation.Init => JudgeOpening(attempt, standing, asked, policy),
            Operation.CompleteChallenge => JudgeCompletion(attempt, standing, asked, policy),
            Operation.Charge => JudgeCharge(attempt, standing, asked, policy),
            Operation.Unblock => JudgeUnblock(attempt, standing, asked, policy),
            _ => JudgeRefund(attempt, standing, asked, policy),
        },
    };

    private static Verdict JudgeBlock(Attempt block, Standing standing, Asked asked, MerchantPolicy policy) => standing.State switch
    {
        GatewayState.Authorized when Confirms(block, standing.Amount) => Verdict.Applied,
        GatewayState.Voided => Verdict.AppliedThenReleased,
        _ => JudgeOpening(block, standing, asked, policy),
    };

    private static Verdict JudgePay(Attempt pay, Standing standing, Asked asked, MerchantPolicy policy) => standing.State switch
    {
        GatewayState.Charged when Confirms(pay, standing.Amount) => Verdict.Applied,
        _ => JudgeOpening(pay, standing, asked, policy),
    };

    private static Verdict JudgeCompletion(Attempt completion, Standing standing, Asked asked, MerchantPolicy policy) => standing.State switch
    {
        GatewayState.Authorized when completion.Effect is Operation.Block && Confirms(completion, standing.Amount) => Verdict.Applied,
        GatewayState.Charged when completion.Effect is Operation.Pay && Confirms(completion, standing.Amount) => Verdict.Applied,
        GatewayState.Voided when completion.Effect is Operation.Block => Verdict.AppliedThenReleased,
        GatewayState.PreAuthorized3DS => OnceQuiet(Verdict.NotApplied, asked, policy),
        GatewayState.Rejected => Verdict.Declined,
        _ => JudgeUnseen(completion, standing, asked, policy),
    };

    private static Verdict JudgeOpening(Attempt attempt, Standing standing, Asked asked, MerchantPolicy policy) => standing.State switch
    {
        GatewayState.NotFound => OnceQuiet(Verdict.NotApplied, asked, policy),
        GatewayState.Rejected => Verdict.Declined,
        GatewayState.PreAuthorized3DS => OnceQuiet(Verdict.Expired, asked, policy),
        GatewayState.New or GatewayState.PreAuthorizedAF => OnceOld(attempt, asked, policy),
        _ => OnceQuiet(Verdict.Contradiction, asked, policy),
    };

    private static Verdict JudgeCharge(Attempt charge, Standing standing, Asked asked, MerchantPolicy policy) => standing.State switch
    {
        GatewayState.Charged when Confirms(charge, standing.Amount) => Verdict.Applied,
        GatewayState.Authorized => OnceQuiet(Verdict.NotApplied, asked, policy),
        GatewayState.Voided or GatewayState.AuthorizationClosed => Verdict.Overtaken,
        _ => JudgeUnseen(charge, standing, asked, policy),
    };

    private static Verdict JudgeUnblock(Attempt unblock, Standing standing, Asked asked, MerchantPolicy policy) => standing.State switch
    {
        GatewayState.Voided => Verdict.Applied,
        GatewayState.Authorized => OnceQuiet(Verdict.NotApplied, asked, policy),
        GatewayState.Charged or GatewayState.AuthorizationClosed => Verdict.Overtaken,
        _ => JudgeUnseen(unblock, standing, asked, policy),
    };

    private static Verdict JudgeRefund(Attempt refund, Standing standing, Asked asked, MerchantPolicy policy)
    {
        var fence = refund.Fence!;
        return LeftAt(standing) switch
        {
            { } left when left == fence.Expected => Verdict.Applied,
            { } left when left == fence.Before => MayBeSentAgain(refund, asked, policy) ? Verdict.NotApplied : Verdict.Undecided,
            { } left when left > fence.Before => OnceOld(refund, asked, policy),
            null when standing.State is GatewayState.Authorized => OnceOld(refund, asked, policy),
            _ => JudgeUnseen(refund, standing, asked, policy),
        };
    }

    /// <summary>What is left of the captured money; Refunded means nothing, whatever its Amount says.</summary>
    public static Money? LeftAt(Standing standing) => standing.State switch
    {
        GatewayState.Charged => standing.Amount,
        GatewayState.Refunded => Money.Zero,
        _ => null,
    };

    /// <summary>A second effect of an unguarded refund cannot be seen by the gateway, so it waits until nothing can be on its way.</summary>
    private static bool MayBeSentAgain(Attempt refund, Asked asked, MerchantPolicy policy) =>
        refund.IsGuarded || policy.UnguardedRefunds is UnguardedRefunds.AfterQuiet
            ? asked.IsQuiet(policy)
            : asked.IsPastHorizon(refund, policy);

    private static bool Confirms(Attempt attempt, Money? amount) =>
        amount is { } seen && (seen == attempt.Amount || seen == attempt.Claimed);

    private static Verdict JudgeUnseen(Attempt attempt, Standing standing, Asked asked, MerchantPolicy policy) =>
        standing.State is GatewayState.NotFound or GatewayState.New or GatewayState.PreAuthorized3DS or GatewayState.PreAuthorizedAF
            ? OnceOld(attempt, asked, policy)
            : OnceQuiet(Verdict.Contradiction, asked, policy);

    private static Verdict OnceQuiet(Verdict verdict, Asked asked, MerchantPolicy policy) =>
        asked.IsQuiet(policy) ? verdict : Verdict.Undecided;

    /// <summary>A standing behind our books is not visible yet, and no evidence; but not for ever.</summary>
    private static Verdict OnceOld(Attempt attempt, Asked asked, MerchantPolicy policy) =>
        asked.IsPastHorizon(attempt, policy) ? Verdict.Contradiction : Verdict.Undecided;
}
