using SmtpCodes.Catalog;

namespace SmtpCodes.Tests.Catalog;

public sealed class CatalogServiceTests
{
    [Fact]
    public void All_Entries_AreInCatalogOrderAndEachIsThereOnce()
    {
        var ids = TestCatalog.Real.All.Select(code => code.Id).ToList();
        Assert.Equal(ids.Distinct().Order(), ids);
        Assert.Equal(TestCatalog.Files.Count - 1, ids.Count);
    }

    [Fact]
    public void All_Entries_AreAtLeastTheStandardsAndWhatVendorsAdd()
    {
        Assert.True(TestCatalog.Real.All.Length >= 160, $"{TestCatalog.Real.All.Length} entries.");
        Assert.NotEmpty(TestCatalog.Real.All.Where(code => code is { Kind: CodeKind.Enhanced, Origin: CodeOrigin.Vendor }));
        Assert.All(TestCatalog.Real.All.Where(code => code is { Kind: CodeKind.Enhanced, Origin: CodeOrigin.Vendor }), code => Assert.Contains(code.SeenAt, seen => seen.Source.StartsWith("https://", StringComparison.Ordinal)));
    }

    [Fact]
    public void Find_EveryEntry_FindsItself() =>
        Assert.All(TestCatalog.Real.All, code => Assert.Same(code, TestCatalog.Real.Find(CodeId.Parse(code.Code))));

    [Theory]
    [InlineData("354", true)]
    [InlineData(" 535 ", true)]
    [InlineData("101", true)]
    [InlineData("571", true)]
    [InlineData("299", false)]
    [InlineData("559", false)]
    [InlineData("5.7.99", false)]
    public void TryFind_WellFormedCode_IsReadWhetherKnownOrNot(string text, bool known)
    {
        Assert.True(TestCatalog.Real.TryFind(text, out var id, out var code));
        Assert.Equal(text.Trim(), id.ToString());
        Assert.Equal(known, code is not null);
    }

    [Theory]
    [InlineData("150")]
    [InlineData("199")]
    [InlineData("600")]
    [InlineData("35a")]
    public void TryFind_NoCode_IsRefused(string text)
    {
        Assert.False(TestCatalog.Real.TryFind(text, out var id, out var code));
        Assert.Equal(default, id);
        Assert.Null(code);
    }

    [Fact]
    public void Find_RegisteredEnhancedCode_AnswersForEveryClass()
    {
        var (open, transient, permanent) = (TestCatalog.Get("X.2.2"), TestCatalog.Get("4.2.2"), TestCatalog.Get("5.2.2"));
        Assert.Equal(("X.2.2", "X.2.2", "X.2.2"), (open.Entry, transient.Entry, permanent.Entry));
        Assert.Equal((null, 4, 5), (open.Class?.Digit, transient.Class?.Digit, permanent.Class?.Digit));
        Assert.Equal((CodeAction.RetryLater, CodeAction.SuppressRecipient), (transient.Action, permanent.Action));
        Assert.Equal((null, true, false), (open.Retry.Same, transient.Retry.Same, permanent.Retry.Same));
        Assert.Equal(transient.Category, permanent.Category);
        Assert.Equal(["4.2.2", "5.2.2"], open.Classes.Select(reading => reading.Code));
    }

    [Fact]
    public void Find_SuccessClass_NeedsNothing()
    {
        var success = TestCatalog.Get("2.5.0");
        Assert.Equal((CodeCategory.Success, CodeAction.None, ResponsibleParty.Nobody, null), (success.Category, success.Action, success.Responsible, success.Retry.Same));
    }

