using System.Text.Json;
using SmtpCodes.Catalog;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Evaluation;

/// <summary>How many replies were read rightly, and what was taken for what.</summary>
internal sealed class Score
{
    private readonly Dictionary<string, (int Right, int All)> _figures = [];
    private readonly Dictionary<string, int> _confusions = [];
    private readonly List<string> _misses = [];

    public IEnumerable<(string Figure, int Right, int All)> Figures =>
        new[] { "category", "action", "hardBounce", "codes", "high" }.Select(figure => (figure, _figures.GetValueOrDefault(figure).Right, _figures.GetValueOrDefault(figure).All));

    public IEnumerable<(string Confusion, int Count)> Confusions => _confusions.OrderByDescending(confusion => confusion.Value).Select(confusion => (confusion.Key, confusion.Value));

    public IEnumerable<string> Misses => _misses;

    public void Add(LabelledReply row, ReplyExplanation explanation)
    {
        var (category, action) = (Word(explanation.Category), Word(explanation.Action));
        var before = _misses.Count;
        if (row.Categories.Count > 0)
        {
            var right = row.Categories.Contains(category);
            Count("category", right, $"category {category}, not {string.Join(" or ", row.Categories)}");
            if (explanation.Confidence == Confidence.High)
            {
                Count("high", right, $"with high confidence");
            }

            if (!right)
            {
                var confusion = $"{string.Join(" or ", row.Categories)} taken for {category}";
                _confusions[confusion] = _confusions.GetValueOrDefault(confusion) + 1;
            }
        }

        if (row.Actions.Count > 0)
        {
            Count("action", row.Actions.Contains(action), $"action {action}, not {string.Join(" or ", row.Actions)}");
        }

        if (row.HardBounce is { } hard)
        {
            Count("hardBounce", explanation.Action == CodeAction.SuppressRecipient == hard, $"{(hard ? "address is dead" : "address is alive")}, but action {action}");
        }

        CountCode(row.ReplyCode, explanation.Reply.Code, "reply code");
        CountCode(row.EnhancedCode, explanation.Reply.EnhancedCode, "enhanced code");
        if (_misses.Count > before)
        {
            _misses.Add($"      [{explanation.Evidence.FirstOrDefault()?.Rule}] {row.Text.ReplaceLineEndings(" / ")}");
        }

        void Count(string figure, bool right, string miss)
        {
            var (before, all) = _figures.GetValueOrDefault(figure);
            _figures[figure] = (before + (right ? 1 : 0), all + 1);
            if (!right)
            {
                _misses.Add($"{row.Id}: {miss}");
            }
        }

        void CountCode(string? expected, string? found, string kind)
        {
            if (expected is not null)
            {
                Count("codes", expected == (found ?? ""), $"{kind} {found ?? "none"}, not {(expected.Length == 0 ? "none" : expected)}");
            }
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
