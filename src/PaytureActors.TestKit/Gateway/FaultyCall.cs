namespace PaytureActors.TestKit.Gateway;

/// <summary>Acts a call out under its fault: effect and answer, each where and when the fault lets them happen.</summary>
internal sealed class FaultyCall(SimulatedGateway gateway, SimulatedOrder order, ApiRequest request, Fault fault)
{
    public async Task<SimulatedAnswer> AnswerAsync(CancellationToken cancellationToken)
    {
        if (fault is not Fault.Slow slow)
            return AnswerAtOnce();

        var start = gateway.Time.GetUtcNow();
        var answer = slow.Effect == EffectAt.Start ? Fixed(Correct(request)) : Later(start + slow.Duration);
        await Task.Delay(slow.Duration, gateway.Time, cancellationToken);
        return answer();
    }

    private SimulatedAnswer AnswerAtOnce() => fault switch
    {
        Fault.None => Correct(request),
        Fault.LostBefore lost => Lost(lost.How),
        Fault.LostAfterEffect lost => Instead(Lost(lost.How), withEffect: true),
        Fault.Delayed ghost => Ghost(ghost),
        Fault.Garbage garbage => Instead(ApiAnswers.Garbage(request, garbage.Kind), garbage.WithEffect),
        Fault.Html html => Instead(ApiAnswers.Page(200), html.WithEffect),
        Fault.ServerError error => Instead(ApiAnswers.Page(error.Status), error.WithEffect),
        Fault.ErrorCode code => Instead(ApiAnswers.Refused(request, code.Code), code.WithEffect),
        Fault.Pending pending => Pending(pending),
        Fault.WrongAmount wrong => WrongAmount(wrong),
        Fault.OtherOrder other => OtherOrder(other),
        _ => throw new InvalidOperationException($"No rule acts out the fault {fault.GetType().Name}."),
    };

    private SimulatedAnswer Correct(ApiRequest asked) => asked.Operation is null
        ? ApiAnswers.State(asked, order.Look(gateway.Time.GetUtcNow()))
        : gateway.Write(asked, Execute(asked));

    private Verdict Execute(ApiRequest asked) => order.Do(asked, gateway.Time.GetUtcNow(), fault.VisibleAfter);

    private Func<SimulatedAnswer> Later(DateTimeOffset due)
    {
        if (request.Operation is null)
            return () => Correct(request);
        var verdict = order.DoLater(request, due, fault.VisibleAfter);
        return () => gateway.Write(request, verdict());
    }

    private static Func<SimulatedAnswer> Fixed(SimulatedAnswer answer) => () => answer;

    private SimulatedAnswer Instead(SimulatedAnswer answer, bool withEffect)
    {
        if (withEffect && request.Operation is not null)
            Execute(request);
        return answer;
    }

    private SimulatedAnswer Ghost(Fault.Delayed ghost)
    {
        if (request.Operation is not null)
            order.DoLater(request, gateway.Time.GetUtcNow() + ghost.Delay, fault.VisibleAfter);
        return Lost(ghost.How);
    }

    private SimulatedAnswer Pending(Fault.Pending pending)
    {
        // Neither a reading nor a payment that waits for its customer can hang at the bank.
        if (request.Operation is null || request.Card is { AsksChallenge: true })
            return Correct(request);
        var refused = order.Hang(request, gateway.Time.GetUtcNow(), pending);
        return ApiAnswers.Refused(request, refused?.ErrCode ?? "PROCESSING_TIME_OUT");
    }

    private SimulatedAnswer WrongAmount(Fault.WrongAmount wrong)
    {
        if (request.Operation is null)
            return Correct(request);
        var verdict = Execute(wrong.AlsoApplied ? request with { Amount = wrong.Echoed } : request);
        return gateway.Write(request, verdict is Verdict.Approved { Answer: var answer }
            ? new Verdict.Approved(answer with
            {
                Amount = answer.Amount is null ? null : wrong.Echoed,
                NewAmount = answer.NewAmount is null ? null : wrong.Echoed,
            })
            : verdict);
    }

    private SimulatedAnswer OtherOrder(Fault.OtherOrder other)
    {
        var echo = request with { OrderId = other.EchoedOrderId };
        return request.Operation is null
            ? ApiAnswers.State(echo, order.Look(gateway.Time.GetUtcNow()))
            : gateway.Write(echo, Execute(request));
    }

    private static SimulatedAnswer Lost(Loss how) => how == Loss.Reset ? new SimulatedAnswer.AbortConnection() : new SimulatedAnswer.Hang();
}
