using Amazon.Runtime;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>
/// Whose credentials ask for a session: an operator's own session, the keys in an environment, or the machine itself.
/// Each has to be named; nothing is searched for, so that it is never unsure whose they are. Never shows a secret.
/// </summary>
public sealed class BaseCredentials
{
    private BaseCredentials(AWSCredentials credentials, bool isTemporary, string description, params string[] secrets) =>
        (Aws, IsTemporary, Description, Secrets) = (credentials, isTemporary, description, secrets);

    /// <summary>Whether they are temporary: then a role's session lives an hour at most, and GetSessionToken takes none.</summary>
    public bool IsTemporary { get; }

    /// <summary>The session, where they were made of one by <see cref="FromSession"/>; null else.</summary>
    public TemporaryCredentials? Session { get; private init; }

    internal AWSCredentials Aws { get; }

    internal IReadOnlyList<string> Secrets { get; }

    private string Description { get; }

    /// <summary>A session.</summary>
    public static BaseCredentials FromSession(TemporaryCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return new BaseCredentials(
            new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken),
            isTemporary: true,
            $"the session {credentials.AccessKeyId}",
            credentials.SecretAccessKey,
            credentials.SessionToken)
        { Session = credentials };
    }

    /// <summary>A permanent key: what an IAM user has.</summary>
    /// <param name="accessKeyId">Its id.</param>
    /// <param name="secretAccessKey">Its secret.</param>
    public static BaseCredentials FromKey(string accessKeyId, string secretAccessKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accessKeyId);
        ArgumentException.ThrowIfNullOrEmpty(secretAccessKey);
        return new BaseCredentials(
            new BasicAWSCredentials(accessKeyId, secretAccessKey), isTemporary: false, $"the access key {accessKeyId}", secretAccessKey);
    }

    /// <summary>
    /// <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and, for temporary ones, <c>AWS_SESSION_TOKEN</c>.
    /// A permanent key is taken here: it is what an IAM user that may only assume roles has.
    /// </summary>
    /// <param name="environment">Looks a variable up; null when it is not set, and empty counts as not set.</param>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: one of them is missing.</exception>
    public static BaseCredentials FromEnvironment(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var id = Required(environment, "AWS_ACCESS_KEY_ID");
        var secret = Required(environment, "AWS_SECRET_ACCESS_KEY");
        return environment("AWS_SESSION_TOKEN") is { Length: > 0 } token
            ? new BaseCredentials(new SessionAWSCredentials(id, secret, token), isTemporary: true, $"the session {id}", secret, token)
            : FromKey(id, secret);
    }

    /// <summary>
    /// The machine's own identity: the container's credentials where <c>AWS_CONTAINER_CREDENTIALS_RELATIVE_URI</c> or
    /// <c>_FULL_URI</c> names their address, else the EC2 instance's profile. Asks for them at once; they are asked for
    /// anew when they near their end.
    /// </summary>
    /// <param name="environment">Looks a variable up; null when it is not set. The SDK reads the process's own environment for the rest.</param>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: the machine has none.</exception>
    public static BaseCredentials FromNode(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var isContainer = environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { Length: > 0 }
            || environment("AWS_CONTAINER_CREDENTIALS_FULL_URI") is { Length: > 0 };
        try
        {
            AWSCredentials credentials = isContainer ? new GenericContainerCredentials() : new InstanceProfileAWSCredentials();
            // Asked for here, so that a machine that has none says so, and errors know what not to quote.
            var keys = credentials.GetCredentials();
            return new BaseCredentials(credentials, isTemporary: true, "this machine's own identity", keys.SecretKey, keys.Token);
        }
        catch (Exception fault) when (fault is AmazonClientException or AmazonServiceException or InvalidOperationException
            or ArgumentException or HttpRequestException or IOException)
        {
            throw new InvalidOptionException(
                ErrorCode.InvalidConfiguration,
                "node",
                $"this machine has no identity of its own: its {(isContainer ? "container credentials service" : "metadata service")} gives none",
                $"give the {(isContainer ? "container a role" : "machine an instance profile")}, or name other credentials");
        }
    }

    /// <summary>Names them by their access key id, and shows no secret.</summary>
    public override string ToString() => Description;

    private static string Required(Func<string, string?> environment, string variable) =>
        environment(variable) is { Length: > 0 } value
            ? value
            : throw new InvalidOptionException(
                ErrorCode.InvalidConfiguration,
                variable,
                $"{variable} is not set",
                "give the keys in the environment, or name a session");
}
