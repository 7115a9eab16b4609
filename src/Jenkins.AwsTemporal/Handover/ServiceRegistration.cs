using Amazon.Runtime;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// Registers a session for programs that are put together by a container: as <see cref="AWSCredentials"/> for the clients
/// of the AWS SDK, and as <see cref="SecretReaderFactory"/>. A <see cref="TimeProvider"/> and an
/// <see cref="ILoggerFactory"/> of the container are used; calls are logged as <c>Jenkins.AwsTemporal</c> at
/// <see cref="LogLevel.Debug"/>. Nothing is read or called before the first use.
/// </summary>
public static class ServiceRegistration
{
    private const string Folder = "AWS_TEMPORAL_SESSION";

    /// <summary>
    /// The session that the environment names in <c>AWS_TEMPORAL_SESSION</c>, as inside a pipeline step, called as
    /// <see cref="AwsCallOptions.FromEnvironment"/> has it.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="environment">Looks a variable up; null when it is not set.</param>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: the environment names no session.</exception>
    public static IServiceCollection AddAwsTemporal(this IServiceCollection services, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (string.IsNullOrWhiteSpace(environment(Folder)))
            throw new InvalidOptionException(
                ErrorCode.InvalidConfiguration,
                Folder,
                $"no session: {Folder} is not set",
                $"run inside a step such as withTempCreds, or set {Folder} to a folder that aws-temporal open made");
        return services.AddAwsTemporal(new SessionFolder(environment(Folder)!), region => AwsCallOptions.FromEnvironment(environment, region));
    }

    /// <summary>The session of a folder.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="folder">The session folder.</param>
    /// <param name="options">How AWS is called in a session's Region, which is null when the session names none.</param>
    public static IServiceCollection AddAwsTemporal(
        this IServiceCollection services, SessionFolder folder, Func<string?, AwsCallOptions> options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        return services
            .AddSingleton(provider => new ExplodingCredentials(
                folder, new SessionRenewer(OptionsOf(provider, options), provider.GetService<TimeProvider>() ?? TimeProvider.System)))
            .AddSingleton<AWSCredentials>(provider => provider.GetRequiredService<ExplodingCredentials>())
            .AddSingleton(provider => new SecretReaderFactory(
                provider.GetRequiredService<ExplodingCredentials>(), OptionsOf(provider, options)));
    }

    // What the caller set himself stays.
    private static Func<string?, AwsCallOptions> OptionsOf(IServiceProvider provider, Func<string?, AwsCallOptions> options)
    {
        var logger = provider.GetService<ILoggerFactory>()?.CreateLogger("Jenkins.AwsTemporal") ?? NullLogger.Instance;
        var time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        return region =>
        {
            var given = options(region);
            return given with
            {
                Logger = ReferenceEquals(given.Logger, NullLogger.Instance) ? logger : given.Logger,
                TimeProvider = ReferenceEquals(given.TimeProvider, TimeProvider.System) ? time : given.TimeProvider,
            };
        };
    }
}
