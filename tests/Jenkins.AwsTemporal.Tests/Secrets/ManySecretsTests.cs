using System.Security.Cryptography;
using System.Text;
using AwsEmulator.Faults;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Tests.Emulation;

namespace Jenkins.AwsTemporal.Tests.Secrets;

/// <summary>Many secrets in few calls, against an AWS that answers, refuses and limits as AWS does.</summary>
internal sealed class ManySecretsTests : EmulatorTests
{
    private const string Region = "eu-central-1";
    private const string Canary = "canary-of-a-value";

    [SetUp]
    public void Allow() => Alice.Allow("secretsmanager:*");

    [TestCase(1, 1)]
    [TestCase(20, 1)]
    [TestCase(21, 2)]
    [TestCase(50, 3)]
    [TestCase(200, 10)]
    public async Task Many_secrets_cost_a_call_for_every_twenty(int count, int calls)
    {
        AddNumbered(count);
        using var secrets = await ReadAsync(Numbered(count));
        AssertNumbered(secrets, count);
        Assert.That(Aws.RequestCounts.Values.Sum(), Is.EqualTo(calls));
        Assert.That(Aws.Requests("GetSecretValue"), Is.EqualTo(count % 20 == 1 ? 1 : 0), "a single one needs no permission for batches");
    }

    [TestCase(1)]
    [TestCase(20)]
    [TestCase(50)]
    [TestCase(200)]
    public async Task Where_the_batch_is_denied_each_is_asked_for_by_itself(int count)
    {
        Alice.Deny("secretsmanager:BatchGetSecretValue");
        AddNumbered(count);
        using var secrets = await ReadAsync(Numbered(count));
        AssertNumbered(secrets, count);
        Assert.That(Aws.Requests("GetSecretValue"), Is.EqualTo(count));
    }

