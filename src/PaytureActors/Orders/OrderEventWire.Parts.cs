using Google.Protobuf.Collections;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Orders;

// What several events have in common.
internal static partial class OrderEventWire
{
    private static Wire.Books Write(Books books, DateTimeOffset? holdDue) => With(
        new Wire.Books
        {
            Phase = (int)books.Phase, Held = books.Held.InKopecks, Captured = books.Captured.InKopecks, Refunded = books.Refunded.InKopecks,
        },
        m =>
        {
            if (holdDue is { } due)
                m.HoldDue = Ticks(due);
        });

    private static DateTimeOffset? DueOf(Wire.Books m) => m.HasHoldDue ? Time(m.HoldDue) : null;

    private static Books Read(Wire.Books m) =>
        new((OrderPhase)m.Phase, Money.Kopecks(m.Held), Money.Kopecks(m.Captured), Money.Kopecks(m.Refunded));

    private static Wire.Refusal? Write(Refusal? refusal) =>
        refusal is null ? null : new() { Code = refusal.Code, Class = (int)refusal.Class, IsInferred = refusal.IsInferred };

    private static Refusal Read(Wire.Refusal m) => new(m.Code, (ErrorClass)m.Class, m.IsInferred);

    private static Refusal? ReadIf(Wire.Refusal? m) => m is null ? null : Read(m);

    private static Wire.Standing? Write(Standing? standing) => standing is null ? null : With(new Wire.Standing { State = (int)standing.State }, m =>
    {
        if (standing.Amount is { } amount)
            m.Amount = amount.InKopecks;
        if (standing.Said is { } said)
            m.Said = said;
        if (standing.Rrn is { } rrn)
            m.Rrn = rrn;
        if (standing.MerchantContract is { } contract)
            m.MerchantContract = contract;
        if (standing.FinalTerminal is { } terminal)
            m.FinalTerminal = terminal;
        if (standing.MaskedPan is { } pan)
            m.MaskedPan = pan;
        m.AddInfo.AddRange(standing.AddInfo.Select(info => new Wire.AddInfo { Key = info.Key, Value = info.Value }));
    });

    private static Standing Read(Wire.Standing m) => new((GatewayState)m.State, m.HasAmount ? Money.Kopecks(m.Amount) : null)
    {
        Said = m.HasSaid ? m.Said : null,
        Rrn = m.HasRrn ? m.Rrn : null,
        MerchantContract = m.HasMerchantContract ? m.MerchantContract : null,
        FinalTerminal = m.HasFinalTerminal ? m.FinalTerminal : null,
        MaskedPan = m.HasMaskedPan ? m.MaskedPan : null,
        AddInfo = ValueList.From(m.AddInfo.Select(info => new AddInfo(info.Key, info.Value))),
    };

    private static Standing? ReadIf(Wire.Standing? m) => m is null ? null : Read(m);

    private static Wire.Fence? Write(Fence? fence) =>
        fence is null ? null : new() { Before = fence.Before.InKopecks, Expected = fence.Expected.InKopecks };

    private static Fence? ReadIf(Wire.Fence? m) => m is null ? null : new(Money.Kopecks(m.Before), Money.Kopecks(m.Expected));

    private static Wire.ChequePosition Write(ChequePosition position) =>
        new() { Text = position.Text, Quantity = position.Quantity, Price = position.Price.InKopecks, Tax = position.Tax };

    private static ValueList<ChequePosition> Read(RepeatedField<Wire.ChequePosition> positions) =>
        ValueList.From(positions.Select(m => new ChequePosition(m.Text, m.Quantity, Money.Kopecks(m.Price), m.Tax)));

    private static Wire.Cheque? Write(Cheque? cheque, PersonalTexts texts) => cheque is null ? null : With(
        new Wire.Cheque
        {
            TaxationSystem = cheque.TaxationSystem, CustomerContact = texts.Add(cheque.CustomerContact), Message = texts.Add(cheque.Message),
        },
        m => m.Positions.AddRange(cheque.Positions.Select(Write)));

