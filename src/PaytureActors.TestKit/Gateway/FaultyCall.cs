namespace PaytureActors.TestKit.Gateway;

/// <summary>Acts a call out under its fault: effect and answer, each where and when the fault lets them happen.</summary>
internal sealed class FaultyCall(SimulatedGateway gateway, Subject subject, WireRequest request, Fault fault)
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
        Fault.Garbage garbage => Instead(Answers.Garbage(request, garbage.Kind), garbage.WithEffect),
        Fault.Html html => Instead(Answers.ErrorPage(200), html.WithEffect),
        Fault.ServerError error => Instead(Answers.ErrorPage(error.Status), error.WithEffect),
        Fault.ErrorCode code => Instead(Answers.Refused(request, code.Code), code.WithEffect),
        Fault.Pending pending => gateway.Write(request, subject.Hang(request, gateway.Time.GetUtcNow(), pending)),
        Fault.WrongAmount wrong => WrongAmount(wrong),
        Fault.OtherOrder other => OtherOrder(other),
        _ => throw new InvalidOperationException($"No rule acts out the fault {fault.GetType().Name}."),
    };

    private SimulatedAnswer Correct(WireRequest asked) => gateway.Write(asked, Execute(asked));

    private Verdict Execute(WireRequest asked) => subject.Do(asked, gateway.Time.GetUtcNow(), fault.VisibleAfter);

    private Func<SimulatedAnswer> Later(DateTimeOffset due)
    {
        if (request.Deed.IsReading)
            return () => Correct(request);
        var verdict = subject.DoLater(request, due, fault.VisibleAfter);
        return () => gateway.Write(request, verdict());
    }

    private static Func<SimulatedAnswer> Fixed(SimulatedAnswer answer) => () => answer;

    private SimulatedAnswer Instead(SimulatedAnswer answer, bool withEffect)
    {
        if (withEffect && !request.Deed.IsReading)
            Execute(request);
        return answer;
    }

    private SimulatedAnswer Ghost(Fault.Delayed ghost)
    {
        if (!request.Deed.IsReading)
            subject.DoLater(request, gateway.Time.GetUtcNow() + ghost.Delay, fault.VisibleAfter);
        return Lost(ghost.How);
    }

    private SimulatedAnswer WrongAmount(Fault.WrongAmount wrong)
    {
        var verdict = Execute(wrong.AlsoApplied ? request with { Deed = request.Deed.With(wrong.Echoed) } : request);
        return gateway.Write(request, verdict is Verdict.Approved { Answer: var answer } approved
            ? approved with
            {
                Answer = answer with
                {
                    Amount = answer.Amount is null ? null : wrong.Echoed,
                    NewAmount = answer.NewAmount is null ? null : wrong.Echoed,
                },
            }
            : verdict);
    }

    private SimulatedAnswer OtherOrder(Fault.OtherOrder other)
    {
        var echo = request.OrderId.Length > 0 ? request with { OrderId = other.EchoedOrderId } : request with { Login = other.EchoedOrderId };
        return gateway.Write(echo, Execute(request));
    }

    private static SimulatedAnswer Lost(Loss how) => how == Loss.Reset ? new SimulatedAnswer.AbortConnection() : new SimulatedAnswer.Hang();
}
