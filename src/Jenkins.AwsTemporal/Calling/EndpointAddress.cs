namespace Jenkins.AwsTemporal.Calling;

/// <summary>An endpoint of the user's own. Its text is never quoted: it may hold a password, which is one of the faults.</summary>
internal static class EndpointAddress
{
    public const string Rule = "an absolute http or https address without user, query or fragment";

    public static Uri? Checked(string property, Uri? address) =>
        address is null || IsValid(address) ? address : throw InvalidOptionException.Argument(property, Rule);

    public static Uri FromVariable(string variable, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && IsValid(address)
            ? address
            : throw InvalidOptionException.Variable(variable, Rule);

    private static bool IsValid(Uri address) =>
        address.IsAbsoluteUri
        && address.Scheme is "http" or "https"
        && address.Host.Length > 0
        && address.UserInfo.Length == 0
        && address.Query.Length == 0
        && address.Fragment.Length == 0;
}
