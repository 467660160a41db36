using SmtpCodes.Explanation;

namespace SmtpCodes.Tests.Explanation;

public sealed class PhraseMatcherTests
{
    [Theory]
    [InlineData("user unknown", "550 5.1.1 User Unknown", "User Unknown")]
    [InlineData("user unknown", "550 <a@example.org>: user\r\n   unknown in table", "user\r\n   unknown")]
    [InlineData("user unknown", "superuser unknowns", null)]
    [InlineData("no such (user|mailbox|)here", "no such here", "no such here")]
    [InlineData("mailbox * (full|over quota)", "the mailbox of bob is over quota", "mailbox of bob is over quota")]
    [InlineData("mailbox * full", "mailbox 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 full", null)]
    [InlineData("suspend~", "account suspended", "suspended", true)]
    [InlineData("disabl~ account", "a disabled account", "disabled account")]
    [InlineData("boite pleine", "Boîte  pleine", "Boîte  pleine")]
    [InlineData("unbekannt", "UNBEKANNT", "UNBEKANNT")]
    [InlineData("ящик переполнен", "Почтовый ящик\nпереполнен", "ящик\nпереполнен")]
    [InlineData("信箱已满", "收件人信箱已\n满了", "信箱已\n满")]
    [InlineData("dmarc policy", "550-5.7.26 due to the DMARC\r\n550-5.7.26 policy of the domain", "DMARC\r\n550-5.7.26 policy")]
    [InlineData("don't", "we don’t", "don’t")]
    [InlineData("rejected @", "rejected bob@example.org", "rejected bob", true)]
    public void Find_Phrase_IsFoundAndPointsIntoTheTextAsGiven(string phrase, string text, string? found, bool prefix = false)
    {
        var plain = ReplyText.Of(text);
        var matches = new PhraseMatcher([(7, PhraseSyntax.Read(phrase))]).Find(plain.Plain, new()).Matches;
        if (found is null)
        {
            Assert.Empty(matches);
            return;
        }

        var match = Assert.Single(matches);
        var (start, length) = plain.Locate(match.Start, match.Length);
        Assert.Equal(7, match.Owner);
        Assert.StartsWith(prefix ? text.Substring(start, length) : found, prefix ? found : text.Substring(start, length), StringComparison.Ordinal);
        Assert.True(prefix || text.Substring(start, length) == found);
    }

    [Fact]
    public void Find_OverlappingPhrases_FindsAll() =>
        Assert.Equal([1, 2, 3], new PhraseMatcher([(1, PhraseSyntax.Read("access denied")), (2, PhraseSyntax.Read("relay access denied")), (3, PhraseSyntax.Read("denied"))]).Find(ReplyText.Of("Relay access denied").Plain, new()).Matches.Select(match => match.Owner).Order());

    [Fact]
    public void Find_SearchUsedAgain_FindsOnlyWhatIsInTheText()
    {
        var (matcher, search) = (new PhraseMatcher([(1, PhraseSyntax.Read("mailbox * full")), (2, PhraseSyntax.Read("full of it"))]), new PhraseSearch());
        Assert.Empty(matcher.Find("the mailbox of bob", search).Matches);
        Assert.Equal([2], matcher.Find("is full of it", search).Matches.Select(match => match.Owner));
        Assert.Equal([1, 2], matcher.Find("mailbox full of it", search).Matches.Select(match => match.Owner).Order());
    }

    [Fact]
    public void Find_MoreBeginningsThanAreFollowed_TakesTheOldestOfTheNewest()
    {
        // Twenty beginnings within reach of the end: four are given up.
        var match = Assert.Single(new PhraseMatcher([(1, PhraseSyntax.Read("a * b"))]).Find(string.Concat(Enumerable.Repeat("a ", 20)) + "b", new()).Matches);
        Assert.Equal((2 * 4, 41 - (2 * 4)), (match.Start, match.Length));
    }

    [Theory]
    [InlineData("messag~ (on|in) the server", "too many messages on the server", 9)]
    [InlineData("(messag~|messages) on", "messages on", 0)]
    [InlineData("user (is|was) (not |)known", "the user was known here", 4)]
    public void Find_PhraseOfSeveralParts_IsFoundOnce(string phrase, string text, int start) =>
        Assert.Equal(start, Assert.Single(new PhraseMatcher([(1, PhraseSyntax.Read(phrase))]).Find(text, new()).Matches).Start);

    [Theory]
    [InlineData("no such (user")]
    [InlineData("( | )")]
    public void Read_BadPhrase_IsRefused(string phrase) => Assert.Throws<FormatException>(() => PhraseSyntax.Read(phrase));
}