    [Test]
    public async Task Bytes_keys_stages_and_sizes_come_as_they_are()
    {
        var binary = RandomNumberGenerator.GetBytes(65536);
        var text = new string('\u0001', 65536);
        Account.AddSecret(Region, "binary", binary);
        Account.AddSecret(Region, "large", text);
        Account.AddSecret(Region, "json", """{"port":5432.10,"user":"anna"}""");
        var rotated = Account.AddSecret(Region, "rotated", "first");
        var first = rotated.Versions[0].Id;
        rotated.Put(AwsEmulator.Secrets.SecretContent.Of("second"));
        using var secrets = await ReadAsync("B=binary", "L=large", "P=json#port", "U=json#/user", "NOW=rotated@AWSCURRENT", "OLD=rotated@AWSPREVIOUS", $"FIRST=rotated:{first}", $"ARN={rotated.Arn}");
        var values = secrets.ToDictionary(secret => secret.Name, secret => secret.Value);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(values["B"].Bytes.ToArray(), Is.EqualTo(binary));
            Assert.That(values["B"].IsBinary);
            Assert.That(values["L"].Reveal(), Is.EqualTo(text));
            Assert.That(values["P"].Reveal() + values["U"].Reveal(), Is.EqualTo("5432.10anna"));
            Assert.That(values["NOW"].Reveal() + values["OLD"].Reveal() + values["FIRST"].Reveal() + values["ARN"].Reveal(), Is.EqualTo("secondfirstfirstsecond"));
            Assert.That(string.Join(' ', secrets.Select(secret => secret.Name)), Is.EqualTo("B L P U NOW OLD FIRST ARN"));
            Assert.That((Aws.Requests("BatchGetSecretValue"), Aws.Requests("GetSecretValue")), Is.EqualTo((1, 2)), "json is fetched once, and what is no current version by itself");
        }
    }

    [Test]
    public async Task Twenty_of_the_largest_are_more_than_one_answer_holds()
    {
        for (var i = 0; i < 20; i++) Account.AddSecret(Region, $"n/{i}", new string((char)('a' + i), 65536));
        using var secrets = await ReadAsync(Numbered(20));
        Assert.That(secrets.Select(secret => secret.Value.Bytes.Span[65535]), Is.EqualTo(Enumerable.Range('a', 20)));
        Assert.That((Aws.Requests("BatchGetSecretValue"), Aws.Requests("GetSecretValue")), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task Every_failure_of_a_batch_is_named_and_no_value([Values] bool isBatchDenied)
    {
        if (isBatchDenied) Alice.Deny("secretsmanager:BatchGetSecretValue");
        AddBroken();
        var error = await Assert.ThrowsAsync<SecretException>(() => ReadAsync("A=good", "B=gone", "C=none", "D=kms", "E=none2#k", "F=denied", "G=good#k", "H=none"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Code, Is.EqualTo(ErrorCode.ScheduledForDeletion));
            Assert.That(error.Message, Is.EqualTo(
                "6 secrets cannot be had: scheduled for deletion: gone; not found: none, none2#k; not decrypted by KMS: kms; denied: denied; without the key: good#k"));
            Assert.That(error + error.Hint, Does.Not.Contain(Canary));
        }
    }

    [TestCase("gone", ErrorCode.ScheduledForDeletion, "the secret gone cannot be read: GetSecretValue refused: the secret is scheduled for deletion")]
    [TestCase("none", ErrorCode.NotFound, "the secret none cannot be read: GetSecretValue: not found: Secrets Manager can't find the specified secret")]
    [TestCase("kms", ErrorCode.Kms, "the secret kms cannot be read: GetSecretValue refused: KMS does not decrypt the secret for these credentials")]
    [TestCase("denied", ErrorCode.Denied, "the secret denied cannot be read: GetSecretValue denied: User: arn:aws:iam::123456789012:user/alice is not authorized to perform: secretsmanager:GetSecretValue on resource: denied*")]
    [TestCase("good#k", ErrorCode.KeyNotFound, "the secret good has no key k")]
    [TestCase("text#*", ErrorCode.KeyNotFound, "the secret text is not JSON")]
    public async Task One_failure_is_told_alike_however_it_was_asked_for(string reference, ErrorCode code, string message)
    {
        AddBroken();
        var errors = new List<AwsTemporalException>
        {
            await FailureAsync($"A{(reference.EndsWith('*') ? "*" : "")}={reference}"),
            await FailureAsync("G=good", $"A{(reference.EndsWith('*') ? "*" : "")}={reference}"),
        };
        Alice.Deny("secretsmanager:BatchGetSecretValue");
        errors.Add(await FailureAsync("G=good", $"A{(reference.EndsWith('*') ? "*" : "")}={reference}"));
        foreach (var error in errors)
        {
            Assert.That(error.Code, Is.EqualTo(code));
            Assert.That(error.Message, message.EndsWith('*') ? Does.StartWith(message[..^1]) : Is.EqualTo(message));
            Assert.That(error.ToString(), Does.Not.Contain(Canary));
        }
    }

    [Test]
    public async Task What_is_optional_may_be_absent_and_nothing_else_of_it_is_forgiven()
    {
        AddBroken();
        using (var secrets = await ReadAsync("A=good", "B=optional:none", "C=optional:none@x", "D=optional:good#k", "E_*=optional:none/*", "F_*=optional:none#*", "G_*=optional:empty#*", "H=optional:good#a"))
            Assert.That(string.Join(' ', secrets.Select(secret => secret.Name)), Is.EqualTo("A H"));
        foreach (var (reference, code) in new[] { ("gone", ErrorCode.ScheduledForDeletion), ("kms", ErrorCode.Kms), ("denied", ErrorCode.Denied), ("text#k", ErrorCode.KeyNotFound) })
            Assert.That((await FailureAsync("A=good", "B=optional:" + reference)).Code, Is.EqualTo(code), reference);
        Assert.That((await FailureAsync("E_*=none/*")).Message, Is.EqualTo("no secret's name begins with none/"));
        Assert.That((await FailureAsync("E_*=empty#*")).Message, Is.EqualTo("the secret empty has no keys"));
    }

    [Test]
    public async Task An_expired_session_is_told_once_and_ends_everything()
    {
        AddNumbered(200);
        var session = Alice.GetSessionToken(TimeSpan.FromSeconds(-1));
        using var reader = Reader(session);
        var error = await Assert.ThrowsAsync<AwsCallException>(() => reader.ReadAsync(Parse(Numbered(200))));
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.Expired));
        Assert.That(Aws.Requests("GetSecretValue"), Is.Zero);
    }

    [TestCase(Fault.Throttle, ErrorCode.Throttled)]
    [TestCase(Fault.Fail, ErrorCode.ServiceFailed)]
    [TestCase(Fault.Garbage, ErrorCode.UnexpectedAnswer)]
    public async Task A_failure_of_the_call_itself_is_told_once(Fault fault, ErrorCode code)
    {
        AddNumbered(50);
        Aws.Faults.Always(fault, action: "BatchGetSecretValue");
        var error = await FailureAsync(Numbered(50));
        Assert.That((error.Code, error.Message.Contains("BatchGetSecretValue", StringComparison.Ordinal)), Is.EqualTo((code, true)));
        Assert.That(Aws.Requests("GetSecretValue"), Is.Zero);
    }

    [Test]
    public async Task A_prefix_finds_up_to_a_hundred_secrets_and_tells_upper_from_lower_case([Values] bool isBatchDenied)
    {
        if (isBatchDenied) Alice.Deny("secretsmanager:BatchGetSecretValue");
        foreach (var name in (string[])["/prod/db/read-only", "/prod/db/admin", "/prod/db", "/PROD/db/x", "/prod/dbx", "a/prod/db/"]) Account.AddSecret(Region, name, Canary + name);
        Account.AddSecret(Region, "/prod/db/gone", Canary).DeletionDate = DateTimeOffset.UtcNow.AddDays(7);
        using (var secrets = await ReadAsync("DB_*=/prod/db/*", "ALL*=/prod/db*"))
        {
            Assert.That(string.Join(' ', secrets), Is.EqualTo(
                "DB_ADMIN=/prod/db/admin DB_READ_ONLY=/prod/db/read-only ALL=/prod/db ALLADMIN=/prod/db/admin ALLREAD_ONLY=/prod/db/read-only ALLX=/prod/dbx"));
            Assert.That(secrets.Select(secret => secret.Value.Reveal()), Is.EqualTo(secrets.Select(secret => Canary + secret.Reference)));
        }

        AddNumbered(100);
        using (var hundred = await ReadAsync("N*=n/*")) AssertNumbered(hundred, 100);
        Account.AddSecret(Region, "n/100", Canary);
        var error = await FailureAsync("N*=n/*");
        Assert.That((error.Code, error.Message, error.Hint), Is.EqualTo((ErrorCode.InvalidArgument, "more than 100 secrets begin with n/", "give a longer prefix, or several")));
    }

    [Test]
    public async Task A_prefix_that_may_not_be_listed_says_so()
    {
        Account.AddSecret(Region, "n/1", Canary);
        Alice.Deny("secretsmanager:ListSecrets");
        var error = await FailureAsync("N*=n/*");
        Assert.That((error.Code, error.Hint), Is.EqualTo((ErrorCode.Denied, "ask for a policy that allows secretsmanager:ListSecrets, or name each secret by itself")));
        Assert.That(error.Message, Does.StartWith("the secrets n/* cannot be found: ListSecrets denied: "));
    }

    [Test]
    public async Task One_secret_of_a_prefix_that_may_not_be_read_fails_it_by_name([Values] bool isBatchDenied)
    {
        if (isBatchDenied) Alice.Deny("secretsmanager:BatchGetSecretValue");
        Account.AddSecret(Region, "n/1", Canary);
        Account.AddSecret(Region, "n/denied", Canary);
        Alice.Deny("secretsmanager:GetSecretValue", "*:secret:n/denied-??????");
        Assert.That((await FailureAsync("N*=n/*")).Message, Does.StartWith("the secret n/denied cannot be read: GetSecretValue denied: "));
    }

    [Test]
    public async Task Every_key_makes_a_variable()
    {
        Account.AddSecret(Region, "json", """{"user-name":"anna","port":5432.10,"deep":{ "a" : 1 },"*":"star","/x~":"slash","user":"first","user":"last"}""");
        using var secrets = await ReadAsync("DB_*=json#*");
        Assert.That(
            string.Join(' ', secrets.Select(secret => $"{secret}:{secret.Value.Reveal()}")),
            Is.EqualTo("DB_USER_NAME=json#user-name:anna DB_PORT=json#port:5432.10 DB_DEEP=json#deep:{ \"a\" : 1 } DB_=json#/*:star DB_X=json#/~1x~0:slash DB_USER=json#user:last"));
        foreach (var secret in secrets)
        {
            using var alone = await ReadAsync($"A={secret.Reference}");
            Assert.That(alone.Single().Value.Reveal(), Is.EqualTo(secret.Value.Reveal()), "the reference that is told names the value");
        }
    }

    [TestCase("A=good", "A=good#a", "the variable A would get two values: of good and of good#a")]
    [TestCase("N_1=good", "N_*=n/*", "the variable N_1 would get two values: of good and of n/1")]
    [TestCase("N_*=n/*", "N_*=n/*", "the variable N_0 would get two values: of n/0 and of n/0")]
    [TestCase("*=same#*", "B=good", "the variable A_B would get two values: of same#a-b and of same#a.b")]
    public async Task Two_values_for_one_name_are_an_error_that_names_both(string one, string other, string message)
    {
        AddBroken();
        AddNumbered(2);
        Account.AddSecret(Region, "same", """{"a-b":1,"a.b":2}""");
        var error = await FailureAsync(one, other);
        Assert.That((error.Code, error.Message), Is.EqualTo((ErrorCode.InvalidArgument, message)));
    }

    [Test]
    public async Task Another_accounts_secret_of_the_same_name_is_never_taken_for_ones_own()
    {
        Account.AddSecret(Region, "db", "own");
        var other = Aws.Account("999999999999").AddSecret(Region, "db", "other");
        other.ResourcePolicy = AwsEmulator.Policies.PolicyDocument.Parse("""{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}""");
        foreach (var bindings in (string[][])[["OWN=db", $"OTHER={other.Arn}"], [$"OTHER={other.Arn}", "OWN=db"]])
        {
            using var secrets = await ReadAsync(bindings);
            Assert.That(secrets.Single(secret => secret.Name == "OWN").Value.Reveal(), Is.EqualTo("own"));
            Assert.That(secrets.Single(secret => secret.Name == "OTHER").Value.Reveal(), Is.EqualTo("other"));
        }
    }

    [Test]
    public async Task Values_are_overwritten_when_they_are_disposed_of()
    {
        AddNumbered(2);
        var secrets = await ReadAsync(Numbered(2));
        var bytes = secrets.Select(secret => secret.Value.Bytes).ToArray();
        secrets.Dispose();
        Assert.That(bytes.SelectMany(value => value.ToArray()), Is.All.Zero);
        Assert.That(string.Join(' ', secrets), Is.EqualTo("N0=n/0 N1=n/1"));
    }

    [Test]
    public async Task Nothing_is_asked_for_nothing()
    {
        using var secrets = await ReadAsync();
        Assert.That(secrets, Is.Empty);
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    private void AddNumbered(int count)
    {
        for (var i = 0; i < count; i++) Account.AddSecret(Region, $"n/{i}", $"value {i}");
    }

    private static string[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(i => $"N{i}=n/{i}")];

    private static void AssertNumbered(SecretSet secrets, int count) =>
        Assert.That(
            secrets.Select(secret => $"{secret.Name} {secret.Value.Reveal()}").Order(StringComparer.Ordinal),
            Is.EqualTo(Enumerable.Range(0, count).Select(i => $"N{i} value {i}").Order(StringComparer.Ordinal)));

    private void AddBroken()
    {
        Account.AddSecret(Region, "good", $$"""{"a":"{{Canary}}"}""");
        Account.AddSecret(Region, "text", Canary);
        Account.AddSecret(Region, "empty", "{}");
        Account.AddSecret(Region, "denied", Canary);
        Account.AddSecret(Region, "gone", Canary).DeletionDate = DateTimeOffset.UtcNow.AddDays(7);
        Account.AddSecret(Region, "kms", Canary).KmsBroken = true;
        Alice.Deny("secretsmanager:GetSecretValue", "*:secret:denied-??????");
    }

    private async Task<AwsTemporalException> FailureAsync(params string[] bindings) =>
        (await Assert.CatchAsync<AwsTemporalException>(() => ReadAsync(bindings)))!;

    private async Task<SecretSet> ReadAsync(params string[] bindings)
    {
        using var reader = Reader(Alice.GetSessionToken(TimeSpan.FromMinutes(15)));
        return await reader.ReadAsync(Parse(bindings));
    }

    private SecretReader Reader(AwsEmulator.Identity.Credentials session) => new(
        new TemporaryCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken!),
        new AwsCallOptions(Region) { SecretsManagerEndpoint = new Uri(Aws.Url), MaxAttempts = 1 });

    private static SecretBinding[] Parse(params string[] bindings) => Array.ConvertAll(bindings, SecretBinding.Parse);
}
