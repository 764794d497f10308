using PaytureActors.Customers;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Hosting;
using PaytureActors.Vault;

namespace PaytureActors;

/// <summary>The door for callers in this process: eWallet customers.</summary>
/// <param name="engine">The customers.</param>
internal sealed class PaytureCustomers(Engine engine) : IPaytureCustomers
{
    public ICustomer this[MerchantAlias merchant, string login]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(login);
            if (!engine.Merchants.Contains(merchant))
                throw new ArgumentException($"No merchant is configured under the alias '{merchant}': add Payture:Merchants:{merchant}.", nameof(merchant));
            if (!engine.HasCustomers(merchant))
                throw new ArgumentException($"The merchant '{merchant}' has no eWallet terminal: add Payture:Merchants:{merchant}:Vwid.", nameof(merchant));

            var request = new CustomerRequest(merchant, login, CustomerOperation.Check, DateTimeOffset.MaxValue);
            if (CustomerRequestRules.Check(request, null).FirstOrDefault(error => error.Field == "login") is { } wrong)
                throw new ArgumentException(wrong.Message, nameof(login));
            return new Customer(engine, engine.CustomerKeyOf(merchant, login), login);
        }
    }

    public async Task<CardReturn?> ReturnAsync(
        MerchantAlias merchant, string customer, Instrument.ThreeDSecureResult result, TimeSpan? limit = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(result);
        if (engine.CustomerAt(merchant, customer) is not { } key || !engine.Merchants.Contains(merchant) || !engine.HasCustomers(merchant))
        {
            result.Clear();
            return null;
        }

        // Nobody's login is known here, and none is needed: the MD says whose card it is.
        var reply = await new Customer(engine, key, login: "").DoAsync(
            new CustomerAsk(CustomerOperation.AddSubmit3DS), wallet: null, result, new CallOptions { UseDefaultKey = true, Limit = limit }, cancellationToken);
        return new CardReturn(reply, await (await engine.CustomersAsync(cancellationToken)).ReturnUrlAsync(key, cancellationToken));
    }

    private sealed class Customer(Engine engine, CustomerKey key, string login) : ICustomer
    {
        public async Task<CustomerReply> DoAsync(
            CustomerAsk command, Instrument.Wallet? wallet, Instrument.ThreeDSecureResult? result = null, CallOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(command);
            if (wallet is { IsEmpty: true } || result is { IsEmpty: true })
                throw new ArgumentException("This password, card or 3-D Secure result was used up by an earlier call: bring it anew for each call.", nameof(wallet));
            if (command.ReturnUrl is { } url && (command.Operation is not CustomerOperation.Add || !DoorAddresses.IsReturnUrl(url)))
                throw new ArgumentException("ReturnUrl belongs to Add, and is an absolute https address (http only on loopback).", nameof(command));
            if (wallet is not null && wallet.Login != login)
                throw new ArgumentException("The instrument is another customer's.", nameof(wallet));

            Instrument? instrument = command.Operation switch
            {
                CustomerOperation.AddSubmit3DS => result,
                CustomerOperation.Delete => null, // The terminal's own password takes a customer out.
                _ => wallet,
            };
            try
            {
                var calls = await engine.CustomersAsync(cancellationToken); // Not before the vault is there.
                return Check(command, instrument) is { } rejected
                    ? rejected
                    : await AskAsync(calls, command, instrument, wallet, options ?? new CallOptions(), cancellationToken);
            }
            finally
            {
                // What was sent has its own copy of the password in the vault, or was taken from here; nothing of it is used again.
                if (!ReferenceEquals(wallet, instrument))
                    wallet?.Clear();
                if (!ReferenceEquals(result, instrument))
                    result?.Clear();
            }
        }

        public async Task<CustomerReply> ResolveAsync(
            ManualDecision decision, string reason, string by, CancellationToken cancellationToken = default)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(reason);
            ArgumentException.ThrowIfNullOrWhiteSpace(by);
            var calls = await engine.CustomersAsync(cancellationToken);
            return await calls.ResolveAsync(
                new ResolveCustomer(key, decision, reason, by), engine.AnswerWithin, cancellationToken);
        }

        private CustomerReply.Rejected? Check(CustomerAsk command, Instrument? instrument)
        {
            var request = new CustomerRequest(key.Merchant, login, command.Operation, DateTimeOffset.MaxValue)
            {
                CardId = command.CardId,
                Amount = command.Amount,
                Order = command.Order,
                PhoneNumber = command.PhoneNumber,
                Email = command.Email,
                Page = command.Page,
            };
            if (CustomerRequestRules.Check(request, instrument) is not [var error, ..])
                return null;
            instrument?.Clear();
            return new CustomerReply.Rejected(error.Field, error.Message);
        }

        private async Task<CustomerReply> AskAsync(
            CustomerCalls calls, CustomerAsk command, Instrument? instrument, Instrument.Wallet? wallet, CallOptions options,
            CancellationToken cancellationToken)
        {
            var limit = options.Limit ?? engine.AnswerWithin;
            var details = new CustomerDetails(login) { PhoneNumber = command.PhoneNumber, Email = command.Email, Page = command.Page };

            // The question that may have to come first needs the password, too: each use has its own copy under its own ticket. It has nothing else of the
            // command: a Check that brought the address of a Register would be refused, and the doubt would last for ever.
            var readTicket = wallet is not null && command.Operation.IsChange()
                ? engine.Keep(new Deposit(wallet.Password.Reveal(password => new Instrument.Wallet(login, password)), PaymentExtras.None) { Customer = new CustomerDetails(login) }, limit)
                : null;
            var ask = new AskCustomer(
                key, "", command.Operation, default, engine.Keep(new Deposit(instrument, PaymentExtras.None) { Customer = details }, limit), readTicket, limit)
            {
                CardId = command.CardId,
                Amount = command.Amount,
                Order = command.Order,
                MaskedPan = wallet?.Card?.MaskedPan,
                ReturnUrl = command.ReturnUrl,
                MdHash = (instrument as Instrument.ThreeDSecureResult)?.Md.Reveal(ChallengeForm.HashOf),
            };
            var reply = options is { Key: null, UseDefaultKey: true } && command.Operation.IsChange()
                ? await calls.AskByDefaultAsync(ask, cancellationToken)
                : await calls.AskAsync(ask with { Idempotency = options.Key ?? new($"call-{engine.Ids.Next()}") }, cancellationToken);
            return reply is CustomerReply.ChallengeRequired challenge ? challenge with { TermUrl = engine.CardTermUrlOf(key) } : reply;
        }
    }
}
