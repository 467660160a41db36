namespace SmtpCodes.Catalog;

/// <summary>How many slips of the finger lie between two short words.</summary>
internal static class EditDistance
{
    private const int MaxLength = 64;

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one text into the other (optimal string alignment). Allocates nothing.</summary>
    /// <param name="a">A text of at most 63 characters.</param>
    /// <param name="b">Another.</param>
    public static int Between(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(a.Length, MaxLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(b.Length, MaxLength);
        Span<int> rows = stackalloc int[3 * MaxLength];
        var beforeLast = rows[..MaxLength];
        var last = rows.Slice(MaxLength, MaxLength);
        var row = rows[(2 * MaxLength)..];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var oldest = beforeLast;
            beforeLast = last;
            last = row;
            row = oldest;
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }

        return row[b.Length];
    }
}
