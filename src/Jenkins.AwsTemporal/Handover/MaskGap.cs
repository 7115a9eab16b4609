namespace Jenkins.AwsTemporal.Handover;

/// <summary>What may stand between the letters of a form.</summary>
internal enum MaskGap
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A line break, and up to 32 blanks that indent the next line.</summary>
    Lines,

    /// <summary>The same between two pairs of letters; and before it, or instead, one or two of blank, colon, comma and hyphen.</summary>
    Pairs,
}
