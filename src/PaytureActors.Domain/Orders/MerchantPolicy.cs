namespace PaytureActors.Domain.Orders;

/// <summary>What a merchant's orders may take for granted, and what they do by themselves.</summary>
public sealed record MerchantPolicy
{
    /// <summary>How long an intent may wait before its request leaves.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan SendBy { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the transport waits for the answer to a request that changes something.</summary>
    /// <value>The default is 60 seconds.</value>
    public TimeSpan MoneyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most that a process may pause between the send-by check and the socket.</summary>
    /// <value>The default is 20 seconds.</value>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long "not there" from the gateway proves nothing.</summary>
    /// <value>The default is 90 seconds: send-by, money timeout and margin.</value>
    public TimeSpan QuietPeriod { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>After which nothing that was sent is assumed to be still on its way.</summary>
    /// <value>The default is 24 hours.</value>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromHours(24);

    /// <summary>When a refund that the gateway's own state does not guard is sent again.</summary>
    /// <value>The default is <see cref="UnguardedRefunds.AfterHorizon"/>.</value>
    public UnguardedRefunds UnguardedRefunds { get; init; } = UnguardedRefunds.AfterHorizon;

    /// <summary>The pauses between two inquiries about one doubt.</summary>
    /// <value>The default is the gateway's own advice: 3 s × 10, 5 s × 24, then 1, 5, 15 minutes, hourly (D:transaction-statuses/pending).</value>
    public InquiryPlan InquiryPlan { get; init; } = InquiryPlan.Default;

    /// <summary>How long after a doubt was settled the order is looked at again for the first time.</summary>
    /// <value>The default is 1 hour.</value>
    public TimeSpan LookAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an operation may be pending at the gateway before a person must look.</summary>
    /// <value>The default is 72 hours (D:transaction-statuses/pending).</value>
    public TimeSpan PendingLifetime { get; init; } = TimeSpan.FromHours(72);

    /// <summary>How long a customer may pay on the gateway's page.</summary>
    /// <value>The default is 60 minutes (D:inpay/pay).</value>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long a customer may take for 3-D Secure.</summary>
    /// <value>The default is 15 minutes (INF).</value>
    public TimeSpan ChallengeLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after a customer's deadline "not paid" proves nothing.</summary>
    /// <value>The default is 15 minutes.</value>
    public TimeSpan ChallengeGrace { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after a challenge was handed out the gateway is asked for the first time.</summary>
    /// <value>The default is 15 seconds (D:transaction-statuses/pending).</value>
    public TimeSpan ChallengeInquiryAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The pauses between inquiries while the customer must act.</summary>
    /// <value>The default is 3 s × 10, 5 s × 24, then every minute (D:transaction-statuses/pending).</value>
    public InquiryPlan ChallengePlan { get; init; } = InquiryPlan.Challenge;

    /// <summary>What to do with a hold that appears after its Block was answered as not applied.</summary>
    /// <value>The default is <see cref="LateEffectPolicy.Undo"/>: Unblock.</value>
    public LateEffectPolicy LateBlock { get; init; } = LateEffectPolicy.Undo;

    /// <summary>What to do with a payment that appears after its Pay was answered as not applied.</summary>
    /// <value>The default is <see cref="LateEffectPolicy.Attention"/>.</value>
    public LateEffectPolicy LatePay { get; init; } = LateEffectPolicy.Attention;

    /// <summary>How long money is held before its issuer may let it go by itself.</summary>
    /// <value>The default is 7 days (INF: issuers differ, and no document of the gateway tells).</value>
    public TimeSpan HoldHorizon { get; init; } = TimeSpan.FromDays(7);

    /// <summary>What to do with a hold that is neither charged nor released when <see cref="HoldActsAfter"/> has passed.</summary>
    /// <value>The default is <see cref="HoldPolicy.Warn"/>.</value>
    public HoldPolicy HoldPolicy { get; init; } = HoldPolicy.Warn;

    /// <summary>
    /// How old a hold is when <see cref="HoldPolicy"/> is followed: six sevenths of <see cref="HoldHorizon"/>, one day before its end by default,
    /// so that a person, or the resends of a command, have time.
    /// </summary>
    public TimeSpan HoldActsAfter => HoldHorizon * 6 / 7;

    /// <summary>
    /// When this installation was started on a journal that had been set back to a backup. An order that was not looked at since may have forgotten
    /// what it did: it is inquired before it accepts or sends anything.
    /// </summary>
    /// <value>None by default: it never was.</value>
    public DateTimeOffset? RestoredAt { get; init; }

    /// <summary>When that happened for the first time: what a look has found missing since then may still be asked for again, whatever was set back later.</summary>
    /// <value>None by default: it happened once, at <see cref="RestoredAt"/>, or never.</value>
    public DateTimeOffset? FirstRestoredAt { get; init; }

    /// <summary>Until when something that was sent, and forgotten when the journal was set back, may still be on its way.</summary>
    internal DateTimeOffset? ForgottenUntil => RestoredAt + Horizon + QuietPeriod;

    /// <summary>Whether that may be so now.</summary>
    internal bool MayHaveForgotten(DateTimeOffset now) => now <= ForgottenUntil;

    /// <summary>Whether a refund goes on when the gateway has less money than our books and nothing of ours explains it.</summary>
    /// <value>The default is false: the refund ends as declined with nothing sent.</value>
    public bool RefundDespiteDrift { get; init; }

    /// <summary>How often Charge, Unblock and Refund are sent again before a person must look.</summary>
    /// <value>The default is 20.</value>
    public int MaxResends { get; init; } = 20;

    /// <summary>How often an order is inquired that waits for a person.</summary>
    /// <value>The default is every hour.</value>
    public TimeSpan WatchEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an order is watched that waits for a person.</summary>
    /// <value>The default is 30 days.</value>
    public TimeSpan WatchFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The pause before the first resend; each further one waits twice as long.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan ResendPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause before a resend.</summary>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan LongestResendPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The pause before the resend with this number, counted from 1.</summary>
    public TimeSpan PauseBefore(int resend)
    {
        var pause = ResendPause * Math.Pow(2, Math.Clamp(resend - 1, 0, 30));
        return pause < LongestResendPause ? pause : LongestResendPause;
    }
}

/// <summary>When a refund that could be doubled is sent again.</summary>
public enum UnguardedRefunds
{
    /// <summary>Once nothing that was sent can still be on its way.</summary>
    AfterHorizon = 0,

    /// <summary>After the quiet period; the merchant accepts in writing that a request may survive it.</summary>
    AfterQuiet,

    /// <summary>Not by the machine: a person decides.</summary>
    Never,
}

/// <summary>What to do with an effect that came after its command was answered as not applied.</summary>
public enum LateEffectPolicy
{
    /// <summary>Undo it: Unblock a hold, Refund a payment in full.</summary>
    Undo = 0,

    /// <summary>Leave it, and call a person.</summary>
    Attention,
}

/// <summary>What to do with a hold that nobody has charged or released shortly before its issuer may let it go.</summary>
public enum HoldPolicy
{
    /// <summary>Call a person.</summary>
    Warn = 0,

    /// <summary>Release it; unless a person has been called about the order, who decides then.</summary>
    Unblock,

    /// <summary>Charge all of it; unless a person has been called about the order, who decides then.</summary>
    Charge,
}

/// <summary>The pauses between inquiries: each in turn, the last one for ever.</summary>
public sealed class InquiryPlan
{
    private readonly TimeSpan[] _pauses;

    /// <summary>Takes the pauses in their order.</summary>
    /// <exception cref="ArgumentException">There is no pause, or one that is not positive.</exception>
    public InquiryPlan(IEnumerable<TimeSpan> pauses)
    {
        _pauses = [.. pauses];
        if (_pauses.Length == 0 || _pauses.Any(pause => pause <= TimeSpan.Zero))
            throw new ArgumentException("An inquiry plan has at least one pause, and every pause is longer than nothing.", nameof(pauses));
    }

    /// <summary>3 s × 10, 5 s × 24, then 1, 5, 15 minutes, then hourly (D:transaction-statuses/pending).</summary>
    public static InquiryPlan Default { get; } = new(
    [
        .. Enumerable.Repeat(TimeSpan.FromSeconds(3), 10),
        .. Enumerable.Repeat(TimeSpan.FromSeconds(5), 24),
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
    ]);

    /// <summary>3 s × 10, 5 s × 24, then every minute (D:transaction-statuses/pending).</summary>
    public static InquiryPlan Challenge { get; } = new(
    [
        .. Enumerable.Repeat(TimeSpan.FromSeconds(3), 10),
        .. Enumerable.Repeat(TimeSpan.FromSeconds(5), 24),
        TimeSpan.FromMinutes(1),
    ]);

    /// <summary>The pause after the inquiry with this number, counted from 1.</summary>
    public TimeSpan PauseAfter(int inquiries) => _pauses[Math.Clamp(inquiries - 1, 0, _pauses.Length - 1)];

    /// <summary>How many inquiries the plan has sent about a doubt of this age; at most as many as it has pauses.</summary>
    internal int InquiriesBy(TimeSpan age)
    {
        var sent = 1;
        for (var left = age; sent < _pauses.Length && left >= _pauses[sent - 1]; sent++)
            left -= _pauses[sent - 1];
        return sent;
    }
}
