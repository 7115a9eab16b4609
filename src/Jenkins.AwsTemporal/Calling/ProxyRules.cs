using System.Net;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>
/// The proxy variables as curl and the AWS CLI read them: the lower-case name wins, <c>NO_PROXY</c> is a list of hosts,
/// domains with everything below them, address ranges, each with an optional port, or <c>*</c>. The loopback is never
/// proxied. A value is never quoted: it may hold a password.
/// </summary>
internal sealed class ProxyRules : IWebProxy
{
    private readonly Uri? _forHttp;
    private readonly Uri? _forHttps;
    private readonly string[] _direct;

    private ProxyRules(Uri? forHttp, Uri? forHttps, string[] direct, ICredentials? credentials)
    {
        _forHttp = forHttp;
        _forHttps = forHttps;
        _direct = direct;
        Credentials = credentials;
    }

    public ICredentials? Credentials { get; set; }

    public static ProxyRules? FromEnvironment(Func<string, string?> environment)
    {
        var credentials = new CredentialCache();
        var http = Proxy(environment, "HTTP_PROXY", credentials);
        var https = Proxy(environment, "HTTPS_PROXY", credentials);
        if (http is null && https is null) return null;
        var direct = Either(environment, "NO_PROXY").Value ?? "";
        return new ProxyRules(http, https, direct.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries), credentials);
    }

    public Uri? GetProxy(Uri destination) =>
        IsBypassed(destination) ? null : ProxyFor(destination);

    public bool IsBypassed(Uri host) =>
        host.IsLoopback || ProxyFor(host) is null || Array.Exists(_direct, rule => Matches(rule, host));

    private Uri? ProxyFor(Uri address) => address.Scheme is "https" ? _forHttps : _forHttp;

    private static bool Matches(string rule, Uri address)
    {
        if (rule is "*") return true;
        if (IPNetwork.TryParse(rule, out var range)) return IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && range.Contains(ip);

        var colon = rule.LastIndexOf(':');
        if (colon > 0 && int.TryParse(rule.AsSpan(colon + 1), System.Globalization.NumberStyles.None, null, out var port) && rule.IndexOf(':', StringComparison.Ordinal) == colon)
        {
            if (port != address.Port) return false;
            rule = rule[..colon];
        }

        var domain = rule.TrimStart('*').TrimStart('.');
        return domain.Length > 0
            && (address.Host.Trim('[', ']').Equals(domain.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
                || address.Host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }

    private static Uri? Proxy(Func<string, string?> environment, string name, CredentialCache credentials)
    {
        var (variable, text) = Either(environment, name);
        if (text is null) return null;
        if (!text.Contains("://", StringComparison.Ordinal)) text = "http://" + text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var proxy) || proxy.Host.Length == 0 || proxy.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
            throw InvalidOptionException.Variable(variable, "the address of a proxy, such as http://host:3128");

        if (proxy.UserInfo.Length == 0) return proxy;
        var user = proxy.UserInfo.Split(':', 2);
        proxy = new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;
        var credential = new NetworkCredential(Uri.UnescapeDataString(user[0]), user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "");
        if (credentials.GetCredential(proxy, "Basic") is null) credentials.Add(proxy, "Basic", credential);
        return proxy;
    }

    private static (string Variable, string? Value) Either(Func<string, string?> environment, string name)
    {
#pragma warning disable CA1308 // The lower-case spelling is the variable's name, not a normal form.
        var lower = name.ToLowerInvariant();
#pragma warning restore CA1308
        return CallEnvironment.Value(environment, lower) is { } value ? (lower, value) : (name, CallEnvironment.Value(environment, name));
    }
}
