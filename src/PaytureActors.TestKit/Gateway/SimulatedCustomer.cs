namespace PaytureActors.TestKit.Gateway;

/// <summary>A login of the wallet at the simulated gateway, with its cards.</summary>
internal sealed class SimulatedCustomer(SimulatedMerchant merchant, string login, GatewayBooks books) : Subject(merchant, login, books)
{
    private const int MostListed = 20; // D:ewallet/cards/get-list

    private readonly Shown<CustomerFile> _file = new(CustomerFile.Empty);
    private readonly List<SimulatedCardHold> _holds = [];
    private readonly Dictionary<string, SessionFile> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _challengedIn = new(StringComparer.Ordinal);
    private int _added;
    private int _sent;

    /// <summary>What is true now.</summary>
    public (CustomerFile File, SimulatedCardHold[] Holds, SessionFile[] Sessions) Audit(DateTimeOffset now)
    {
        lock (Gate)
        {
            CatchUp(now);
            return (_file.Current, [.. _holds], [.. _sessions.Values]);
        }
    }

    /// <summary>Why this customer's request is refused, or null.</summary>
    public string? Refuse(string? password, DateTimeOffset now)
    {
        lock (Gate)
        {
            CatchUp(now);
            return Refuse(password);
        }
    }

    /// <summary>The stored card that is to pay, or why it cannot.</summary>
    public (PayCard? Card, string? Refused) CardToPay(string cardId, bool hasCode, DateTimeOffset now)
    {
        lock (Gate)
        {
            CatchUp(now);
            return _file.Current.Card(cardId) switch
            {
                null => (null, "CARD_NOT_FOUND"),
                { IsActive: false } => (null, "WRONG_CARD"), // REC div
                var card when card.IsExpired(now) => (null, "CARD_EXPIRED"),
                _ when !hasCode && !Merchant.IsRecurring => (null, "WRONG_CVV"), // INF
                // A recurring payment asks nobody (D:ewallet/pay/recurring).
                var card => (card.Card with { CardId = cardId, Login = Name, Conduct = hasCode ? card.Card.Conduct : card.Card.Conduct with { AsksChallenge = false } }, null),
            };
        }
    }

    /// <summary>Whether a code is the one that was sent for this order; a good code is used up.</summary>
    public bool TakeCode(string code, string orderId, DateTimeOffset now)
    {
        lock (Gate)
        {
            CatchUp(now);
            var file = _file.Current;
            if (file.Code is not { } sent || sent.Text != code || now >= sent.GoodUntil || (sent.OrderId is { } meant && meant != orderId))
                return false;
            _file.Change(file with { Code = null }, now, TimeSpan.Zero);
            return true;
        }
    }

    /// <summary>The session in which a challenge for adding a card was asked, or null; found after its end, too.</summary>
    public SessionFile? SessionOfChallenge(string md)
    {
        lock (Gate)
            return _challengedIn.TryGetValue(md.Trim(), out var id) ? _sessions.GetValueOrDefault(id) : null;
    }

    public void Touch(string cardId)
    {
        lock (Gate)
        {
            if (_file.Current.Card(cardId) is { } card)
                _file.Change(_file.Current with { Cards = _file.Current.Cards.Replace(card, card with { LastUse = Books.NextSerial() }) }, default, TimeSpan.Zero);
        }
    }

    protected override Verdict Look(WireRequest request, DateTimeOffset now)
    {
        var file = _file.At(now);
        if (Refuse(file, request.CustomerPassword) is { } code)
            return new Verdict.Refused(code);
        return request.Deed is Deed.Check
            ? new Verdict.CustomerDone()
            : new Verdict.Cards([.. file.Cards.Where(card => !card.IsExpired(now)).OrderByDescending(card => card.LastUse).Take(MostListed)]);
    }

