using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.Vault;

namespace PaytureActors.Tests.Vault;

public sealed class ChallengeFormsTests
{
    private static readonly OrderKey Order = new("shop", "42");
    private static readonly MonotonicTime Now = new(TimeSpan.FromHours(1));
    private static readonly MonotonicTime End = Now + TimeSpan.FromMinutes(15);

    [Fact]
    public void A_form_is_handed_out_once()
    {
        var (forms, form) = (new ChallengeForms(), Form());
        forms.Keep(Order, "ticket", form, End);

        Assert.Null(forms.Take(Order, "another call's", Now));
        Assert.Null(forms.Take(new("shop", "43"), null, Now));
        Assert.Same(form, forms.Take(Order, "ticket", Now));
        Assert.Null(forms.Take(Order, null, Now));
        Assert.False(form.PaReq.IsEmpty);
        Assert.True(forms.IsEmpty);
    }

    [Fact]
    public void A_form_whose_time_is_over_is_forgotten_and_so_is_one_that_another_replaces()
    {
        var (forms, old, over) = (new ChallengeForms(), Form(), Form());
        forms.Keep(Order, "1", old, End);
        forms.Keep(Order, "2", over, End);
        Assert.True(old.PaReq.IsEmpty && old.Md.IsEmpty);

        Assert.Null(forms.Take(Order, null, End + TimeSpan.FromTicks(1)));
        Assert.True(over.PaReq.IsEmpty);
    }

    [Fact]
    public void What_nobody_takes_is_swept_or_dropped()
    {
        var (forms, swept, kept) = (new ChallengeForms(), Form(), Form());
        forms.Keep(Order, "1", swept, End);
        forms.Keep(new("shop", "43"), "2", kept, End + TimeSpan.FromMinutes(1));

        forms.Sweep(End + TimeSpan.FromTicks(1));
        Assert.Equal((true, false), (swept.PaReq.IsEmpty, kept.PaReq.IsEmpty));

        forms.DropAll();
        Assert.True(kept.Md.IsEmpty);
    }

    private static ChallengeForm Form() => new("https://acs.example", new("pareq"), new("md"));
}