    private static Cheque? ReadIf(Wire.Cheque? m, PersonalTexts texts) => m is null
        ? null
        : new(Read(m.Positions), m.TaxationSystem, texts.At(m.CustomerContact) ?? "") { Message = texts.At(m.Message) };

    private static Wire.Details? Write(AskDetails details, PersonalTexts texts) => details == AskDetails.None ? null : With(
        new Wire.Details { Family = (int)details.Family, Cheque = Write(details.Cheque, texts), ReturnUrl = texts.Add(details.ReturnUrl) }, m =>
        {
            if (details.Session is { } session)
                m.Session = (int)session;
            m.Items.AddRange(details.Items.Select(Write));
        });

    private static AskDetails? ReadIf(Wire.Details? m, PersonalTexts texts) => m is null ? null : new()
    {
        Family = (ApiFamily)m.Family,
        Session = m.HasSession ? (Operation)m.Session : null,
        Cheque = ReadIf(m.Cheque, texts),
        Items = Read(m.Items),
        ReturnUrl = texts.At(m.ReturnUrl),
    };

    private static Wire.Attempt Write(Attempt attempt, PersonalTexts texts) => With(
        new Wire.Attempt
        {
            Id = attempt.Id.Number, Key = attempt.Key.ToString(), Operation = (int)attempt.Operation, Amount = attempt.Amount.InKopecks,
            RequestedAt = Ticks(attempt.RequestedAt), SendBy = Ticks(attempt.SendBy), Fence = Write(attempt.Fence),
            IsDoubted = attempt.IsDoubted, Refused = Write(attempt.Refused), Cheque = Write(attempt.Cheque, texts),
        },
        m =>
        {
            if (attempt.Claimed is { } claimed)
                m.Claimed = claimed.InKopecks;
            if (attempt.PendingSince is { } since)
                m.PendingSince = Ticks(since);
            if (attempt.LeadsTo is { } leadsTo)
                m.LeadsTo = (int)leadsTo;
        });

    private static Attempt Read(Wire.Attempt m, PersonalTexts texts) => new(
        new(m.Id), new(m.Key), (Operation)m.Operation, Money.Kopecks(m.Amount), Time(m.RequestedAt), Time(m.SendBy), ReadIf(m.Fence))
    {
        IsDoubted = m.IsDoubted,
        Refused = ReadIf(m.Refused),
        Claimed = m.HasClaimed ? Money.Kopecks(m.Claimed) : null,
        PendingSince = m.HasPendingSince ? Time(m.PendingSince) : null,
        LeadsTo = m.HasLeadsTo ? (Operation)m.LeadsTo : null,
        Cheque = ReadIf(m.Cheque, texts),
    };

    private static Wire.Challenge Write(Challenge challenge, PersonalTexts texts) => With(
        new Wire.Challenge
        {
            Kind = (int)challenge.Kind, Opening = Write(challenge.Opening, texts), HandedOutAt = Ticks(challenge.HandedOutAt),
            Deadline = Ticks(challenge.Deadline), Url = challenge.Url,
        },
        m =>
        {
            if (challenge.SessionId is { } session)
                m.SessionId = session;
            if (challenge.MdHash is { } hash)
                m.MdHash = hash;
            if (challenge.Seen is { } seen)
                m.Seen = (int)seen;
            if (challenge.PendingSince is { } since)
                m.PendingSince = Ticks(since);
        });

    private static Challenge Read(Wire.Challenge m, PersonalTexts texts) =>
        new((ChallengeKind)m.Kind, Read(m.Opening, texts), Time(m.HandedOutAt), Time(m.Deadline))
        {
            Url = m.Url,
            SessionId = m.HasSessionId ? m.SessionId : null,
            MdHash = m.HasMdHash ? m.MdHash : null,
            Seen = m.HasSeen ? (GatewayState)m.Seen : null,
            PendingSince = m.HasPendingSince ? Time(m.PendingSince) : null,
        };

    private static ValueList<AttemptId> Attempts(RepeatedField<int> numbers) => ValueList.From(numbers.Select(number => new AttemptId(number)));

    private static long Ticks(DateTimeOffset time) => time.UtcTicks;

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static T With<T>(T message, Action<T> set)
    {
        set(message);
        return message;
    }
}
