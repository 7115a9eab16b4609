using System.Text;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Tests.Calling;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Tests.Secrets;

public class HeldSecretsTests
{
    private string _root = null!;
    private SessionFolder _session = null!;

    [SetUp]
    public void Open()
    {
        _root = Directory.CreateTempSubdirectory("aws-temporal-tests-").FullName;
        _session = new SessionFolder(Path.Combine(_root, "session"));
        _session.Keep(new Session(Given.Credentials, Lifetime.Of(Given.Credentials, TimeSpan.FromHours(1), DateTimeOffset.UtcNow)), "/usr/bin/aws-temporal");
    }

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [Test]
    public void What_is_kept_is_found_again_and_released()
    {
        using var secrets = Secrets("B=b", "A=a", "C=c", "D=d");
        var kept = HeldSecrets.Keep(_session, secrets, secret => secret.Name == "D" ? null : secret.Name == "C");
        var held = HeldSecrets.Open(kept.Folder + "/");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((held.Folder, string.Join(' ', held.Variables), string.Join(' ', held.Files)), Is.EqualTo((kept.Folder, "A B", "C")));
            Assert.That(Encoding.UTF8.GetString([.. held.ReadVariable("A"), .. held.ReadVariable("B"), .. held.ReadFile("C")]), Is.EqualTo("value of avalue of bvalue of c"));
            Assert.That(held.PathOf("C"), Is.EqualTo(Path.Combine(_session.Path, "files", Path.GetFileName(held.Folder), "file", "C")));
            Assert.That(() => held.ReadVariable("D"), Throws.TypeOf<SessionException>().With.Property(nameof(SessionException.Code)).EqualTo(ErrorCode.NotFound));
        }

        HeldSecrets.Release(_session, held.Folder);
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(_session.Path, "files")), Is.Empty);
    }

    [Test]
    public void A_session_that_is_closed_meanwhile_does_not_come_back([Values] bool isBeforeTheFirst)
    {
        using var secrets = Secrets("A=a", "B=b");
        bool? CloseAt(BoundSecret secret)
        {
            if ((secret.Name == "A") == isBeforeTheFirst) _session.Close();
            return true;
        }

        Assert.That(() => HeldSecrets.Keep(_session, secrets, CloseAt), Throws.Exception);
        Assert.That(Directory.GetFileSystemEntries(_root), Is.Empty);
    }

    [Test]
    public void Where_one_value_cannot_be_kept_none_is()
    {
        using var secrets = Secrets("A=a", "B=b");
        Assert.That(() => HeldSecrets.Keep(_session, secrets, secret => secret.Name == "A" ? true : throw new IOException("full")), Throws.TypeOf<IOException>());
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(_session.Path, "files")), Is.Empty);
        Assert.That(_session.Read(), Is.Not.Null);
    }

    [Test]
    public void Without_a_session_nothing_is_kept()
    {
        _session.Close();
        using var secrets = Secrets("A=a");
        Assert.That(() => HeldSecrets.Keep(_session, secrets, _ => true), Throws.TypeOf<SessionException>().With.Property(nameof(SessionException.Code)).EqualTo(ErrorCode.NoSession));
        Assert.That(Directory.GetFileSystemEntries(_root), Is.Empty);
    }

    private static SecretSet Secrets(params string[] bindings)
    {
        var set = new SecretSet();
        foreach (var text in bindings)
        {
            var binding = SecretBinding.Parse(text);
            var version = new SecretVersion(binding.Reference.SecretId, "arn", "v", [], createdDate: null);
            set.Add(new BoundSecret(binding.Name, binding, binding.Reference, new SecretValue(Encoding.UTF8.GetBytes("value of " + binding.Reference), isBinary: false, version)));
        }

        return set;
    }
}
