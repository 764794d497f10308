using PaytureActors.Host.Logging;
using Serilog.Events;
using Serilog.Formatting.Display;
using Serilog.Parsing;

namespace PaytureActors.Host.Tests;

/// <summary>The last guard of the logs.</summary>
public sealed class CardMaskTests
{
    [Theory]
    [InlineData("card 4111111111100031 paid", "card 411111******0031 paid")]
    [InlineData("PAN=4111111111100031;EMonth=12", "PAN=411111******0031;EMonth=12")]
    [InlineData("6390028880000000010", "639002*********0010")]
    [InlineData("4222222222222", "422222***2222")]
    [InlineData("4111 1111 1110 0031", "4111 11** **** 0031")]
    [InlineData("4111-1111-1110-0031.", "4111-11**-****-0031.")]
    [InlineData("\"4111111111100031\"", "\"411111******0031\"")]
    [InlineData("4111111111100031 and 5218851946955484", "411111******0031 and 521885******5484")]
    public void A_card_number_loses_its_middle(string text, string masked) => Assert.Equal(masked, CardMask.Apply(text));

    [Theory]
    [InlineData("order 4111111111100032")] // A wrong check digit: no card.
    [InlineData("411111111110")] // Too short.
    [InlineData("41111111111000310000")] // Too long.
    [InlineData("2026-03-29 14:05:33.123 in 258900 kopecks")]
    [InlineData("")]
    public void Anything_else_stays_as_it_is(string text) => Assert.Equal(text, CardMask.Apply(text));

    [Fact]
    public void Properties_and_exceptions_are_masked_with_the_text()
    {
        var formatter = new MaskingFormatter(new MessageTemplateTextFormatter("{Message:lj} {Properties} {Exception}"));
        var log = new LogEvent(
            DateTimeOffset.UnixEpoch, LogEventLevel.Error, new FormatException("bad 4111111111100031"),
            new MessageTemplateParser().Parse("{A} and {@B}"),
            [
                new LogEventProperty("A", new ScalarValue("4111111111100031")),
                new LogEventProperty("B", new StructureValue([new LogEventProperty("Number", new ScalarValue(4111111111100031L))])),
                new LogEventProperty("C", new ScalarValue("4111111111100031")),
            ]);
        using var output = new StringWriter();

        formatter.Format(log, output);

        Assert.DoesNotContain("4111111111100031", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, output.ToString().Split("411111******0031").Length - 1);
    }
}
