using System.Text;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Handover;
using Jenkins.AwsTemporal.Pasting;
using Jenkins.AwsTemporal.Policies;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Tests.Sts;
using Jenkins.AwsTemporal.Validity;
using Microsoft.Extensions.DependencyInjection;

namespace Jenkins.AwsTemporal.Tests.Documentation;

/// <summary>What README.md and docs/dotnet.md quote: see <see cref="QuotationTests"/>.</summary>
internal sealed class Examples : IssuerTests
{
    private StringBuilder _output = null!;

    private static TimeProvider Time => TimeProvider.System;

    private string Text => Alice.GetSessionToken(TimeSpan.FromMinutes(15)) is var session
        ? $"{session.SessionToken}:{session.AccessKeyId}:{session.SecretAccessKey}"
        : "";

    private AwsCallOptions Endpoints => AwsCallOptions.FromEnvironment(name => name == "AWS_ENDPOINT_URL" ? Aws.Url : null, "us-east-1");

    [SetUp]
    public void AddSecrets()
    {
        _output = new StringBuilder();
        Alice.Allow("secretsmanager:GetSecretValue");
        Alice.Allow("secretsmanager:BatchGetSecretValue");
        Account.AddSecret("us-east-1", "/prod/db", """{"user":"shop","password":"canary-9f3c"}""");
        Deployer.TrustPrincipal(AccountId, requireMfa: true);
    }

    private void WriteLine(object? line) => _output.AppendLine(line?.ToString());

    [Test]
    public async Task The_main_job()
    {
        var (text, options) = (Text, Endpoints);
        // example
        var pasted = PastedCredentials.Parse(text);
        using var secrets = new SecretReader(pasted.Credentials, options);
        using var password = await secrets.ReadAsync(SecretReference.Parse("/prod/db#password"));
        // end
        Assert.That(password.Reveal(), Is.EqualTo("canary-9f3c"));
    }

    [Test]
    public void A_paste_tells_what_it_is()
    {
        var text = Text;
        // example
        var pasted = PastedCredentials.Parse(text);
        WriteLine(pasted.Form);         // Colons
        WriteLine(pasted.AccountId);    // 123456789012, where the access key tells it
        WriteLine(pasted.Credentials);  // never shows a secret
        // end
        Assert.That(_output.ToString(), Does.StartWith("Colons\n123456789012\n").And.Not.Contain(pasted.Credentials.SecretAccessKey));
    }

    [Test]
    public void A_paste_that_will_not_do_is_an_error_without_a_piece_of_it()
    {
        // example
        if (!PastedCredentials.TryParse("AKIAIOSFODNN7EXAMPLE", out var pasted, out var error))
            WriteLine($"{error.Code}: {error.Message}; {error.Hint}");
        // end
        Assert.That(pasted, Is.Null);
        Assert.That(_output.ToString(), Does.StartWith("MissingField: ").Or.StartWith("PermanentKey: "));
    }

    [Test]
    public void What_is_demanded_of_credentials_is_said_once()
    {
        var pasted = PastedCredentials.Parse(Text);
        var (time, prompted) = (Time, Time.GetUtcNow());
        // example
        var demanded = new CredentialRequirements(accounts: ["123456789012"], minimumLife: TimeSpan.FromMinutes(5));
        var lifetime = Lifetime.Of(pasted.Credentials, duration: TimeSpan.FromMinutes(15), prompted);
        demanded.CheckLife(lifetime, time.GetUtcNow());             // Expired or TooLittleLife
        demanded.CheckOwner(pasted.AccountId, pasted.Partition);    // WrongAccount or WrongPartition
        // end
        Assert.That(lifetime.Source, Is.EqualTo(ExpirationSource.Duration));
    }

    [Test]
    public void The_environment_is_only_read_where_it_is_asked_for()
    {
        // example
        var plain = new AwsCallOptions("us-east-1") { Timeout = TimeSpan.FromSeconds(10) };
        var asTheAwsCliHasIt = AwsCallOptions.FromEnvironment(Environment.GetEnvironmentVariable, "us-east-1");
        // end
        Assert.That((plain.Region, asTheAwsCliHasIt.Region), Is.EqualTo(("us-east-1", "us-east-1")));
    }

