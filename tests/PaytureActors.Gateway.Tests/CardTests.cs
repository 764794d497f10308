using System.Text.Json;

namespace PaytureActors.Gateway.Tests;

public sealed class CardTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 15, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("4111111111100031")]
    [InlineData("4100401111100328")]
    [InlineData("4100401111103025")]
    [InlineData("4100401111100062")]
    [InlineData("4100401111100724")]
    [InlineData("5218851946955484")]
    [InlineData("6390028880000000010")]
    public void The_sandbox_cards_are_valid(string number) => Assert.True(Create(number: number, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("411111111111")]
    [InlineData("41111111111000310000")]
    [InlineData("4111111111100032")]
    [InlineData("4111 1111 1110 0031")]
    [InlineData("４１１１１１１１１１１０００３１")]
    public void A_wrong_number_is_named(string? number)
    {
        Assert.False(Create(number: number, out var errors));
        Assert.Equal("card.number", Assert.Single(errors).Field);
    }

    [Theory]
    [InlineData("03", "26", null)]
    [InlineData("3", "2026", null)]
    [InlineData("12", "99", null)]
    [InlineData("02", "26", "card.expiryMonth")]
    [InlineData("12", "25", "card.expiryYear")]
    [InlineData("00", "30", "card.expiryMonth")]
    [InlineData("13", "30", "card.expiryMonth")]
    [InlineData("", "30", "card.expiryMonth")]
    [InlineData("-1", "30", "card.expiryMonth")]
    [InlineData("03", "", "card.expiryYear")]
    [InlineData("03", "126", "card.expiryYear")]
    [InlineData("03", "1930", "card.expiryYear")]
    public void The_expiry_is_checked_against_the_day(string month, string year, string? field)
    {
        var valid = Instrument.Card.TryCreate("4111111111100031", month, year, null, null, Now, out _, out var errors);

        Assert.Equal(field is null, valid);
        Assert.Equal(field, errors.SingleOrDefault()?.Field);
    }

    [Fact]
    public void A_card_is_good_to_the_end_of_its_month_and_a_day_longer()
    {
        Assert.True(At(new DateTimeOffset(2026, 4, 1, 23, 59, 59, TimeSpan.Zero)));
        Assert.False(At(new DateTimeOffset(2026, 4, 2, 0, 0, 1, TimeSpan.Zero)));

        static bool At(DateTimeOffset now) => Instrument.Card.TryCreate("4111111111100031", "03", "26", null, null, now, out _, out _);
    }

    [Theory]
    [InlineData("12", "card.securityCode")]
    [InlineData("12345", "card.securityCode")]
    [InlineData("12a", "card.securityCode")]
    [InlineData("007", null)]
    [InlineData("0007", null)]
    [InlineData("", null)]
    public void A_security_code_has_three_or_four_digits(string code, string? field)
    {
        Instrument.Card.TryCreate("4111111111100031", "03", "31", null, code, Now, out _, out var errors);
        Assert.Equal(field, errors.SingleOrDefault()?.Field);
    }

    [Theory]
    [InlineData("1234567890123456789012345678901", "card.holder")]
    [InlineData("ANNA\nKOVAL", "card.holder")]
    [InlineData("   ", "card.holder")]
    [InlineData("ANNA KOVAL", null)]
    [InlineData(null, null)]
    public void A_holder_has_up_to_thirty_characters(string? holder, string? field)
    {
        Instrument.Card.TryCreate("4111111111100031", "03", "31", holder, null, Now, out _, out var errors);
        Assert.Equal(field, errors.SingleOrDefault()?.Field);
    }

    [Fact] // Not a row above: an attribute cannot hold half a character.
    public void A_holder_is_whole_unicode()
    {
        Instrument.Card.TryCreate("4111111111100031", "03", "31", "ANNA \uD800", null, Now, out _, out var errors);
        Assert.Equal("card.holder", Assert.Single(errors).Field);
    }

    [Fact]
    public void All_errors_come_at_once_and_none_repeats_what_was_typed()
    {
        Assert.False(Instrument.Card.TryCreate("4111111111100039", "77", "x8", "a\tcanary", "98765", Now, out var card, out var errors));

        Assert.Null(card);
        Assert.Equal(["card.number", "card.expiryMonth", "card.expiryYear", "card.holder", "card.securityCode"], errors.Select(error => error.Field));
        var text = string.Join(' ', errors);
        Assert.All(["4111111111100039", "77", "x8", "canary", "98765"], typed => Assert.DoesNotContain(typed, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_card_shows_its_first_six_and_last_four_digits_and_no_more()
    {
        var card = GatewayUnderTest.Card();

        Assert.Equal("411111******0031", card.MaskedPan);
        Assert.Equal("Card ***", card.ToString());
        Assert.Equal("***", card.Data.Reveal(data => data.ToString()));
        Assert.Equal("""{"Data":"***","MaskedPan":"411111******0031","Family":1,"IsEmpty":false}""", JsonSerializer.Serialize(card));

        card.Clear();
        Assert.True(card.Data.IsEmpty);
        Assert.Equal("411111******0031", card.MaskedPan);
    }

    private static bool Create(string? number, out IReadOnlyList<FieldError> errors) =>
        Instrument.Card.TryCreate(number, "03", "31", "ANNA KOVAL", "123", Now, out _, out errors);
}