    protected override Verdict Apply(WireRequest request, DateTimeOffset at, TimeSpan visibleAfter)
    {
        var file = _file.Current;
        var needsPassword = request.Deed is not (Deed.Register or Deed.Delete or Deed.Complete or Deed.AddCard { SessionId: not null });
        var refused = request.Deed switch
        {
            Deed.Register => file.Password is null ? null : Duplicate,
            _ when file.Password is null => NotFound,
            _ => needsPassword ? Refuse(request.CustomerPassword) : null,
        };
        if (refused is not null)
            return new Verdict.Refused(refused);

        switch (request.Deed)
        {
            case Deed.Register(var phone, var email):
                return Change(new CustomerFile { Password = request.CustomerPassword, Phone = phone, Email = email }, at, visibleAfter);

            case Deed.Update(var phone, var email):
                return Change(file with { Phone = phone ?? file.Phone, Email = email ?? file.Email }, at, visibleAfter);

            case Deed.Delete:
                foreach (var card in file.Cards)
                    Release(card, at);
                return Change(CustomerFile.Empty, at, visibleAfter);

            case Deed.AddCard add:
                return Add(add, at, visibleAfter);

            case Deed.Complete complete:
                return Complete(complete, at, visibleAfter);

            case Deed.Activate activate:
                return Activate(activate, at, visibleAfter);

            case Deed.Remove(var cardId):
                if (file.Card(cardId) is not { } removed)
                    return new Verdict.Refused("CARD_NOT_FOUND");
                Release(removed, at);
                _file.Change(_file.Current with { Cards = _file.Current.Cards.RemoveAll(card => card.Id == cardId) }, at, visibleAfter);
                return new Verdict.CustomerDone(removed);

            case Deed.SendCode code:
                return SendCode(code, at, visibleAfter);

            case Deed.OpenSession(var terms):
                var id = Books.Secrets.Id("session", Merchant.Key, Name, $"{_sessions.Count}");
                _sessions[id] = new SessionFile(id, "", terms, at, at + Books.Options.SessionLifetime, Books.Options.AttemptsCount);
                Books.RememberSession(id, this);
                return new Verdict.SessionOpened(_sessions[id]);

            default:
                throw new InvalidOperationException($"No customer does {request.Deed.GetType().Name}.");
        }
    }

    private string NotFound => Books.Options.UsesCurrentCustomerCodes ? "CUSTOMER_NOT_FOUND" : "USER_NOT_FOUND";

    private string Duplicate => Books.Options.UsesCurrentCustomerCodes ? "DUPLICATE_CUSTOMER" : "DUPLICATE_USER";

    private string? Refuse(string? password) => Refuse(_file.Current, password);

    private string? Refuse(CustomerFile file, string? password) =>
        file.Password is null ? NotFound : file.Password == password ? null : "WRONG_USER_PARAMS"; // INF: the code for a wrong password.

    private Verdict.CustomerDone Change(CustomerFile after, DateTimeOffset at, TimeSpan visibleAfter)
    {
        _file.Change(after, at, visibleAfter);
        return new Verdict.CustomerDone();
    }

    private Verdict Add(Deed.AddCard add, DateTimeOffset at, TimeSpan visibleAfter)
    {
        var file = _file.Current;
        if (add.SessionId is { } id && (!_sessions.TryGetValue(id, out var open) || open.HasEnded(at)))
            return new Verdict.Refused("ORDER_TIME_OUT");
        if (file.Cards.Any(card => card.Card.Fingerprint == add.Card.Fingerprint))
            return new Verdict.Refused("DUPLICATE_CARD"); // REC
        if (!add.Card.Conduct.AsksChallenge)
            return Store(add, add.Card.Conduct.DeclinedAs, at, visibleAfter);

        var md = Books.Secrets.Md(Merchant.Key, "card", Name, $"{_added++}");
        Books.RememberChallenge(md, this);
        if (add.SessionId is { } session)
            _challengedIn[md] = session;
        _file.Change(file with { Waiting = file.Waiting.Add(md, add) }, at, visibleAfter);
        return new Verdict.Challenge(md, null);
    }

