using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>How the simulated gateway behaves when nothing goes wrong.</summary>
public sealed record SimulatedGatewayOptions
{
    /// <summary>The accounts.</summary>
    /// <value>The default is the documentation's sample account alone.</value>
    public IReadOnlyList<SimulatedMerchant> Merchants { get; init; } = [SimulatedMerchant.Documented];

    /// <summary>How long the slow test cards keep their answer back.</summary>
    /// <value>The default is 40 seconds (D:test-cards).</value>
    public TimeSpan SlowCardDuration { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>
    /// Whether the slow operation has its effect in the end. Nobody documents it; without the effect the late answer is
    /// PROCESSING_TIME_OUT.
    /// </summary>
    /// <value>The default is true.</value>
    public bool SlowCardApplies { get; init; } = true;

    /// <summary>When the slow operation has its effect.</summary>
    /// <value>The default is at the start.</value>
    public EffectAt SlowCardEffect { get; init; } = EffectAt.Start;

    /// <summary>Where 3-D Secure answers send the customer.</summary>
    /// <value>The default is an address that no network knows; <see cref="SimulatedGatewayHandler"/> answers there.</value>
    public Uri AcsUrl { get; init; } = new("https://sandbox.invalid/acs");

    /// <summary>Decides every id and every PaReq and PaRes: they are the same in each run, and nobody without the seed can guess them.</summary>
    /// <value>The default is 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>How long a customer may pay on a session's page.</summary>
    /// <value>The default is 60 minutes (D:inpay/pay).</value>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How often the customer of one session may try.</summary>
    /// <value>The default is 3; nobody documents it.</value>
    public int AttemptsCount { get; init; } = 3;

    /// <summary>Whether GetState of an order that only Init knows answers NONE.</summary>
    /// <value>The default is false: ORDER_NOT_FOUND (INF).</value>
    public bool GetStateKnowsSessions { get; init; }

    /// <summary>Whether refusals about customers use the current codes DUPLICATE_CUSTOMER and CUSTOMER_NOT_FOUND.</summary>
    /// <value>The default is false: DUPLICATE_USER and USER_NOT_FOUND, as recorded.</value>
    public bool UsesCurrentCustomerCodes { get; init; }

    /// <summary>Whether states are spelt as in older lists, with their terminal: <c>Rejected(Merchant)</c>, <c>Forwarded(Terminal2)</c>.</summary>
    /// <value>The default is false.</value>
    public bool SpellsTerminals { get; init; }

    /// <summary>Whether GetState and Pay bring AddInfo children: the bank's name and country, the payment system.</summary>
    /// <value>The default is false.</value>
    public bool ShowsAddInfo { get; init; }

    /// <summary>What adding a card holds on it for a while; the customer must type it to activate the card.</summary>
    /// <value>The default is 100 kopecks.</value>
    public Money CardHoldAmount { get; init; } = Money.Kopecks(100);

    /// <summary>Whether a merchant-side Pay of the EWallet family must bring the code that SendCode sent.</summary>
    /// <value>The default is false.</value>
    public bool RequiresConfirmCode { get; init; }

    /// <summary>How long a code of SendCode is good.</summary>
    /// <value>The default is 30 minutes (D:ewallet).</value>
    public TimeSpan ConfirmCodeLifetime { get; init; } = TimeSpan.FromMinutes(30);
}
