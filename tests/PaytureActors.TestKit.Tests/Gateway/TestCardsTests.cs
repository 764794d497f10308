using System.Reflection;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

public sealed class TestCardsTests
{
    private static readonly string Root = typeof(TestCardsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(each => each.Key == "RepositoryRoot").Value!;

    [Fact]
    public void The_readme_says_of_each_card_what_it_does()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "src", "PaytureActors.TestKit", "README.md")).ReplaceLineEndings("\n");
        var rows = readme.Split("<!-- cards -->\n")[1].Split("<!-- /cards -->")[0].TrimEnd().Split('\n')[2..]
            .Select(line => line.Trim('|').Split('|')).ToDictionary(cells => cells[0].Trim(' ', '`'), cells => cells[1].Trim());

        Assert.Equal(TestCards.Known.Keys.Order(), rows.Keys.Order());
        Assert.All(TestCards.Known, card => Assert.Equal(Told(card.Value), rows[card.Key]));
    }

    private static string Told(CardConduct conduct) => conduct switch
    {
        { RefusedAs: { } code } => $"refused: {code}, whatever else is right; the OrderId stays free",
        { DeclinedAs: { } code } => $"declined: {code} (an invented number)",
        { AsksChallenge: true } => "asks for 3-D Secure, then succeeds if the customer confirms",
        { NeedsSecurityCode: true } => "succeeds; without the security code refused: WRONG_CVV",
        { Slow: { } operation } => $"succeeds; {operation} is answered after 40 s (`--slow`), with its effect or without (`--slow-applies`)",
        _ => "succeeds, with the security code or without",
    };
}