    [Theory]
    [InlineData("5.2.2", "RFC 3463 section 3.3 gives X.2.2 class 4 only; a server that sends 5.2.2 departs from it.")]
    [InlineData("4.7.1", "RFC 3463 section 3.8 gives X.7.1 class 5 only; a server that sends 4.7.1 departs from it.")]
    [InlineData("2.2.2", "RFC 3463 section 3.3 gives X.2.2 class 4 only; a server that sends 2.2.2 departs from it.")]
    [InlineData("2.1.7", "No source shows X.1.7 with class 2, so 2.1.7 has to be read by its class alone.")]
    public void Find_ClassTheSourcesDoNotGive_SaysSoFirstInConflicts(string code, string sentence) =>
        Assert.Equal(sentence, TestCatalog.Get(code).Conflicts[0]);

    [Theory]
    [InlineData("5.7.606", "5.7.606")]
    [InlineData("5.7.627", "5.7.606")]
    [InlineData("5.7.649", "5.7.606")]
    [InlineData("4.7.650", "4.7.500")]
    [InlineData("5.7.700", "5.7.700")]
    [InlineData("5.7.705", "5.7.705")]
    [InlineData("5.7.706", "5.7.700")]
    public void Find_CodeOfAVendorsRange_IsTheRangesUnlessItHasAnEntryOfItsOwn(string code, string entry)
    {
        var found = TestCatalog.Get(code);
        Assert.Equal((code, entry, CodeOrigin.Vendor), (found.Code, found.Entry, found.Origin));
        Assert.Equal(code[0] - '0', found.Class!.Digit);
        Assert.Empty(found.Classes);
    }

    [Theory]
    [InlineData("5.7.605")]
    [InlineData("5.7.650")]
    [InlineData("4.7.606x")]
    [InlineData("2.7.606")]
    [InlineData("X.7.606")]
    [InlineData("5.8.606")]
    public void Find_CodeBesideAVendorsRange_IsUnknown(string code) =>
        Assert.Null(CodeId.TryParse(code, out var id) ? TestCatalog.Real.Find(id) : null);

    [Fact]
    public void PairedWith_ReplyAndEnhancedCodes_MirrorEachOther()
    {
        Assert.Contains("X.7.8", TestCatalog.Get("535").PairedWith);
        Assert.All(TestCatalog.Real.All, code => Assert.All(code.PairedWith, other => Assert.Contains(code.Entry, TestCatalog.Get(other).PairedWith)));
    }

    [Theory]
    [InlineData("535", "5xx", "Permanent Negative", 3, "Unspecified")]
    [InlineData("250", "2xx", "Positive Completion", 5, "Mail System")]
    [InlineData("354", "3xx", "Positive Intermediate", 5, "Mail System")]
    [InlineData("421", "4xx", "Transient Negative", 2, "Connections")]
    [InlineData("4.2.2", "4.x.x", "Persistent Transient Failure", 2, "Mailbox Status")]
    [InlineData("5.7.8", "5.x.x", "Permanent Failure", 7, "Security or Policy Status")]
    [InlineData("2.0.0", "2.x.x", "Success", 0, "Other or Undefined Status")]
    public void ClassAndSubject_KnownCode_AreThoseOfItsDigits(string code, string label, string name, int subject, string subjectName)
    {
        var found = TestCatalog.Get(code);
        Assert.Equal(new CodeClass(code[0] - '0', label, name), found.Class);
        Assert.Equal(new CodeSubject(subject, subjectName), found.Subject);
    }

    [Theory]
    [InlineData("101", "Not an SMTP Reply Class")]
    [InlineData("471", "Transient Negative")]
    [InlineData("571", "Permanent Negative")]
    public void Subject_NumberOutsideTheGrammar_IsNull(string code, string className)
    {
        Assert.Null(TestCatalog.Get(code).Subject);
        Assert.Equal(className, TestCatalog.Get(code).Class?.Name);
    }

