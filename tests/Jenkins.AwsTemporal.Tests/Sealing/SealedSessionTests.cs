using Jenkins.AwsTemporal.Sealing;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Tests.Sealing;

/// <summary>The key opens one answer, once, whatever comes of it: what a refusal says or how long it takes serves nobody twice.</summary>
[Platform("Linux")]
internal sealed class SealedSessionTests
{
    private string _path = null!;
    private SealingKeyPair _pair = null!;

    private SessionFolder Folder => new(Path.Combine(_path, "session"));

    private string SealFile => Path.Combine(Folder.Path, "seal.json");

    [SetUp]
    public void MakeKey()
    {
        _path = Directory.CreateTempSubdirectory("aws-temporal-tests-").FullName;
        _pair = Pairs.New();
        Folder.KeepSealingKey(_pair);
    }

    [TearDown]
    public void RemoveFolder()
    {
        _pair.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Test]
    public void A_second_use_finds_no_key()
    {
        var paste = _pair.Public.Seal(Pairs.Secret);
        Assert.That(Folder.Unseal(paste, sealedOnly: true, Pairs.Now), Is.EqualTo(Pairs.Secret));
        AssertKeyIsGone();
        AssertRefused(paste, ErrorCode.NoSealingKey);
    }

    [Test]
    public void Of_many_at_once_one_gets_it()
    {
        for (var round = 0; round < 20; round++)
        {
            Folder.KeepSealingKey(_pair);
            var paste = _pair.Public.Seal(Pairs.Secret);
            var opened = 0;
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            {
                try
                {
                    Assert.That(Folder.Unseal(paste, sealedOnly: true, Pairs.Now), Is.EqualTo(Pairs.Secret));
                    Interlocked.Increment(ref opened);
                }
                catch (SealingException refusal) when (refusal.Code == ErrorCode.NoSealingKey)
                {
                    // Another one was first.
                }
            });
            Assert.That(opened, Is.EqualTo(1));
            AssertKeyIsGone();
        }
    }

    [Test]
    public void After_any_failure_the_key_is_gone()
    {
        var good = _pair.Public.Seal(Pairs.Secret);
        using var other = Pairs.New();
        foreach (var (paste, code) in new[]
        {
            (good.Replace('A', 'B'), ErrorCode.DamagedSeal),
            ("-----BEGIN CMS-----", ErrorCode.DamagedSeal),
            (SealedPaste.Encode(Pairs.Enveloped(_pair.Public, "x")), ErrorCode.DamagedSeal),
            (other.Public.Seal(Pairs.Secret), ErrorCode.SealedForAnotherKey),
            (Pairs.For(_pair, other.Public.Prompt).Seal(Pairs.Secret), ErrorCode.SealedForAnotherPrompt),
            ("plain", ErrorCode.NotSealed),
            ("", ErrorCode.NotSealed),
        })
        {
            Folder.KeepSealingKey(_pair);
            AssertRefused(paste, code);
            AssertKeyIsGone();
            AssertRefused(good, ErrorCode.NoSealingKey);
        }

        Folder.KeepSealingKey(_pair);
        AssertRefused(good, ErrorCode.PromptOver, _pair.ExpiresAt);
        AssertKeyIsGone();
    }

    [Test]
    public void A_plain_paste_is_taken_where_it_may_be_and_ends_the_prompt()
    {
        Assert.That(Folder.Unseal("plain", sealedOnly: false, Pairs.Now), Is.EqualTo("plain"));
        AssertKeyIsGone();
        Assert.That(new SessionFolder(Path.Combine(_path, "none")).Unseal("plain", sealedOnly: false, Pairs.Now), Is.EqualTo("plain"));
        Assert.That(Directory.Exists(Path.Combine(_path, "none")), Is.False);
    }

    [Test]
    public void A_new_prompt_replaces_the_key_of_an_earlier_one()
    {
        using var second = Pairs.New();
        Folder.KeepSealingKey(second);
        AssertRefused(_pair.Public.Seal(Pairs.Secret), ErrorCode.SealedForAnotherKey);
        Folder.KeepSealingKey(second);
        Assert.That(Folder.Unseal(second.Public.Seal(Pairs.Secret), sealedOnly: true, Pairs.Now), Is.EqualTo(Pairs.Secret));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"version":2}""")]
    [TestCase("""{"version":1,"key":null,"expiration":"x","privateKey":"AAAA"}""")]
    [TestCase("""{"version":1,"key":3,"expiration":"x","privateKey":"?"}""")]
    public void A_damaged_key_file_counts_as_none_and_is_wiped(string content)
    {
        File.WriteAllText(SealFile, content);
        Assert.That(Folder.PromptEnd, Is.Null);
        AssertRefused(_pair.Public.Seal(Pairs.Secret), ErrorCode.NoSealingKey);
        AssertKeyIsGone();
    }

    [Test]
    public void A_key_file_without_one_of_its_parts_counts_as_none()
    {
        var whole = File.ReadAllText(SealFile);
        for (var length = 0; length < whole.Length; length += 7)
        {
            Folder.KeepSealingKey(_pair);
            File.WriteAllText(SealFile, whole[..length]);
            AssertRefused(_pair.Public.Seal(Pairs.Secret), ErrorCode.NoSealingKey);
            AssertKeyIsGone();
        }
    }

    [Test]
    public void A_link_in_the_place_of_the_key_is_refused_and_what_it_leads_to_stays()
    {
        var outside = Path.Combine(_path, "outside");
        File.Move(SealFile, outside);
        var content = File.ReadAllText(outside);
        File.CreateSymbolicLink(SealFile, outside);
        Assert.That(Folder.PromptEnd, Is.Null);
        Assert.That(
            () => Folder.Unseal(_pair.Public.Seal(Pairs.Secret), sealedOnly: true, Pairs.Now),
            Throws.TypeOf<SessionException>().With.Property("Code").EqualTo(ErrorCode.UnsafeFolder));
        Assert.That(File.ReadAllText(outside), Is.EqualTo(content));
        AssertKeyIsGone();
    }

    [Test]
    public void A_key_beside_what_is_not_ours_is_wiped_and_the_rest_stays()
    {
        File.WriteAllText(Path.Combine(Folder.Path, "thesis.tex"), "mine");
        Assert.That(Folder.Close, Throws.TypeOf<SessionException>());
        Assert.That(Directory.GetFiles(Folder.Path).Select(Path.GetFileName), Is.EqualTo(["thesis.tex"]));
    }

    private void AssertRefused(string paste, ErrorCode code, DateTimeOffset? now = null)
    {
        var refusal = Assert.Throws<SealingException>(() => Folder.Unseal(paste, sealedOnly: true, now ?? Pairs.Now));
        Assert.That(refusal!.Code, Is.EqualTo(code));
        Pairs.AssertTellsNothing(refusal, paste);
    }

    private void AssertKeyIsGone() => Assert.That(Directory.GetFileSystemEntries(Folder.Path), Is.Empty);
}
