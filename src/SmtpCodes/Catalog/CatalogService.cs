using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using SmtpCodes.Catalog.Search;

namespace SmtpCodes.Catalog;

/// <summary>
/// Everything that is known of SMTP codes. What it says never changes, is safe to share between threads, and is the same for every caller.
/// </summary>
public sealed class CatalogService
{
    private readonly CatalogEntries _entries;
    private readonly Lazy<string> _version;
    private readonly Lazy<ImmutableArray<SmtpCode>> _all;
    private readonly Lazy<ImmutableArray<(CodeId From, CodeId To, SmtpCode Entry)>> _ranges;
    private readonly Lazy<CodeSearch> _search;

    private CatalogService(IReadOnlyList<CatalogFile> files)
    {
        _entries = new(files);
        _version = new(() => VersionOf(files));
        _all = new(() => [.. _entries.Ids.Select(id => _entries.Find(id)!)]);
        _search = new(() => new(All));
        _ranges = new(() => [.. All.Where(entry => entry.Range is not null).Select(entry => (CodeId.Parse(entry.Range!.From), CodeId.Parse(entry.Range.To), entry))]);
    }

    /// <summary>The version of the data: twelve hexadecimal digits that change exactly when the data does.</summary>
    public string Version => _version.Value;

    /// <summary>Every entry once, in catalog order: reply codes by number, then enhanced status codes by subject and detail, those that are registered in their X form.</summary>
    public ImmutableArray<SmtpCode> All => _all.Value;

    /// <summary>
    /// The data that is built into this library. It was checked when the library was built; an entry is read when it is first asked for.
    /// </summary>
    public static CatalogService Load() => new(BuiltInFiles());

    /// <summary>Loads data files: <c>documents.json</c>, <c>reply-codes/NNN.json</c> and <c>enhanced-codes/C.S.D.json</c>.</summary>
    /// <param name="files">The files, in any order.</param>
    /// <exception cref="CatalogException">An entry is wrong, or the list of documents is missing.</exception>
    public static CatalogService FromFiles(IEnumerable<CatalogFile> files)
    {
        var catalog = new CatalogService([.. files.OrderBy(file => file.Path, StringComparer.Ordinal)]);
        catalog._entries.Check();
        return catalog;
    }

    /// <summary>The data files that are built into this library, in the order of their paths.</summary>
    internal static ImmutableArray<CatalogFile> BuiltInFiles() => EmbeddedFiles.In("catalog/");

    /// <summary>
    /// The code with this identity, in the form asked for: a registered enhanced status code answers for its open class and for every class,
    /// a vendor's range for each code in it.
    /// </summary>
    /// <returns>Null where the catalog does not have the code.</returns>
    public SmtpCode? Find(CodeId id)
    {
        if (_entries.Find(id) is { } code)
        {
            return code;
        }

        foreach (var (from, to, entry) in _ranges.Value)
        {
            if (id.ClassDigit == from.ClassDigit && id.Subject == from.Subject && id >= from && id <= to)
            {
                return entry with { Id = id, Code = id.ToString() };
            }
        }

        return null;
    }

    /// <summary>
    /// Looks a code up as someone wrote it. A 1yz number is a code only where the catalog lists it because people ask for it.
    /// </summary>
    /// <param name="text">For example <c>354</c>, <c>5.7.8</c> or <c>x.7.8</c>; white space around it is ignored.</param>
    /// <param name="id">What was read; the default value where the text is no code.</param>
    /// <param name="code">The code; null where the text is no code or the catalog does not have it.</param>
    /// <returns>Whether the text is a code, known or not.</returns>
    public bool TryFind(ReadOnlySpan<char> text, out CodeId id, out SmtpCode? code)
    {
        code = null;
        if (!CodeId.TryParse(text, out id))
        {
            return false;
        }

        code = Find(id);
        if (code is null && id.ClassDigit == 1)
        {
            id = default;
            return false;
        }

        return true;
    }

    /// <summary>
    /// The entries that a query asks for: the best match first where it has words, in the order asked where it names codes, else in catalog order.
    /// </summary>
    public IEnumerable<SmtpCode> Select(CodeQuery query)
    {
        if (query.Codes.IsEmpty)
        {
            return (query.Words is { } words ? _search.Value.Find(words) : All).Where(query.Accepts);
        }

        var asked = query.Codes.Distinct().Select(Find).OfType<SmtpCode>().Where(query.Accepts);
        return query.Words is { } among ? asked.IntersectBy(_search.Value.Find(among).Select(found => found.Entry), code => code.Entry) : asked;
    }

    /// <summary>Reads every entry and builds the search, so that nobody waits for either later.</summary>
    public void Prepare() => _ = (_search.Value, _version.Value);

    /// <summary>
    /// Up to <paramref name="count"/> known codes that someone who wrote <paramref name="id"/> may have meant: those that a slip of a digit
    /// turns into it first, then those of the same class and group; standard codes before private ones.
    /// </summary>
    /// <param name="id">A code, usually one the catalog does not have.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>Entries, best guess first.</returns>
    public ImmutableArray<SmtpCode> Nearest(CodeId id, int count = 5)
    {
        var written = DigitsOf(id);
        return [.. All
            .Where(entry => entry.Kind == id.Kind && entry.Id != id)
            .OrderBy(entry => DistanceOf(id, written, entry))
            .ThenBy(entry => Math.Abs(entry.Id.Subject - id.Subject))
            .ThenBy(entry => Math.Abs(entry.Id.Detail - id.Detail))
            .ThenBy(entry => entry.Id)
            .Take(count)];
    }

    private static int DistanceOf(CodeId id, string written, SmtpCode entry)
    {
        var other = entry.Id;
        var distance = 2 * EditDistance.Between(written, DigitsOf(other));
        distance += id.ClassDigit == other.ClassDigit || other.IsOpenClass || id.IsOpenClass ? 0 : 4;
        distance += id.Subject == other.Subject ? 0 : 1;
        return distance + (entry.Origin is CodeOrigin.Standard or CodeOrigin.Extension ? 0 : 2);
    }

    // The class is weighed apart from the spelling: X stands for any.
    private static string DigitsOf(CodeId id) => id.Kind == CodeKind.Reply ? id.ToString() : id.ToString()[2..];

    private static string VersionOf(IReadOnlyList<CatalogFile> files)
    {
        // The digest tells versions apart; it protects nothing, and need not be a cryptographic one.
        var hash = new XxHash128();
        foreach (var file in files)
        {
            hash.Append(Encoding.UTF8.GetBytes(file.Path));
            hash.Append([0]);
            hash.Append(file.Content);
            hash.Append([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
