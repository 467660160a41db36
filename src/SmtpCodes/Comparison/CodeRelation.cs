using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>How two codes are related, which decides what sentences about them have to say.</summary>
internal enum CodeRelation
{
    /// <summary>One code, twice.</summary>
    Same,

    /// <summary>Two forms of one enhanced status code that differ in class.</summary>
    OtherClass,

    /// <summary>Two codes of one vendor's range.</summary>
    SameRange,

    /// <summary>A reply code and an enhanced status code that the registry pairs with it.</summary>
    Refinement,

    /// <summary>A reply code and an enhanced status code that have nothing to do with each other.</summary>
    OtherKind,

    /// <summary>Two reply codes, or two enhanced status codes.</summary>
    Siblings,
}

internal static class CodeRelations
{
    extension(CodeRelation)
    {
        /// <summary>The relation, the same for a with b as for b with a.</summary>
        public static CodeRelation Between(SmtpCode a, SmtpCode b) =>
            a.Code == b.Code ? CodeRelation.Same
            : a.Entry == b.Entry ? a.Range is null ? CodeRelation.OtherClass : CodeRelation.SameRange
            : a.Kind == b.Kind ? CodeRelation.Siblings
            : a.PairedWith.Contains(b.Entry) || b.PairedWith.Contains(a.Entry) ? CodeRelation.Refinement
            : CodeRelation.OtherKind;
    }
}
