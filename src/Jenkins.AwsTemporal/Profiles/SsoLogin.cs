using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Pasting;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Profiles;

/// <summary>
/// A profile of IAM Identity Center: the token that <c>aws sso login</c> left becomes a role's credentials, by the one request
/// that it takes (https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html). The SDK
/// would need two more packages for it, find them by reflection, and go by no proxy or certificate bundle of ours. A token
/// whose time is over is left to the AWS CLI, which renews it where it can and opens no browser for that.
/// </summary>
internal sealed class SsoLogin
{
    private readonly string _profile;
    private readonly string _account;
    private readonly string _role;
    private readonly string? _cache;
    private readonly string? _path;

    private SsoLogin(string profile, string region, string account, string role, string? cache, string? path) =>
        (_profile, Region, _account, _role, _cache, _path) = (profile, region, account, role, cache, path);

    /// <summary>The Region of IAM Identity Center, not of the profile.</summary>
    public string Region { get; }

    public static SsoLogin Of(string profile, IReadOnlyDictionary<string, string> settings, ProfileFiles files, string? path)
    {
        var login = settings;
        if (settings.TryGetValue("sso_session", out var session))
            login = files.SsoSession(session) ?? throw ProfileException.Incomplete(profile, $"there is no sso-session {session}");
        var startUrl = Setting(profile, login, "sso_start_url");
        return new SsoLogin(
            profile,
            Setting(profile, login, "sso_region"),
            Setting(profile, settings, "sso_account_id"),
            Setting(profile, settings, "sso_role_name"),
            files.Home is null ? null : Path.Combine(files.Home, ".aws", "sso", "cache", NameOf(session ?? startUrl)),
            path);
    }

    public async Task<BaseCredentials> ReadAsync(AwsCallOptions options, CancellationToken cancellation)
    {
        var (login, end, isRenewable) = Cached();
        if (end <= options.TimeProvider.GetUtcNow())
            return isRenewable ? await RenewAsync(cancellation).ConfigureAwait(false) : throw ProfileException.LoginOver(_profile);
        var caller = new AwsCaller(options, login);
        using var client = new AwsHttpClientFactory(options, AnswerShape.SsoPortal, caller.Peer).NewClient();
        try
        {
            return await caller.CallAsync("GetRoleCredentials", token => AskAsync(client, options, login, token), cancellation).ConfigureAwait(false);
        }
        catch (AwsCallException fault) when (fault.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw ProfileException.LoginOver(_profile);
        }
    }

    // The login is the AWS CLI's, which registered for it and has to keep what renews it the next time.
    private async Task<BaseCredentials> RenewAsync(CancellationToken cancellation)
    {
        var program = ProgramPath.Find(_path, "aws") ?? throw ProfileException.LoginOver(_profile);
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in (string[])["configure", "export-credentials", "--profile", _profile, "--format", "process"])
            start.ArgumentList.Add(word);
        try
        {
            return await CredentialProcess.RunAsync(start, "the AWS CLI", cancellation).ConfigureAwait(false);
        }
        catch (ProfileException)
        {
            throw ProfileException.LoginOver(_profile);
        }
    }

    private async Task<BaseCredentials> AskAsync(HttpClient client, AwsCallOptions options, string login, CancellationToken cancellation)
    {
        var endpoint = options.SsoEndpoint?.AbsoluteUri
            ?? $"https://portal.sso.{options.Region}.{RegionEndpoint.GetBySystemName(options.Region).PartitionDnsSuffix}";
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"{endpoint.TrimEnd('/')}/federation/credentials?role_name={Uri.EscapeDataString(_role)}&account_id={Uri.EscapeDataString(_account)}");
        request.Headers.TryAddWithoutValidation("x-amz-sso_bearer_token", login);
        using var response = await client.SendAsync(request, cancellation).ConfigureAwait(false);
        var answer = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new AmazonServiceException(MessageOf(answer), null, ErrorType.Unknown, Header(response, "x-amzn-ErrorType")?.Split(':')[0], Header(response, "x-amzn-RequestId"), response.StatusCode);
        try
        {
            return BaseCredentials.FromSession(PastedCredentials.Parse(answer).Credentials);
        }
        catch (CredentialsException)
        {
            throw new ForeignAnswerException("the answer holds no credentials", response.StatusCode);
        }
    }

    private (string Token, DateTimeOffset End, bool IsRenewable) Cached()
    {
        if (_cache is null || !File.Exists(_cache))
            throw ProfileException.NoLogin(_profile);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(_cache));
            var token = document.RootElement.GetProperty("accessToken").GetString();
            // Older versions of the AWS CLI wrote UTC for Z.
            var end = document.RootElement.GetProperty("expiresAt").GetString()?.Replace("UTC", "Z", StringComparison.Ordinal);
            return string.IsNullOrEmpty(token) || end is null
                ? throw ProfileException.NoLogin(_profile)
                : (token, DateTimeOffset.Parse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), document.RootElement.TryGetProperty("refreshToken", out _));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw ProfileException.NoLogin(_profile);
        }
    }

    private static string? MessageOf(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.TryGetProperty("message", out var message) ? message.GetString() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Concat(values) : null;

    private static string Setting(string profile, IReadOnlyDictionary<string, string> settings, string name) =>
        settings.TryGetValue(name, out var value) && value.Length > 0 ? value : throw ProfileException.Incomplete(profile, $"{name} is missing");

#pragma warning disable CA5350 // The AWS CLI's name for the file; it protects nothing.
    private static string NameOf(string login) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(login))).ToLowerInvariant() + ".json";
#pragma warning restore CA5350
}