    private Verdict Complete(Deed.Complete deed, DateTimeOffset at, TimeSpan visibleAfter)
    {
        var (file, md) = (_file.Current, deed.Md!.Trim());
        if (!file.Waiting.TryGetValue(md, out var add))
            return new Verdict.Refused(LedgerAnswer.IllegalOrderState.ErrCode);
        _file.Change(file with { Waiting = file.Waiting.Remove(md) }, at, visibleAfter);
        if (file.Cards.Any(card => card.Card.Fingerprint == add.Card.Fingerprint))
            return new Verdict.Refused("DUPLICATE_CARD"); // It was added meanwhile.
        var refused = Books.Secrets.Passes(md, deed.PaRes) ? add.Card.Conduct.DeclinedAs : LedgerAnswer.ThreeDSAuthError.ErrCode;
        return Store(add, refused, at, visibleAfter);
    }

    private Verdict Store(Deed.AddCard add, string? refused, DateTimeOffset at, TimeSpan visibleAfter)
    {
        var file = _file.Current;
        var id = Books.Secrets.Id("card", Merchant.Key, Name, $"{_added++}");
        var hold = new SimulatedCardHold(Merchant.Key, Name, id, Books.Options.CardHoldAmount, at);
        var card = new SimulatedCard(id, add.Card with { CardId = id, Login = Name }, hold, Books.NextSerial());
        if (refused is not null)
        {
            Books.Post(Notices.CardNotAdded(this, card, file.Phone, file.Email, add.SessionId, refused, at));
            return new Verdict.Refused(refused);
        }

        _holds.Add(hold);
        var phone = string.IsNullOrEmpty(add.Phone) ? file.Phone : add.Phone;
        _file.Change(file with { Cards = file.Cards.Add(card), Phone = phone }, at, visibleAfter);
        Books.Post(Notices.CardAdded(this, card, phone, file.Email, add.SessionId, at));
        return new Verdict.CustomerDone(card);
    }

    private Verdict Activate(Deed.Activate deed, DateTimeOffset at, TimeSpan visibleAfter)
    {
        if (_file.Current.Card(deed.CardId) is not { } card)
            return new Verdict.Refused("CARD_NOT_FOUND");
        if (card.IsActive)
            return new Verdict.CustomerDone(card); // INF: nothing is left to do.
        if (card.Hold.ReleasedAt is not null)
            return new Verdict.Refused("WRONG_CARD"); // INF: its one chance is gone; it can only be removed.

        var isRight = deed.Amount == card.Hold.Amount;
        var released = Release(card, at);
        var after = released with { IsActive = isRight };
        _file.Change(_file.Current with { Cards = _file.Current.Cards.Replace(released, after) }, at, visibleAfter);
        return isRight ? new Verdict.CustomerDone(after) : new Verdict.Refused(LedgerAnswer.AmountError.ErrCode);
    }

    // Either way the hold has done its work (D:ewallet/cards/activate; that a good activation releases it as well is inferred).
    private SimulatedCard Release(SimulatedCard card, DateTimeOffset at)
    {
        if (card.Hold.ReleasedAt is not null)
            return card;
        var released = card.Hold with { ReleasedAt = at };
        _holds[_holds.IndexOf(card.Hold)] = released;
        var after = card with { Hold = released };
        _file.Change(_file.Current with { Cards = _file.Current.Cards.Replace(card, after) }, at, TimeSpan.Zero);
        return after;
    }

    private Verdict.CustomerDone SendCode(Deed.SendCode deed, DateTimeOffset at, TimeSpan visibleAfter)
    {
        var code = Books.Secrets.Code(Merchant.Key, Name, $"{_sent++}");
        _file.Change(_file.Current with { Code = new SentCode(code, at + Books.Options.ConfirmCodeLifetime, deed.OrderId) }, at, visibleAfter);
        Books.Post(Notices.CodeSent(this, _file.Current.Phone, code, deed.OrderId, deed.Amount, at));
        return new Verdict.CustomerDone(null, deed.Amount, deed.OrderId);
    }
}
