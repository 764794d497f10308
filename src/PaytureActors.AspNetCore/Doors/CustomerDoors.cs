using Microsoft.AspNetCore.Http;
using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Requests;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>The doors of an eWallet customer: they read and check a request, ask the customer, and answer.</summary>
internal sealed class CustomerDoors(IPaytureOrders orders, IPaytureCustomers customers, TimeProvider time)
{
    public Task<IResult> RegisterAsync(HttpContext http) =>
        DoAsync(http, (fields, _) => new(CustomerContactRequest.Read(fields, CustomerOperation.Register)));

    public Task<IResult> UpdateAsync(HttpContext http) =>
        DoAsync(http, (fields, _) => new(CustomerContactRequest.Read(fields, CustomerOperation.Update)));

    public Task<IResult> CheckAsync(HttpContext http) => DoAsync(http, CustomerOperation.Check);

    /// <summary>The gateway asks for the terminal's password here, not for the customer's.</summary>
    public Task<IResult> DeleteAsync(HttpContext http) => DoAsync(http, CustomerOperation.Delete, Password.IsIgnored);

    public Task<IResult> ListCardsAsync(HttpContext http) => DoAsync(http, CustomerOperation.GetList);

    public Task<IResult> AddCardAsync(HttpContext http) => DoAsync(http, (fields, errors) =>
    {
        var (ask, card) = AddCardRequest.Read(fields, errors, time.GetUtcNow());
        return new Asked(ask) { Card = card };
    });

    /// <summary>The MD proves whose card it is; with the password an earlier doubt can be settled on the way.</summary>
    public Task<IResult> CompleteCardAsync(HttpContext http) => DoAsync(http, (fields, _) =>
        new(new CustomerAsk(CustomerOperation.AddSubmit3DS)) { Result = CompleteRequest.Read(fields) }, Password.IsTaken);

    public Task<IResult> OpenSessionAsync(HttpContext http) => DoAsync(http, (fields, _) => new(CardSessionRequest.Read(fields)));

    public Task<IResult> ActivateCardAsync(HttpContext http) =>
        DoAsync(http, (fields, errors) => new(ActivateRequest.Read(fields, OrderRoute.CardId(http, errors))));

    public Task<IResult> RemoveCardAsync(HttpContext http) => DoAsync(http, (fields, errors) =>
    {
        fields.RefuseOthers();
        return new(new CustomerAsk(CustomerOperation.Remove) { CardId = OrderRoute.CardId(http, errors) });
    });

    public Task<IResult> SendCodeAsync(HttpContext http) => DoAsync(http, (fields, _) => new(SendCodeRequest.Read(fields)));

    public async Task<IResult> ResolveAsync(HttpContext http)
    {
        if (OrderRoute.Merchant(http, orders) is not { } merchant)
            return Answer.Problem(http, Problems.UnknownMerchant());

        var errors = new FieldErrors();
        var login = OrderRoute.Login(http, errors);
        var (document, problem) = await RequestBody.ReadAsync(http.Request);
        if (document is null)
            return Answer.Problem(http, problem!);

        ResolveRequest? resolve;
        using (document)
            resolve = ResolveRequest.Read(new JsonFields(document.RootElement, errors));
        if (errors.Any)
            return Answer.Problem(http, Problems.Invalid(errors));
        return Find(merchant, login!) is { } customer
            ? CustomerAnswers.To(
                http, merchant, login!, asked: null,
                await customer.ResolveAsync(resolve!.Decision, resolve.Reason, resolve.By, http.RequestAborted))
            : Answer.Problem(http, CustomerProblems.NoWallet());
    }

    private Task<IResult> DoAsync(HttpContext http, CustomerOperation operation, Password password = Password.IsRequired) => DoAsync(http, (fields, _) =>
    {
        fields.RefuseOthers();
        return new(new CustomerAsk(operation));
    }, password);

    /// <summary>Reads and checks everything first; the call is made only when nothing at all is wrong.</summary>
    private async Task<IResult> DoAsync(HttpContext http, Func<JsonFields, FieldErrors, Asked> read, Password use = Password.IsRequired)
    {
        if (OrderRoute.Merchant(http, orders) is not { } merchant)
            return Answer.Problem(http, Problems.UnknownMerchant());

        var errors = new FieldErrors();
        var login = OrderRoute.Login(http, errors);
        var key = CallHeaders.Key(http.Request, errors, required: false);
        var password = use switch
        {
            Password.IsIgnored => null,
            Password.IsTaken when !http.Request.Headers.ContainsKey(CallHeaders.CustomerPassword) => null,
            _ => CallHeaders.Password(http.Request, errors),
        };
        var (document, problem) = await RequestBody.ReadAsync(http.Request);
        if (document is null)
            return Answer.Problem(http, problem!);

        Asked asked;
        using (document)
            asked = read(new JsonFields(document.RootElement, errors), errors);
        var wallet = login is null || password is null ? null : new Instrument.Wallet(login, password) { Card = asked.Card };
        if (!errors.Any)
            errors.AddRange(WireRules.Check(login!, asked.Ask, (Instrument?)asked.Result ?? wallet));
        if (errors.Any)
            return Answer.Problem(http, Problems.Invalid(errors));

        if (Find(merchant, login!) is not { } customer)
            return Answer.Problem(http, CustomerProblems.NoWallet());

        var options = new CallOptions { Key = key, UseDefaultKey = key is null, Limit = CallHeaders.Wait(http) };
        var reply = await customer.DoAsync(asked.Ask, wallet, asked.Result, options, http.RequestAborted);
        return CustomerAnswers.To(http, merchant, login!, asked.Ask.Operation, reply);
    }

    private ICustomer? Find(MerchantAlias merchant, string login)
    {
        try
        {
            return customers[merchant, login];
        }
        catch (ArgumentException) // The login is checked: it is the account that has no eWallet.
        {
            return null;
        }
    }

    /// <summary>What a door makes of the header with the customer's password.</summary>
    private enum Password
    {
        IsRequired = 1,
        IsTaken,
        IsIgnored,
    }

    /// <summary>What was read of a request.</summary>
    private sealed record Asked(CustomerAsk Ask)
    {
        public Instrument.Card? Card { get; init; }

        public Instrument.ThreeDSecureResult? Result { get; init; }
    }
}
