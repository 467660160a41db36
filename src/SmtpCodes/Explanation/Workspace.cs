namespace SmtpCodes.Explanation;

/// <summary>
/// What an explanation is worked out in: lists and buffers that the next explanation on the same thread uses again, so that none is made for each reply.
/// What they held of a text is wiped when they are given back.
/// </summary>
internal sealed class Workspace
{
    // The buffers of a longer text are left to the collector: one long reply is no reason to hold them for good.
    private const int LongestKept = 16 * 1024;

    [ThreadStatic]
    private static Workspace? _free;

    private bool[] _ruledOut = [];

    /// <summary>The text as phrases are looked for in it.</summary>
    public ReplyText Text { get; } = new();

    /// <summary>The enhanced status codes of the text, in order.</summary>
    public List<PlacedCode> EnhancedCodes { get; } = [];

    /// <summary>The phrases that were found.</summary>
    public PhraseSearch Phrases { get; } = new();

    /// <summary>The rules that apply.</summary>
    public List<RuleHit> Hits { get; } = [];

    /// <summary>A workspace of the caller's own until it is given back.</summary>
    public static Workspace Take()
    {
        var workspace = _free ?? new();
        _free = null;
        return workspace;
    }

    public void GiveBack()
    {
        if (Text.Original.Length <= LongestKept)
        {
            Text.Clear();
            _free = this;
        }
    }

    /// <summary>Whether a rule is ruled out, by its index; none is at first.</summary>
    public Span<bool> RuledOut(int rules)
    {
        if (_ruledOut.Length < rules)
        {
            _ruledOut = new bool[rules];
        }

        var ruledOut = _ruledOut.AsSpan(0, rules);
        ruledOut.Clear();
        return ruledOut;
    }
}
