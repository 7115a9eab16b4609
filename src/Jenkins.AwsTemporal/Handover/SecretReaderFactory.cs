using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Secrets;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// Makes readers of secrets for a program that outlives a session's credentials. A reader keeps what it was made with: take
/// one per piece of work, and dispose of it.
/// </summary>
public sealed class SecretReaderFactory
{
    private readonly ExplodingCredentials _credentials;
    private readonly Func<string?, AwsCallOptions> _options;

    internal SecretReaderFactory(ExplodingCredentials credentials, Func<string?, AwsCallOptions> options) =>
        (_credentials, _options) = (credentials, options);

    /// <summary>A reader with the session's credentials of this moment, in the session's Region if it has one.</summary>
    /// <inheritdoc cref="ExplodingCredentials.GetCredentialsAsync" path="/exception"/>
    /// <exception cref="InvalidOptionException">No Region, or a variable's value cannot be used.</exception>
    public async Task<SecretReader> CreateAsync()
    {
        var session = await _credentials.ReadAsync().ConfigureAwait(false);
        return new SecretReader(session.Credentials, _options(session.Region));
    }
}
