using System.Text;
using Amazon.Runtime;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Handover;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Tests.Emulation;
using Jenkins.AwsTemporal.Validity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;

namespace Jenkins.AwsTemporal.Tests.Handover;

/// <summary>One line of a program that is put together by a container.</summary>
[Platform("Linux")]
internal sealed class ServiceRegistrationTests : EmulatorTests
{
    private string _folder = null!;

    private SessionFolder Session => new(Path.Combine(_folder, "session"));

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("aws-temporal-tests-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_environments_session_reads_a_secret_and_tells_the_containers_logger()
    {
        Keep("eu-central-1");
        var logger = Substitute.For<ILogger>();
        logger.IsEnabled(LogLevel.Debug).Returns(true);
        var loggers = Substitute.For<ILoggerFactory>();
        loggers.CreateLogger("Jenkins.AwsTemporal").Returns(logger);
        await using var services = new ServiceCollection().AddSingleton(loggers).AddAwsTemporal(Environment).BuildServiceProvider();
        using var secrets = await services.GetRequiredService<SecretReaderFactory>().CreateAsync();
        using var value = await secrets.ReadAsync(SecretReference.Parse("/prod/db"));
        Assert.That(Encoding.UTF8.GetString(value.Bytes.Span), Is.EqualTo("hunter2-of-the-emulator"));
        logger.ReceivedWithAnyArgs(1).Log<object>(default, default, default!, default, default!);
    }

    [Test]
    public async Task The_credentials_are_the_sessions_and_end_by_the_containers_clock()
    {
        var given = Keep("eu-central-1");
        var time = new Validity.ManualTime(DateTimeOffset.UtcNow);
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddAwsTemporal(Environment).BuildServiceProvider();
        var credentials = services.GetRequiredService<AWSCredentials>();
        Assert.That((await credentials.GetCredentialsAsync()).AccessKey, Is.EqualTo(given.AccessKeyId));
        time.Now += TimeSpan.FromMinutes(16);
        Assert.That(() => credentials.GetCredentials(), Throws.InstanceOf<CredentialsException>());
        Assert.That(() => services.GetRequiredService<SecretReaderFactory>().CreateAsync(), Throws.InstanceOf<CredentialsException>());
    }

    [Test]
    public async Task A_call_ends_by_the_containers_clock_unless_the_caller_set_another([Values] bool another)
    {
        Keep("eu-central-1");
        AwsCallOptions Options(string? region) => AwsCallOptions.FromEnvironment(Environment, region) with { TimeProvider = another ? new Validity.ManualTime(DateTimeOffset.UtcNow) : TimeProvider.System };
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(new Hurry()).AddAwsTemporal(Session, Options).BuildServiceProvider();
        using var secrets = await services.GetRequiredService<SecretReaderFactory>().CreateAsync();
        Task<SecretValue> Read() => secrets.ReadAsync(SecretReference.Parse("/prod/db"));
        if (another)
            (await Read()).Dispose();
        else
            Assert.That((await Assert.ThrowsAsync<AwsCallException>(Read))!.Code, Is.EqualTo(ErrorCode.TimedOut));
    }

    [Test]
    public async Task A_session_without_a_Region_takes_the_environments_and_none_is_guessed([Values] bool given)
    {
        Keep(region: null);
        string? Variable(string name) => name == "AWS_REGION" && given ? "eu-central-1" : Environment(name);
        await using var services = new ServiceCollection().AddAwsTemporal(Variable).BuildServiceProvider();
        var factory = services.GetRequiredService<SecretReaderFactory>();
        if (given)
        {
            using var secrets = await factory.CreateAsync();
            using var value = await secrets.ReadAsync(SecretReference.Parse("/prod/db"));
            Assert.That(value.Bytes.Length, Is.Positive);
        }
        else
            Assert.That(() => factory.CreateAsync(), Throws.InstanceOf<InvalidOptionException>());
    }

    [Test]
    public void Without_a_session_the_program_does_not_start([Values(null, "", " ")] string? folder)
    {
        var fault = Assert.Throws<InvalidOptionException>(() => new ServiceCollection().AddAwsTemporal(_ => folder));
        Assert.That((fault!.Option, fault.Code), Is.EqualTo(("AWS_TEMPORAL_SESSION", ErrorCode.InvalidConfiguration)));
    }

    /// <summary>A clock by which every time is up at once.</summary>
    private sealed class Hurry : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    private string? Environment(string name) => name switch
    {
        "AWS_TEMPORAL_SESSION" => Session.Path,
        "AWS_ENDPOINT_URL" => Aws.Url,
        _ => null,
    };

    private TemporaryCredentials Keep(string? region)
    {
        Alice.Allow("secretsmanager:GetSecretValue");
        Account.AddSecret("eu-central-1", "/prod/db", "hunter2-of-the-emulator");
        var own = Alice.GetSessionToken(TimeSpan.FromMinutes(15));
        var credentials = new TemporaryCredentials(own.AccessKeyId, own.SecretAccessKey, own.SessionToken!, own.Expiration);
        Session.Keep(new Session(credentials, Lifetime.Of(credentials, null, default)) { Region = region }, "/aws-temporal");
        return credentials;
    }
}
