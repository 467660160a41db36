namespace SmtpCodes.Catalog;

/// <summary>The rules that each entry has to keep by itself; catalog.schema.json states those about form, these are the ones about sense.</summary>
internal static class EntryRules
{
    /// <exception cref="CatalogException">The entry breaks a rule.</exception>
    public static void Check(string file, CodeId id, EntryDocument entry)
    {
        foreach (var (field, text) in TextsOf(entry))
        {
            Require(!string.IsNullOrWhiteSpace(text) && text == text.Trim(), $"'{field}' is empty or has white space around it.");
        }

        Require(entry.Steps.Length > 0, "It has no steps.");
        Require(entry.References.Length > 0 || entry.Origin is CodeOrigin.Vendor or CodeOrigin.Unconfirmed, $"An entry of origin {entry.Origin} needs a reference.");
        Require(entry.Origin != CodeOrigin.Vendor || entry.SeenAt.Length > 0, "A vendor's code has to say in 'seenAt' who sends it.");
        Require(entry.Commands.SequenceEqual(entry.Commands.Distinct().Order()), "'commands' are not in the order of a session, or one is there twice.");
        Require(entry.Meanings.All(meaning => entry.Commands.Contains(meaning.Command)), "A meaning is given for a command that is not in 'commands'.");
        if (id.Kind == CodeKind.Reply)
        {
            CheckReply(id, entry);
        }
        else
        {
            CheckEnhanced(id, entry);
        }

        void Require(bool condition, string reason)
        {
            if (!condition)
            {
                throw new CatalogException(file, entry.Code, reason);
            }
        }

        void CheckReply(CodeId reply, EntryDocument document)
        {
            Require(document.Retry is not null, "A reply code needs 'retry'.");
            Require(document.Classes.IsEmpty && document.TiedTo.IsEmpty && document.PairedWith.IsEmpty && document.Range is null, "A reply code has no classes, pairings or range of its own.");
            Require(!string.IsNullOrWhiteSpace(document.Clauses.NextStep) && !string.IsNullOrWhiteSpace(document.Clauses.Server), "A reply code needs the clauses 'nextStep' and 'server'.");
            Require(document.Retry!.Same is null || reply.ClassDigit is not (2 or 3), "'retry.same' speaks of failures; for a success or intermediate code it is null.");
            Require(document.Retry.Same is not true || reply.ClassDigit != 5, "A permanent failure does not let the same message be sent again.");
            Require(document.Retry.Same is true || document.Retry is { AfterSeconds: null, GiveUpAfterSeconds: null }, "Times go with a retry of the same message.");
        }

        void CheckEnhanced(CodeId enhanced, EntryDocument document)
        {
            Require(document.Retry is null, "An enhanced status code says in 'classes' what each class means for a retry.");
            Require(document.Classes.Count > 0 && document.Classes.Keys.All(digit => digit is "2" or "4" or "5"), "An enhanced status code needs 'classes', each 2, 4 or 5.");
            Require(document.TiedTo.All(digit => digit is 2 or 4 or 5), "'tiedTo' holds classes: 2, 4 or 5.");
            Require(document.Clauses.NextStep is null && document.Clauses.Server is null, "The clauses 'nextStep' and 'server' of an enhanced status code belong to its classes.");
            Require(enhanced.IsOpenClass || document.Origin == CodeOrigin.Vendor, "Only a vendor's code is keyed with its class.");
            Require(enhanced.IsOpenClass || document.Classes.Keys.SequenceEqual([document.Code[..1]]), "A vendor's code has its own class and no other in 'classes'.");
            Require(document.Range is null || IsRangeFrom(enhanced, document.Range), "The range has to begin with the code itself and to end above it, with the same class and subject.");
        }
    }

    private static bool IsRangeFrom(CodeId first, CodeRange range) =>
        range.From == first.ToString() && CodeId.TryParse(range.To, out var last) && last.ClassDigit == first.ClassDigit && last.Subject == first.Subject && last > first;

    private static IEnumerable<(string Field, string Text)> TextsOf(EntryDocument entry)
    {
        yield return ("name", entry.Name);
        yield return ("summary", entry.Summary);
        yield return ("description", entry.Description);
        yield return ("whenYouSeeIt", entry.WhenYouSeeIt);
        yield return ("howToFix", entry.HowToFix);
        yield return ("clauses.gist", entry.Clauses.Gist);
        yield return ("clauses.meaning", entry.Clauses.Meaning);
        yield return ("clauses.trigger", entry.Clauses.Trigger);
        foreach (var text in entry.Steps.Concat(entry.Conflicts).Concat(entry.Examples))
        {
            yield return ("steps, conflicts or examples", text);
        }

        foreach (var text in entry.Meanings.Select(meaning => meaning.Text).Concat(entry.Related.Select(related => related.Why)))
        {
            yield return ("meanings or related", text);
        }

        foreach (var ofClass in entry.Classes.Values)
        {
            yield return ("classes", ofClass.Text);
            yield return ("classes.retryAdvice", ofClass.RetryAdvice);
            yield return ("classes.nextStep", ofClass.NextStep);
            yield return ("classes.server", ofClass.Server);
        }

        if (entry.Retry is not null)
        {
            yield return ("retry.advice", entry.Retry.Advice);
        }
    }
}
