namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>
/// What Jenkins wants beside a POST, and the web session that it is for: <c>crumbIssuer/api/json</c>,
/// https://www.jenkins.io/doc/book/security/csrf-protection/#working-with-scripted-clients. Since 2.96 none is wanted of an
/// API token, but it does no harm, and a proxy in front may have another log-in.
/// </summary>
internal sealed class Crumb(string field, string value, string cookies)
{
    public string Field { get; } = field;

    public string Value { get; } = value;

    public string Cookies { get; } = cookies;
}
