using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>A session to be handed to a prompt, and whose it is.</summary>
internal sealed class Minted(TemporaryCredentials credentials, CallerIdentity identity)
{
    public TemporaryCredentials Credentials { get; } = credentials;

    public CallerIdentity Identity { get; } = identity;
}
