using System.Collections.Frozen;

namespace SmtpCodes.Catalog.Search;

/// <summary>Cuts text into the words that are compared: lower case, endings taken off, one spelling for words that people write in several ways.</summary>
internal static class SearchText
{
    /// <summary>The longest word that is looked at, in UTF-16 units.</summary>
    public const int MaxWordLength = 32;

    private static readonly FrozenSet<string> StopWords = FrozenSet.ToFrozenSet(
        ["a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "code", "do", "does", "error", "for", "from", "has", "have", "i", "in", "is", "it", "its", "mail", "my", "of", "on", "or", "smtp", "so", "that", "the", "their", "there", "they", "this", "to", "was", "what", "when", "which", "who", "why", "will", "with", "you", "your"]);

    // The longest first.
    private static readonly string[] Endings =
        ["ications", "ication", "ations", "ation", "ating", "ated", "ates", "ate", "ings", "ing", "ions", "ion", "ers", "ies", "ied", "ed", "er", "es", "s", "e", "y"];

    /// <summary>Words that mean the same to whoever searches, each turned into the first of its row.</summary>
    private static readonly FrozenDictionary<string, string> SameWord = new string[][]
    {
        ["login", "logon", "signin", "loggin"],
        ["greylist", "graylist"],
        ["blocklist", "blacklist", "rbl", "dnsbl", "denylist"],
        ["allowlist", "whitelist"],
        ["large", "big", "oversize", "huge"],
        ["tls", "ssl"],
        ["ptr", "rdns"],
        ["lookup"],
        ["password", "passwd", "pwd"],
        ["unknown", "nonexistent", "inexistent"],
        ["throttl", "ratelimit"],
        ["malware", "virus"],
        ["spam", "junk", "ube", "uce"],
        ["quota", "overquota"],
        ["authentication", "auth", "authenticate", "authenticated"],
    }.SelectMany(row => row.Skip(1).Select(word => KeyValuePair.Create(Stem(word), Stem(row[0])))).ToFrozenDictionary();

    /// <summary>The words of a text, in order; words without meaning of their own are left out.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsLetterOrDigit(text[i]) || IsInside(text, i)))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                Add(words, text[start..i]);
                start = -1;
            }
        }

        return words;
    }

    /// <summary>A word without its ending: enough to bring "relaying", "relayed" and "relays" together, not more.</summary>
    public static string Stem(string word)
    {
        foreach (var ending in Endings)
        {
            if (word.Length - ending.Length >= 4 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                var stem = word[..^ending.Length];
                return stem.Length > 4 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's') ? stem[..^1] : stem;
            }
        }

        return word;
    }

    // A dot between digits keeps a code together, a hyphen or an apostrophe between letters a word: log-in, sender's.
    private static bool IsInside(string text, int i) =>
        i > 0 && i + 1 < text.Length
        && ((text[i] == '.' && char.IsAsciiLetterOrDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1])) || (text[i] is '-' or '\'' && char.IsLetter(text[i - 1]) && char.IsLetter(text[i + 1])));

    private static void Add(List<string> words, string written)
    {
        var word = written.ToLowerInvariant();
        if (word.EndsWith("'s", StringComparison.Ordinal))
        {
            word = word[..^2];
        }

        if (word.Contains('-', StringComparison.Ordinal))
        {
            var parts = word.Split('-');
            AddPlain(words, string.Concat(parts));
            foreach (var part in parts)
            {
                // The halves of "log-in" say nothing; those of "null-mx" or "rate-limited" do.
                if (part.Length > 3)
                {
                    AddPlain(words, part);
                }
            }

            return;
        }

        AddPlain(words, word);
    }

    private static void AddPlain(List<string> words, string word)
    {
        word = word.Replace("'", "", StringComparison.Ordinal);
        if (word.Length is 0 or > MaxWordLength || StopWords.Contains(word))
        {
            return;
        }

        var stem = Stem(word);
        words.Add(SameWord.GetValueOrDefault(stem, stem));
    }
}