    [Test]
    public async Task Whose_credentials_they_are()
    {
        var (pasted, options) = (PastedCredentials.Parse(Text), Endpoints);
        // example
        using var caller = new CallerIdentityReader(pasted.Credentials, options);
        var identity = await caller.ReadAsync();
        WriteLine(identity);               // arn:aws:iam::123456789012:user/alice
        WriteLine(identity.AccountId);     // 123456789012
        // end
        Assert.That(_output.ToString(), Is.EqualTo("arn:aws:iam::123456789012:user/alice\n123456789012\n"));
    }

    [Test]
    public async Task A_secret_as_bytes_in_a_file_or_as_text()
    {
        var (pasted, options, path) = (PastedCredentials.Parse(Text), Endpoints, Path.Combine(TestContext.CurrentContext.WorkDirectory, Guid.NewGuid().ToString()));
        // example
        using var secrets = new SecretReader(pasted.Credentials, options);
        using var secret = await secrets.ReadAsync(SecretReference.Parse("/prod/db#password"));
        secret.WriteTo(path);               // mode 0600, all or nothing
        WriteLine(secret.Version.Name);     // /prod/db
        WriteLine(secret);                  // never shows the value; Reveal() does
        // end
        Assert.That(_output.ToString(), Does.StartWith("/prod/db\n").And.Not.Contain("canary"));
        Assert.That(File.ReadAllText(path), Is.EqualTo("canary-9f3c"));
        File.Delete(path);
    }

    [Test]
    public async Task Many_secrets_at_once()
    {
        var (pasted, options) = (PastedCredentials.Parse(Text), Endpoints);
        // example
        using var secrets = new SecretReader(pasted.Credentials, options);
        var bindings = new[] { SecretBinding.Parse("DB_*=/prod/db#*"), SecretBinding.Parse("MAYBE=optional:/prod/absent") };
        using var all = await secrets.ReadAsync(bindings);    // each secret once, and all or nothing
        foreach (var bound in all)
            WriteLine(bound.Name);    // DB_USER and DB_PASSWORD
        // end
        Assert.That(_output.ToString(), Is.EqualTo("DB_USER\nDB_PASSWORD\n"));
    }