    [Theory]
    [InlineData("559", "554")]
    [InlineData("299", "250")]
    [InlineData("345", "354")]
    [InlineData("5.7.99", "X.7.9")]
    [InlineData("4.22.2", "X.2.2")]
    public void Nearest_UnknownCode_HasTheLikelyOneAmongTheFirstFive(string code, string likely)
    {
        var nearest = TestCatalog.Real.Nearest(CodeId.Parse(code));
        Assert.Equal(5, nearest.Length);
        Assert.Contains(likely, nearest.Select(found => found.Code));
        Assert.All(nearest, found => Assert.Equal(CodeId.Parse(code).Kind, found.Kind));
    }

    [Theory]
    [InlineData("299", "success")]
    [InlineData("399", "waits for more")]
    [InlineData("499", "may pass")]
    [InlineData("559", "permanent failure")]
    [InlineData("101", "no server")]
    [InlineData("5.7.99", "RFC 3463 section 2")]
    [InlineData("X.7.99", "2 is a success")]
    public void AdviceForUnknown_EachClass_SaysWhatAClientDoes(string code, string part) =>
        Assert.Contains(part, CodeGrammar.AdviceForUnknown(CodeId.Parse(code)), StringComparison.Ordinal);

    [Fact]
    public void Version_ChangedData_Changes()
    {
        Assert.Matches("^[0-9a-f]{12}$", TestCatalog.Real.Version);
        Assert.Equal(TestCatalog.Real.Version, TestCatalog.LoadWith("reply-codes/354.json", text => text).Version);
        Assert.NotEqual(TestCatalog.Real.Version, TestCatalog.LoadWith("reply-codes/354.json", text => text + "\n").Version);
    }

    [Fact]
    public void Select_Filters_Combine()
    {
        var found = TestCatalog.Real.Select(new() { Kinds = [CodeKind.Reply], Classes = [5], Commands = [SmtpCommand.Auth], Categories = [CodeCategory.SmtpAuth], Actions = [CodeAction.FixConfiguration], Origins = [CodeOrigin.Extension] }).Select(code => code.Code).ToList();
        Assert.Contains("535", found);
        Assert.DoesNotContain("538", found);
        Assert.DoesNotContain("454", found);
    }

    [Fact]
    public void Select_ClassFilter_IncludesOpenEntriesThatMayTakeIt()
    {
        var found = TestCatalog.Real.Select(new() { Classes = [4] }).Select(code => code.Code).ToHashSet();
        Assert.Contains("X.2.2", found);
        Assert.Contains("450", found);
        Assert.DoesNotContain("X.1.5", found);
        Assert.DoesNotContain("550", found);
    }

    [Fact]
    public void Select_CommandFilter_IncludesCodesThatAnswerAnyCommand()
    {
        var found = TestCatalog.Real.Select(new() { Kinds = [CodeKind.Reply], Commands = [SmtpCommand.Noop] }).Select(code => code.Code).ToHashSet();
        Assert.Superset(new HashSet<string> { "250", "421", "500" }, found);
        Assert.DoesNotContain("354", found);
    }

    [Fact]
    public void Select_Codes_KeepsTheOrderAskedAndLeavesUnknownOnesOut() =>
        Assert.Equal(["535", "354", "4.2.2"], TestCatalog.Real
            .Select(new() { Codes = [CodeId.Parse("535"), CodeId.Parse("559"), CodeId.Parse("354"), CodeId.Parse("535"), CodeId.Parse("4.2.2")] })
            .Select(code => code.Code));

    [Fact]
    public void Select_SubjectFilter_GoesByNumber() =>
        Assert.All(TestCatalog.Real.Select(new() { Kinds = [CodeKind.Enhanced], Subjects = [7] }), code => Assert.Equal(7, code.Id.Subject));

    [Theory]
    [InlineData("535")]
    [InlineData("5.7.26")]
    [InlineData(" x.7.26 ")]
    public void TryFind_OfAKnownCode_AllocatesNothing(string text)
    {
        var catalog = TestCatalog.Real;
        Assert.True(catalog.TryFind(text, out _, out var known) && known is not null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            catalog.TryFind(text, out _, out known);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotNull(known);
    }
}
