using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;
using PaytureActors.Tests.Orders;
using static PaytureActors.Tests.Customers.CustomerUnderTest;

namespace PaytureActors.Tests.Customers;

[Collection(OneAtATime.Name)]
public sealed class CustomerTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(91);
    private static readonly CustomerAsk Activation = new(CustomerOperation.Activate) { Amount = Money.Kopecks(100) };

    [Fact]
    public void A_customer_is_registered_gets_a_card_activates_it_uses_it_and_is_taken_out()
    {
        using var customer = new CustomerUnderTest();
        Assert.IsType<CustomerReply.Done>(customer.Do(CustomerOperation.Check));
        Assert.IsType<CustomerReply.Done>(customer.Do(new CustomerAsk(CustomerOperation.Update) { Email = "anna@shop.example" }, Wallet()));
        Assert.Empty(customer.List());

        var card = Assert.IsType<CustomerReply.Done>(customer.Add()).Card!;
        Assert.Equal(card.CardId, Assert.Single(customer.List()).CardId);
        Assert.IsType<CustomerReply.Done>(customer.Do(Activation with { CardId = card.CardId }, Wallet()));
        Assert.True(Assert.Single(customer.List()).IsActive);
        Assert.IsType<CustomerReply.Done>(customer.Do(
            new CustomerAsk(CustomerOperation.SendCode) { CardId = card.CardId, Order = new OrderId("42"), Amount = Money.Kopecks(5) }, Wallet()));
        var page = Assert.IsType<CustomerReply.Done>(customer.Do(new CustomerAsk(CustomerOperation.InitAdd) { Page = new() }, Wallet()));
        Assert.Contains("vwapi/Add?SessionId=", page.RedirectUrl, StringComparison.Ordinal);

        Assert.IsType<CustomerReply.Done>(customer.Do(new CustomerAsk(CustomerOperation.Remove) { CardId = card.CardId }, Wallet()));
        Assert.Empty(customer.List());
        Assert.IsType<CustomerReply.Done>(customer.Do(new CustomerAsk(CustomerOperation.Delete), wallet: null));
        Assert.Equal("USER_NOT_FOUND", Assert.IsType<CustomerReply.Refused>(customer.Do(CustomerOperation.Check)).Refusal.Code);
    }

    [Fact]
    public void A_wrong_activation_amount_is_refused_and_the_hold_is_gone()
    {
        using var customer = new CustomerUnderTest();
        var card = Assert.IsType<CustomerReply.Done>(customer.Add()).Card!;
        Assert.Equal("AMOUNT_ERROR", Assert.IsType<CustomerReply.Refused>(
            customer.Do(Activation with { CardId = card.CardId, Amount = Money.Kopecks(99) }, Wallet())).Refusal.Code);
        Assert.IsType<CustomerReply.Refused>(customer.Do(Activation with { CardId = card.CardId }, Wallet()));
        Assert.False(Assert.Single(customer.List()).IsActive);
    }

    [Fact]
    public void A_card_with_3D_Secure_is_added_once_its_holder_has_authenticated_and_the_form_is_handed_out_once()
    {
        using var customer = new CustomerUnderTest();
        var challenge = Assert.IsType<CustomerReply.ChallengeRequired>(customer.Add("add", TestCards.Challenge));
        Assert.IsType<CustomerReply.Rejected>(customer.Add("add", TestCards.Challenge));
        var md = challenge.Form.Md.Reveal(text => text);

        var stranger = customer.Do(
            new CustomerAsk(CustomerOperation.AddSubmit3DS), null, result: new Instrument.ThreeDSecureResult("another", "x"));
        Assert.Equal("md", Assert.IsType<CustomerReply.Rejected>(stranger).Field);

        var done = customer.Do(
            new CustomerAsk(CustomerOperation.AddSubmit3DS), null, result: new Instrument.ThreeDSecureResult(md, customer.Engine.Gateway.PaRes(md, passes: true)));
        Assert.Equal(Assert.Single(customer.Cards).CardId, Assert.IsType<CustomerReply.Done>(done).Card!.CardId);
        Assert.Equal(1, customer.Calls("AddSubmit3DS"));
    }

    [Fact]
    public void The_bank_leads_to_our_door_which_brings_the_result_without_login_or_password()
    {
        using var customer = new CustomerUnderTest(configure: options => options.PublicUrl = new Uri("https://pay.shop.example"));
        var challenge = Assert.IsType<CustomerReply.ChallengeRequired>(customer.Do(
            new CustomerAsk(CustomerOperation.Add) { ReturnUrl = "https://shop.example/cards" }, Wallet(EngineUnderTest.Card(TestCards.Challenge)), "add"));
        const string door = "https://pay.shop.example/payture/shop/3ds/cards/";
        Assert.StartsWith(door, challenge.TermUrl, StringComparison.Ordinal);
        Assert.DoesNotContain(Login.Trim('+'), challenge.TermUrl, StringComparison.Ordinal);

        var md = challenge.Form.Md.Reveal(text => text);
        Assert.Null(Return("anna", md));
        Assert.Null(Return(challenge.TermUrl![door.Length..^1] + (challenge.TermUrl[^1] == '0' ? '1' : '0'), md)); // Nobody makes an address up.
        Assert.Equal(CustomerRejection.OtherChallenge, Assert.IsType<CustomerReply.Rejected>(Return(challenge.TermUrl![door.Length..], "another")!.Reply).Why);
        var back = Return(challenge.TermUrl[door.Length..], md)!;
        Assert.Equal("https://shop.example/cards", back.ReturnUrl);
        Assert.Equal(Assert.Single(customer.Cards).CardId, Assert.IsType<CustomerReply.Done>(back.Reply).Card!.CardId);
        Assert.IsType<CustomerReply.Done>(customer.Add("add", TestCards.Challenge)); // The Add's own key tells it, too.
        Assert.Equal((1, 1), (customer.Calls("Add"), customer.Calls("AddSubmit3DS")));

        CardReturn? Return(string address, string brought) => customer.Engine.Run(() => new PaytureCustomers(customer.Engine.Engine).ReturnAsync(
            new MerchantAlias("shop"), address, new Instrument.ThreeDSecureResult(brought, customer.Engine.Gateway.PaRes(md, passes: true))));
    }

    [Fact]
    public void A_card_that_is_added_meanwhile_does_not_take_the_way_back_of_the_one_at_the_bank()
    {
        using var customer = new CustomerUnderTest(configure: options => options.PublicUrl = new Uri("https://pay.shop.example"));
        var challenge = Assert.IsType<CustomerReply.ChallengeRequired>(customer.Do(
            new CustomerAsk(CustomerOperation.Add) { ReturnUrl = "https://shop.example/cards" }, Wallet(EngineUnderTest.Card(TestCards.Challenge)), "add"));
        Assert.IsType<CustomerReply.Done>(customer.Add("another", TestCards.Success));

        var md = challenge.Form.Md.Reveal(text => text);
        var back = customer.Engine.Run(() => new PaytureCustomers(customer.Engine.Engine).ReturnAsync(
            new MerchantAlias("shop"), challenge.TermUrl!.Split('/')[^1],
            new Instrument.ThreeDSecureResult(md, customer.Engine.Gateway.PaRes(md, passes: true))));

        Assert.IsType<CustomerReply.Done>(back!.Reply);
        Assert.Equal("https://shop.example/cards", back.ReturnUrl);
    }

    [Fact]
    public void A_card_whose_holder_never_came_back_is_settled_by_the_list()
    {
        using var customer = new CustomerUnderTest();
        Assert.IsType<CustomerReply.ChallengeRequired>(customer.Add("add", TestCards.Challenge));
        customer.List();
        Assert.NotNull(customer.State.Challenge);
        customer.Wait(TimeSpan.FromMinutes(15.1));
        Assert.IsType<CustomerReply.NotApplied>(customer.Add("add", TestCards.Challenge));
        Assert.Equal((1, 2), (customer.Calls("Add"), customer.Calls("GetList")));
        Assert.Null(customer.State.Challenge);
        Assert.IsType<CustomerReply.ChallengeRequired>(customer.Add("again", TestCards.Challenge));
    }

    [Fact]
    public void A_result_that_comes_after_its_time_is_not_sent()
    {
        using var customer = new CustomerUnderTest();
        var challenge = Assert.IsType<CustomerReply.ChallengeRequired>(customer.Add("add", TestCards.Challenge));
        customer.Wait(TimeSpan.FromMinutes(15.1));
        var md = challenge.Form.Md.Reveal(text => text);
        var late = customer.Do(
            new CustomerAsk(CustomerOperation.AddSubmit3DS), null, result: new Instrument.ThreeDSecureResult(md, customer.Engine.Gateway.PaRes(md, passes: true)));
        Assert.Equal("md", Assert.IsType<CustomerReply.Rejected>(late).Field);
        Assert.Equal(0, customer.Calls("AddSubmit3DS"));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void An_Add_whose_answer_is_lost_is_in_doubt_until_the_password_comes_and_is_never_sent_twice(bool isApplied, int cards)
    {
        Fault fault = isApplied ? new Fault.LostAfterEffect(Loss.Reset) : new Fault.LostBefore(Loss.Reset);
        using var customer = new CustomerUnderTest(new FaultScript().OnAny("Add", fault));
        var doubt = Assert.IsType<CustomerReply.InDoubt>(customer.Add("add"));
        Assert.Equal(CustomerOperation.Add, doubt.Operation);
        Assert.IsType<CustomerReply.InDoubt>(customer.Do(CustomerOperation.Update)); // Not before the quiet period.
        Assert.Equal(0, customer.Calls("Update"));

        customer.Wait(Quiet);
        Assert.IsType<CustomerReply.InDoubt>(customer.Do(new CustomerAsk(CustomerOperation.Delete), wallet: null));
        var answer = customer.Add("add");
        Assert.Equal(cards, customer.Cards.Count);
        if (isApplied)
            Assert.Equal(customer.Cards[0].CardId, Assert.IsType<CustomerReply.Done>(answer).Card!.CardId);
        else
            Assert.Null(Assert.IsType<CustomerReply.NotApplied>(answer).Reason);
        Assert.Equal((1, 1), (customer.Calls("Add"), customer.Calls("GetList")));

        Assert.Equal(isApplied, customer.Add("again") is CustomerReply.Refused { Refusal.Code: "DUPLICATE_CARD" });
        Assert.Single(customer.Cards);
    }

    [Fact]
    public void A_doubt_is_settled_by_any_command_that_brings_the_password_before_that_command_leaves()
    {
        using var customer = new CustomerUnderTest(new FaultScript().OnAny("Add", new Fault.LostAfterEffect(Loss.Silence)));
        Assert.IsType<CustomerReply.InDoubt>(customer.Add("add"));
        customer.Wait(Quiet);
        Assert.IsType<CustomerReply.Done>(customer.Do(CustomerOperation.Update));
        Assert.Equal((1, 1), (customer.Calls("GetList"), customer.Calls("Update")));
        Assert.Equal(CustomerEnding.Done, customer.State.Recorded(new("add"))!.Ending);
    }

    [Fact]
    public void A_register_in_doubt_is_settled_by_Check_after_a_restart_too_and_a_restart_sends_nothing()
    {
        using var customer = new CustomerUnderTest(new FaultScript().OnAny("Register", new Fault.LostAfterEffect(Loss.Silence)), isRegistered: false);
        var pending = customer.Customer.DoAsync(new CustomerAsk(CustomerOperation.Register), Wallet(), options: new CallOptions { Key = new("reg") });
        Assert.True(customer.Engine.Time.AdvanceUntil(() => customer.Calls("Register") == 1, TimeSpan.FromSeconds(5)));
        customer.Restart();

        Assert.IsType<CustomerReply.InDoubt>(customer.Do(CustomerOperation.Register, "reg"));
        customer.Wait(TimeSpan.FromHours(1)); // A customer in doubt stays in memory, or it would never be quiet.
        Assert.IsType<CustomerReply.Done>(customer.Do(CustomerOperation.Register, "reg"));
        Assert.Equal((1, 1), (customer.Calls("Register"), customer.Calls("Check")));
        _ = pending;
    }

    [Fact] // The question that comes first asks about the customer alone: nobody may take it for a command that brings an address.
    public void A_register_in_doubt_that_brought_an_address_is_settled_when_it_is_asked_again()
    {
        using var customer = new CustomerUnderTest(new FaultScript().OnAny("Register", new Fault.LostAfterEffect(Loss.Reset)), isRegistered: false);
        var register = new CustomerAsk(CustomerOperation.Register) { Email = "anna@shop.example", PhoneNumber = "79990001122" };
        Assert.IsType<CustomerReply.InDoubt>(customer.Do(register, Wallet(), "reg"));
        customer.Wait(Quiet);

        Assert.IsType<CustomerReply.Done>(customer.Do(register, Wallet(), "reg"));
        Assert.Equal((1, 1), (customer.Calls("Register"), customer.Calls("Check")));
    }

    [Theory] // The command had its effect: to say that it was refused would be a lie.
    [InlineData("PROCESSING_ERROR")]
    [InlineData("DUPLICATE_PROCESSING_ORDER_ID")]
    public void An_add_in_doubt_stays_so_when_the_gateway_does_not_say_what_it_has(string code)
    {
        using var customer = new CustomerUnderTest(new FaultScript()
            .OnAny("Add", new Fault.LostAfterEffect(Loss.Reset)).OnAny("GetList", new Fault.ErrorCode(code, WithEffect: false)));
        Assert.IsType<CustomerReply.InDoubt>(customer.Add("card"));
        customer.Wait(Quiet);

        Assert.IsType<CustomerReply.InDoubt>(customer.Add("card"));
        Assert.IsType<CustomerReply.Done>(customer.Add("card"));
        Assert.Equal((1, 2), (customer.Calls("Add"), customer.Calls("GetList")));
    }

    [Fact]
    public void A_delete_in_doubt_is_repeated_without_the_password()
    {
        using var customer = new CustomerUnderTest(new FaultScript().OnAny("Delete", new Fault.LostBefore(Loss.Reset)));
        Assert.IsType<CustomerReply.InDoubt>(customer.Do(new CustomerAsk(CustomerOperation.Delete), wallet: null));
        customer.Wait(Quiet);
        Assert.IsType<CustomerReply.Done>(customer.Do(new CustomerAsk(CustomerOperation.Delete), wallet: null));
        Assert.Equal(2, customer.Calls("Delete"));
    }

    [Fact]
    public void What_provably_did_not_leave_is_said_to_be_so()
    {
        using var customer = new CustomerUnderTest(new FaultScript().RefuseConnection("Add"));
        Assert.Equal(NotSentReason.Connect, Assert.IsType<CustomerReply.NotApplied>(customer.Add("add")).Reason);
        Assert.IsType<CustomerReply.Done>(customer.Add("another"));
    }

    [Fact]
    public void A_wrong_password_does_not_settle_a_doubt()
    {
        using var customer = new CustomerUnderTest(new FaultScript().OnAny("Add", new Fault.LostAfterEffect(Loss.Reset)));
        customer.Add("add");
        customer.Wait(Quiet);
        var reply = customer.Do(new CustomerAsk(CustomerOperation.Update), Wallet(password: "wrong"));
        Assert.Equal("WRONG_USER_PARAMS", Assert.IsType<CustomerReply.Refused>(reply).Refusal.Code);
        Assert.NotNull(customer.State.InProgress);
        Assert.IsType<CustomerReply.Done>(customer.Add("add"));
    }

    [Theory]
    [InlineData(CustomerOperation.SendCode, "SendCode")]
    [InlineData(CustomerOperation.Check, "Check")]
    [InlineData(CustomerOperation.GetList, "GetList")]
    [InlineData(CustomerOperation.InitAdd, "Init")]
    public void Of_what_was_only_handed_on_a_lost_answer_is_not_said_to_be_no_effect(CustomerOperation operation, string command)
    {
        var lost = Enumerable.Repeat<Fault>(new Fault.LostAfterEffect(Loss.Reset), 5).ToArray(); // What only reads is tried again.
        using var customer = new CustomerUnderTest(new FaultScript().OnAny(command, lost));
        Assert.Equal(new CustomerReply.Unanswered(null), customer.Do(operation));
    }

    [Fact]
    public void Without_a_key_another_card_does_not_hear_the_answer_of_the_first()
    {
        using var customer = new CustomerUnderTest(new FaultScript().OnAny("Add", new Fault.LostAfterEffect(Loss.Reset)));
        Assert.IsType<CustomerReply.InDoubt>(Add(TestCards.Success));
        customer.Wait(Quiet);
        Assert.Equal(CustomerRejection.CommandInProgress, Assert.IsType<CustomerReply.Rejected>(Add(TestCards.SlowBlock)).Why);
        Assert.Equal(2, Assert.IsType<CustomerReply.Done>(Add(TestCards.SlowBlock)) is { Card: not null } ? customer.Cards.Count : 0);

        CustomerReply Add(string card) => customer.Engine.Run(() => customer.Customer.DoAsync(
            new CustomerAsk(CustomerOperation.Add), Wallet(EngineUnderTest.Card(card)), options: new CallOptions { UseDefaultKey = true }));
    }

    [Fact]
    public void A_doubt_about_a_customer_whose_password_is_lost_ends_after_the_horizon()
    {
        using var customer = new CustomerUnderTest(new FaultScript().OnAny("Add", new Fault.LostBefore(Loss.Reset)));
        var doubt = Assert.IsType<CustomerReply.InDoubt>(customer.Add("add"));
        Assert.True(doubt.Until - doubt.Since > TimeSpan.FromHours(24));
        customer.Wait(TimeSpan.FromHours(23.9));
        Assert.IsType<CustomerReply.Refused>(customer.Do(new CustomerAsk(CustomerOperation.GetList), Wallet(password: "wrong")));
        Assert.NotNull(customer.State.InProgress);
        Assert.IsType<CustomerReply.InDoubt>(customer.Do(new CustomerAsk(CustomerOperation.Delete), wallet: null));

        customer.Wait(TimeSpan.FromHours(0.2));
        Assert.IsType<CustomerReply.Done>(customer.Do(new CustomerAsk(CustomerOperation.Delete), wallet: null));
        Assert.Equal(new CustomerReply.NeverLearnt(CustomerOperation.Add), customer.Add("add"));
        Assert.Equal((1, 1), (customer.Calls("Add"), customer.Calls("Delete")));
    }

    [Fact]
    public void After_the_horizon_a_refused_password_ends_a_doubt_too()
    {
        using var customer = new CustomerUnderTest(new FaultScript().OnAny("Add", new Fault.LostBefore(Loss.Reset)));
        customer.Add("add");
        customer.Wait(TimeSpan.FromHours(24.1)); // It has left memory: the copy that comes back lets a quiet period pass first.
        Assert.IsType<CustomerReply.InDoubt>(customer.Do(new CustomerAsk(CustomerOperation.Update), Wallet(password: "wrong")));
        customer.Wait(Quiet);
        Assert.IsType<CustomerReply.Refused>(customer.Do(new CustomerAsk(CustomerOperation.Update), Wallet(password: "wrong")));
        Assert.Equal(CustomerEnding.NeverLearnt, customer.State.Recorded(new("add"))!.Ending);
        Assert.IsType<CustomerReply.Done>(customer.Add("again"));
    }

    [Fact]
    public void A_person_ends_a_doubt_with_name_and_reason_and_it_stays_ended_after_a_restart()
    {
        using var customer = new CustomerUnderTest(new FaultScript().OnAny("Add", new Fault.LostBefore(Loss.Reset)));
        Assert.Equal(CustomerRejection.NothingToResolve, Assert.IsType<CustomerReply.Rejected>(Resolve()).Why);
        customer.Add("add");
        Assert.Equal(CustomerRejection.CommandInProgress, Assert.IsType<CustomerReply.Rejected>(Resolve()).Why);
        customer.Wait(Quiet);
        Assert.Equal(new CustomerReply.Resolved(CustomerOperation.Add), Resolve());
        var resolved = Assert.Single(customer.Events.OfType<CustomerEvent.Resolved>());
        Assert.Equal(("The bank shows nothing.", "Anna"), (resolved.Reason, resolved.By));

        customer.Restart();
        Assert.IsType<CustomerReply.NotApplied>(customer.Add("add"));
        Assert.IsType<CustomerReply.Done>(customer.Add("again"));

        CustomerReply Resolve() =>
            customer.Engine.Run(() => customer.Customer.ResolveAsync(ManualDecision.NotApplied, "The bank shows nothing.", "Anna"));
    }

    [Fact]
    public void Commands_at_once_are_done_one_after_another()
    {
        using var customer = new CustomerUnderTest();
        string[] cards = [TestCards.Success, TestCards.SuccessWithSecurityCode, TestCards.SlowBlock, TestCards.SlowCharge];
        var replies = customer.Engine.Run(() => Task.WhenAll(cards.Select(card =>
            customer.Customer.DoAsync(new CustomerAsk(CustomerOperation.Add), Wallet(EngineUnderTest.Card(card))))));
        Assert.All(replies, reply => Assert.IsType<CustomerReply.Done>(reply));
        Assert.Equal(4, customer.Cards.Count);
        Assert.Equal(10, customer.Events.Count()); // Register and four Adds: an intent and its end each.
    }

    [Fact]
    public void The_default_key_repeats_an_ended_command_never_and_joins_one_that_has_not()
    {
        using var customer = new CustomerUnderTest();
        var ask = new CustomerAsk(CustomerOperation.Update);
        var options = new CallOptions { UseDefaultKey = true };
        Assert.IsType<CustomerReply.Done>(customer.Engine.Run(() => customer.Customer.DoAsync(ask, Wallet(), options: options)));
        Assert.IsType<CustomerReply.Done>(customer.Engine.Run(() => customer.Customer.DoAsync(ask, Wallet(), options: options)));
        Assert.Equal(2, customer.Calls("Update"));
        Assert.NotNull(customer.State.Recorded(new("Update#1")));
    }

    [Fact]
    public void A_journal_that_fails_leaves_nothing_half_done()
    {
        using var customer = new CustomerUnderTest();
        customer.Engine.Journal.FailNext(WriteFault.Fail, WriteFault.KeepAndFail);
        var reply = customer.Add("add"); // The first intent is lost, the second one is kept, and its call never leaves.
        Assert.IsType<CustomerReply.InDoubt>(reply);
        Assert.Equal(0, customer.Calls("Add"));
        customer.Wait(Quiet);
        Assert.IsType<CustomerReply.NotApplied>(customer.Add("add"));
        Assert.IsType<CustomerReply.Done>(customer.Add("again"));
    }

    [Fact]
    public void What_is_wrong_is_said_at_the_door_and_what_came_with_it_is_used_up()
    {
        using var customer = new CustomerUnderTest(isRegistered: false);
        var wallet = Wallet();
        Assert.Equal("card", Assert.IsType<CustomerReply.Rejected>(customer.Do(new CustomerAsk(CustomerOperation.Add), wallet)).Field);
        Assert.True(wallet.IsEmpty);
        Assert.Equal("cardId", Assert.IsType<CustomerReply.Rejected>(
            customer.Do(new CustomerAsk(CustomerOperation.Remove) { CardId = "short" }, Wallet())).Field);
        Assert.Equal("amount", Assert.IsType<CustomerReply.Rejected>(
            customer.Do(new CustomerAsk(CustomerOperation.Activate) { CardId = CardId }, Wallet())).Field);
        Assert.Throws<ArgumentException>(() => new PaytureCustomers(customer.Engine.Engine)[new MerchantAlias("shop"), ""]);
        Assert.Throws<ArgumentException>(() => new PaytureCustomers(customer.Engine.Engine)[new MerchantAlias("nobody"), Login]);
        Assert.Empty(customer.Events);
    }

    [Fact]
    public void No_login_password_contact_or_card_is_in_the_journal_in_a_message_or_in_what_is_published()
    {
        const string pan = "4929123456781234564";
        MessageProbe.Seen.Clear();
        using var customer = new CustomerUnderTest(hocon: MessageProbe.Hocon + "\nakka.loglevel = DEBUG");
        var heard = customer.Engine.Listen<object>();
        var ask = new CustomerAsk(CustomerOperation.Add) { PhoneNumber = "79993334455" };
        Assert.IsType<CustomerReply.Done>(customer.Do(ask, Wallet(EngineUnderTest.Card(pan))));
        Assert.IsType<CustomerReply.Done>(customer.Do(new CustomerAsk(CustomerOperation.Update) { Email = "canary@shop.example" }, Wallet()));
        Assert.IsType<CustomerReply.ChallengeRequired>(customer.Add("3ds", TestCards.Challenge));

        Assert.Contains(MessageProbe.Seen, message => message is PaytureActors.Customers.AskCustomer);
        Assert.Contains(MessageProbe.Seen, message => message is PaytureActors.Customers.SendCustomerWithTicket);
        foreach (var message in MessageProbe.Seen.Concat(heard).Concat(customer.Events))
        {
            var text = SecretsTests.Graph.Text(message);
            foreach (var canary in new[] { Login, Password, pan, "79993334455", "canary@shop.example" })
                Assert.False(text.Contains(canary, StringComparison.Ordinal), $"A {message.GetType().Name} holds {canary}.");
        }

        Assert.DoesNotContain("79993334455", $"{ask}", StringComparison.Ordinal);
        Assert.DoesNotContain(Login, $"{new PaytureActors.Customers.CustomerDetails(Login)}", StringComparison.Ordinal);
    }
}