    [Test]
    public async Task Credentials_of_any_client_of_the_sdk()
    {
        var pasted = PastedCredentials.Parse(Text);
        var configuration = new AmazonSecurityTokenServiceConfig { ServiceURL = Aws.Url, AuthenticationRegion = "us-east-1" };
        // example
        var credentials = new ExplodingCredentials(pasted.Credentials);
        using var sts = new AmazonSecurityTokenServiceClient(credentials, configuration);
        var identity = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest());
        // end
        Assert.That(identity.Arn, Is.EqualTo(Alice.Arn));
    }

    [Test]
    public async Task A_program_that_a_container_puts_together()
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = new SessionFolder(Path.Combine(TestContext.CurrentContext.WorkDirectory, Guid.NewGuid().ToString()));
        var pasted = PastedCredentials.Parse(Text);
        folder.Keep(new Session(pasted.Credentials, Lifetime.Of(pasted.Credentials, null, Time.GetUtcNow())) { Region = "us-east-1" }, "/aws-temporal");
        var services = new ServiceCollection();
        string? environment(string name) => name switch { "AWS_TEMPORAL_SESSION" => folder.Path, "AWS_ENDPOINT_URL" => Aws.Url, _ => null };
        // example
        services.AddAwsTemporal(environment);    // the session of AWS_TEMPORAL_SESSION, as inside of a step
        await using var provider = services.BuildServiceProvider();
        var credentials = provider.GetRequiredService<AWSCredentials>();    // for any client of the SDK
        using var secrets = await provider.GetRequiredService<SecretReaderFactory>().CreateAsync();
        // end
        using var secret = await secrets.ReadAsync(SecretReference.Parse("/prod/db#user"));
        Assert.That((await credentials.GetCredentialsAsync()).AccessKey, Is.EqualTo(pasted.Credentials.AccessKeyId));
        Assert.That(secret.Reveal(), Is.EqualTo("shop"));
        folder.Close();
    }

    [Test]
    public async Task A_role_with_an_mfa_code()
    {
        var (options, sixDigits, environment) = (Endpoints, Device.FreshCode(), Keys());
        // example
        var issuer = new SessionIssuer(BaseCredentials.FromEnvironment(environment), options);
        var caller = await issuer.IdentifyAsync();
        var role = new AssumeRoleOptions(caller.ArnOfRole("deployer"), SessionName.ForBuild("alice", "shop-deploy-7"))
        {
            Duration = TimeSpan.FromHours(1),
        };
        var issued = await issuer.AssumeRoleAsync(role, new MfaCode(caller.MfaSerialNumber!, sixDigits));    // sent once, never again
        WriteLine(issued.Identity.Arn);    // arn:aws:sts::123456789012:assumed-role/deployer/alice+shop-deploy-7
        // end
        Assert.That(_output.ToString(), Is.EqualTo("arn:aws:sts::123456789012:assumed-role/deployer/alice+shop-deploy-7\n"));
    }

    private Func<string, string?> Keys() => name => name switch
    {
        "AWS_ACCESS_KEY_ID" => Key.AccessKeyId,
        "AWS_SECRET_ACCESS_KEY" => Key.SecretAccessKey,
        _ => null,
    };

    [Test]
    public void A_session_in_a_folder_for_other_processes()
    {
        if (OperatingSystem.IsWindows()) return;
        var (pasted, time) = (PastedCredentials.Parse(Text), Time);
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, Guid.NewGuid().ToString());
        // example
        var folder = new SessionFolder(path);
        var lifetime = Lifetime.Of(pasted.Credentials, duration: null, time.GetUtcNow());
        folder.Keep(new Session(pasted.Credentials, lifetime) { Region = "us-east-1" }, "/usr/local/bin/aws-temporal");
        var credentials = folder.Read().LiveCredentials(time);    // Expired, once they have
        folder.Close();                                           // wiped
        // end
        Assert.That(credentials.AccessKeyId, Is.EqualTo(pasted.Credentials.AccessKeyId));
        Assert.That(Directory.Exists(path), Is.False);
    }

    [Test]
    public async Task Output_without_secrets()
    {
        var output = new MemoryStream();
        using var secrets = new SecretReader(PastedCredentials.Parse(Text).Credentials, Endpoints);
        using var secret = await secrets.ReadAsync(SecretReference.Parse("/prod/db#password"));
        // example
        var forms = new LeakForms();
        forms.Add(secret.Bytes.Span);
        var masker = new OutputMasker(new MaskPatterns(forms), output);
        masker.Write("the password is canary-9f3c"u8);
        masker.Complete();    // what was held back, because it might still have become a secret
        // end
        Assert.That(Encoding.UTF8.GetString(output.ToArray()), Is.EqualTo("the password is ****"));
    }

    [Test]
    public void The_documents_of_the_set_up()
    {
        // example
        var trust = PolicyDocument.ForTrust("123456789012", users: ["alice"], new RoleTerms { MfaAge = TimeSpan.FromMinutes(15) });
        var reading = PolicyDocument.ForSecrets(["/prod/*"], new PolicyScope("123456789012", "us-east-1"));
        WriteLine(trust.Json);
        // end
        Assert.That(_output.ToString(), Does.Contain("aws:MultiFactorAuthPresent"));
        Assert.That(reading.Json, Does.Contain("/prod/*-??????"));
    }

    [Test]
    public async Task One_place_for_every_error()
    {
        var (pasted, options) = (PastedCredentials.Parse(Text), Endpoints);
        using var secrets = new SecretReader(pasted.Credentials, options);
        // example
        try
        {
            using var secret = await secrets.ReadAsync(SecretReference.Parse("/prod/absent"));
        }
        catch (AwsTemporalException e) when (e.Code == ErrorCode.NotFound)
        {
            WriteLine($"{e.Message}; {e.Hint}");    // what is wrong, and what to do
        }
        // end
        Assert.That(_output.ToString(), Does.Contain("; ").And.Not.Contain("canary"));
    }
}
