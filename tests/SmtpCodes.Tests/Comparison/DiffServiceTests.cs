using SmtpCodes.Comparison;

namespace SmtpCodes.Tests.Comparison;

public sealed class DiffServiceTests
{
    private static readonly DiffService Diff = new();

    [Fact]
    public void Compare_354With535_TellsANewcomerMoreThanTheirDescriptions()
    {
        var comparison = Compare("354", "535");
        Assert.Equal("SMTP 354 Start Mail Input vs 535 Authentication Failed", comparison.Title);
        Assert.Equal(
            [Aspect.Class, Aspect.Meaning, Aspect.Trigger, Aspect.Phase, Aspect.Action, Aspect.Retry, Aspect.Credentials, Aspect.Subject, Aspect.Origin],
            comparison.KeyDifferences.Select(difference => difference.Aspect));
        Assert.Equal("354 is an intermediate answer that asks for more (3xx), whereas 535 is a final answer that reports a permanent failure (5xx).", Text(comparison, Aspect.Class));
        Assert.Equal("354 belongs to the handing over of the message text, while 535 belongs to the log-in.", Text(comparison, Aspect.Phase));
        Assert.Equal("Credentials play no part in 354, while 535 is about them or how they are sent.", Text(comparison, Aspect.Credentials));
        Assert.Equal("After 354 the client goes on with what the server waits for; after 535 the set-up of the sending side is corrected first.", Text(comparison, Aspect.Action));
        Assert.Equal("354 keeps the command open, so that nothing is sent twice, while 535 rules out the same attempt unchanged.", Text(comparison, Aspect.Retry));
        Assert.StartsWith("The two never compete: 354 answers DATA and 535 answers AUTH. On 354, ", comparison.WhenToUseWhich.Text, StringComparison.Ordinal);
        Assert.StartsWith("354 is the server's go-ahead for the message text, and 535 is the refusal of a log-in for its credentials.", comparison.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_CodeWithItself_HasNoDifferencesAndSaysSo()
    {
        var comparison = Compare("535", "535");
        Assert.Empty(comparison.KeyDifferences);
        Assert.NotEmpty(comparison.Similarities);
        Assert.StartsWith("Both sides are 535, so there is nothing to tell apart.", comparison.Summary, StringComparison.Ordinal);
        Assert.StartsWith("There is no choice to make. On 535, ", comparison.WhenToUseWhich.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_TwoClassesOfOneCode_DifferInClassRetryAndActionOnly()
    {
        var comparison = Compare("4.2.2", "5.2.2");
        Assert.Equal([Aspect.Class, Aspect.Action, Aspect.Retry], comparison.KeyDifferences.Select(difference => difference.Aspect));
        Assert.StartsWith("4.2.2 and 5.2.2 name the same cause", comparison.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_CodeWithItsOpenForm_SaysThatItIsOne() =>
        Assert.StartsWith("X.2.2 is how documents write 4.2.2", Compare("4.2.2", "X.2.2").Summary, StringComparison.Ordinal);

    [Theory]
    [InlineData("535", "5.7.8", "5.7.8 refines 535", "A server sends the two together, as 535 5.7.8.")]
    [InlineData("5.7.8", "535", "5.7.8 refines 535", "A server sends the two together, as 535 5.7.8.")]
    [InlineData("535", "X.7.8", "X.7.8 refines 535", "X.7.8 takes the first digit of the reply code.")]
    [InlineData("552", "4.2.2", "4.2.2 refines 552", "Their first digits disagree")]
    public void Compare_EnhancedCodeWithTheReplyCodeItRefines_SaysSo(string a, string b, string refines, string together)
    {
        var comparison = Compare(a, b);
        Assert.StartsWith(refines, comparison.Summary, StringComparison.Ordinal);
        Assert.Contains(together, comparison.Summary, StringComparison.Ordinal);
        Assert.Contains("not alternatives", comparison.WhenToUseWhich.Text, StringComparison.Ordinal);
        Assert.Contains(Aspect.Kind, comparison.KeyDifferences.Select(difference => difference.Aspect));
    }

    [Theory]
    [InlineData("354", "5.7.8", "a 3yz reply carries no enhanced status code")]
    [InlineData("250", "5.7.8", "the first digits have to agree")]
    [InlineData("550", "5.7.8", "the registry does not pair these two")]
    [InlineData("550", "X.7.8", "the registry does not pair these two")]
    [InlineData("101", "5.7.8", "no server sends 101")]
    public void Compare_UnrelatedCodesOfTwoKinds_SaysHowTheyCanMeet(string reply, string enhanced, string part)
    {
        Assert.Contains(part, Compare(reply, enhanced).WhenToUseWhich.Text, StringComparison.Ordinal);
        Assert.Contains(part, Compare(enhanced, reply).WhenToUseWhich.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("450", "550", "A server picks 450 while another attempt may succeed and 550 when none will.")]
    [InlineData("550", "250", "A server picks 250 when it has done what was asked and 550 when it has not.")]
    [InlineData("354", "554", "A server picks 354 to go on and 554 to stop.")]
    [InlineData("235", "334", "A server picks 235 when the command is done and 334 when it needs more for it.")]
    [InlineData("550", "553", "The outcome being the same, a server goes by the cause.")]
    [InlineData("450", "431", "Of the two only 450 is for a new server to send.")]
    [InlineData("431", "450", "Of the two only 450 is for a new server to send.")]
    [InlineData("431", "447", "Neither is for a new server to send.")]
    [InlineData("X.7.8", "4.2.2", "A server weighs the causes first and gives X.7.8 the class that fits.")]
    public void Compare_Siblings_SaysHowAServerChooses(string a, string b, string sentence)
    {
        Assert.StartsWith(sentence, Compare(a, b).WhenToUseWhich.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_CodeOfAVendor_NamesTheSenderAndTheStandardCode()
    {
        var use = Compare("431", "452").WhenToUseWhich;
        Assert.StartsWith("Courier sends 431 when ", use.A, StringComparison.Ordinal);
        Assert.EndsWith("; the standard code for that is 452.", use.A, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_TwoCodesOfOneRange_SaysThatTheyMeanTheSame()
    {
        var comparison = Compare("5.7.606", "5.7.649");
        Assert.Empty(comparison.KeyDifferences);
        Assert.StartsWith("5.7.606 and 5.7.649 belong to one range that means the same throughout, from 5.7.606 to 5.7.649.", comparison.Summary, StringComparison.Ordinal);
        Assert.Contains("nothing to choose", comparison.WhenToUseWhich.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_OpenCodes_SayWhatToDoOnTheGravestClass() =>
        Assert.Matches("On 5\\.7\\.1, .+; on 5\\.7\\.26, .+\\.$", Compare("X.7.1", "X.7.26").WhenToUseWhich.Text);

    [Fact]
    public void LearnMore_ReferencesOfBoth_AreThereOnceTheFirstCodesFirst()
    {
        var comparison = Compare("354", "250");
        Assert.Equal(comparison.References.Distinct(), comparison.References);
        Assert.Equal(TestCatalog.Get("354").References, comparison.References.Take(TestCatalog.Get("354").References.Length));
        Assert.Superset(TestCatalog.Get("250").References.ToHashSet(), comparison.References.ToHashSet());
        Assert.DoesNotContain(comparison.Neighbours, neighbour => neighbour is { A: "354", B: "250" } or { A: "250", B: "354" });
        Assert.NotEmpty(comparison.Neighbours);
    }

    private static CodeComparison Compare(string a, string b) => Diff.Compare(TestCatalog.Get(a), TestCatalog.Get(b));

    private static string Text(CodeComparison comparison, Aspect aspect) => comparison.KeyDifferences.Single(difference => difference.Aspect == aspect).Text;
}
