using Jenkins.AwsTemporal.Sealing;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Tests.Calling;
using Jenkins.AwsTemporal.Validity;

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
            ($"{Pairs.Secret} and more\n{good}", ErrorCode.DamagedSeal),
            ($"{good}$ ", ErrorCode.DamagedSeal),
        })
        {
            Folder.KeepSealingKey(_pair);
            Assert.That(AssertRefused(paste, code).Hint, Does.StartWith("this prompt's key is spent: start the build again"));
            AssertKeyIsGone();
            Assert.That(AssertRefused(good, ErrorCode.NoSealingKey).Hint, Does.StartWith("start the build again").And.Contain("aws-temporal seal"));
        }

        Folder.KeepSealingKey(_pair);
        Assert.That(AssertRefused(good, ErrorCode.PromptOver, _pair.ExpiresAt).Hint, Does.Contain("is spent"));
        AssertKeyIsGone();
    }

    [Test]
    public void What_tries_nothing_leaves_the_key()
    {
        foreach (var sealedOnly in new[] { true, false })
            foreach (var blank in new[] { "", " \r\n\t" })
                Assert.That(Folder.Unseal(blank, sealedOnly, Pairs.Now), Is.Empty);
        Assert.That(AssertRefused("plain", ErrorCode.NotSealed).Hint, Does.Contain("paste what"));
        Assert.That(Folder.Unseal(_pair.Public.Seal(Pairs.Secret), sealedOnly: true, Pairs.Now), Is.EqualTo(Pairs.Secret));
    }

    [Test]
    public void White_space_around_a_sealed_paste_is_nothing_and_text_is_where_it_need_not_be_sealed([Values("CMS", "PKCS7")] string label)
    {
        var answer = _pair.Public.Seal(Pairs.Secret).Replace("CMS", label);
        Assert.That(Folder.Unseal($"\uFEFF\r\n\t {answer}\r\n\t ", sealedOnly: true, Pairs.Now), Is.EqualTo(Pairs.Secret));
        Folder.KeepSealingKey(_pair);
        Assert.That(Folder.Unseal($"$ command\n{answer}$ ", sealedOnly: false, Pairs.Now), Is.EqualTo(Pairs.Secret));
    }

    [Test]
    public void A_folder_that_was_removed_after_its_key_was_taken_does_not_come_back([Values] bool isSealed)
    {
        var folder = Folder;
        folder.Unseal(isSealed ? _pair.Public.Seal(Pairs.Secret) : "plain", sealedOnly: false, Pairs.Now);
        Folder.Close();
        Assert.That(() => folder.Keep(AnySession(), "/aws-temporal"), Throws.TypeOf<SessionException>().With.Property("Code").EqualTo(ErrorCode.NoSession));
        Assert.That(Directory.GetFileSystemEntries(_path), Is.Empty);
    }

    [Test]
    public void A_folder_that_is_removed_while_its_session_is_kept_does_not_come_back_nor_fail_in_another_way()
    {
        for (var round = 0; round < 200; round++)
        {
            var folder = Folder;
            folder.KeepSealingKey(_pair);
            folder.Unseal("plain", sealedOnly: false, Pairs.Now);
            var isKept = false;
            Parallel.Invoke(Folder.Close, () =>
            {
                try
                {
                    folder.Keep(AnySession(), "/aws-temporal");
                    isKept = true;
                }
                catch (SessionException refusal) when (refusal.Code == ErrorCode.NoSession)
                {
                    // It was closed first.
                }
            });
            Assert.That(Directory.Exists(folder.Path), Is.False, $"kept: {isKept}");
        }
    }

    [Test]
    public void A_key_that_a_killed_process_left_under_another_name_goes_with_the_next_prompt_and_with_the_next_session([Values] bool withSession)
    {
        File.Move(SealFile, Left("seal.json"));
        File.WriteAllText(Left("config"), "of another open, which writes it at this moment");
        if (withSession)
            Folder.Keep(AnySession(), "/aws-temporal");
        else
            Folder.KeepSealingKey(_pair);
        Assert.That(File.Exists(Left("seal.json")), Is.False);
        Assert.That(File.Exists(Left("config")), Is.True);
    }

    [TestCase("seal.json")]
    [TestCase("session.json")]
    public void What_a_killed_process_left_beside_what_is_not_ours_is_wiped_and_the_rest_stays(string name)
    {
        foreach (var isSweep in new[] { false, true })
        {
            Folder.KeepSealingKey(_pair);
            File.Move(SealFile, Left(name));
            File.WriteAllText(Path.Combine(Folder.Path, "thesis.tex"), "mine");
            File.WriteAllText(Left("thesis.tex"), "another program's");
            if (isSweep)
                Assert.That(SessionFolder.Sweep(_path, ["none"], TimeProvider.System), Is.Empty);
            else
                Assert.That(Folder.Close, Throws.TypeOf<SessionException>().With.Message.Contains("was wiped"));
            Assert.That(Directory.GetFiles(Folder.Path), Is.EquivalentTo([Path.Combine(Folder.Path, "thesis.tex"), Left("thesis.tex")]));
            Directory.Delete(Folder.Path, recursive: true);
        }
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

    private string Left(string name) => Path.Combine(Folder.Path, $"{name}.0123456789abcdef0123456789abcdef.tmp");

    private static Session AnySession() => new(Given.Credentials, Lifetime.Of(Given.Credentials, null, Pairs.Now));

    private SealingException AssertRefused(string paste, ErrorCode code, DateTimeOffset? now = null)
    {
        var refusal = Assert.Throws<SealingException>(() => Folder.Unseal(paste, sealedOnly: true, now ?? Pairs.Now));
        Assert.That(refusal!.Code, Is.EqualTo(code));
        Pairs.AssertTellsNothing(refusal, paste);
        return refusal;
    }

    private void AssertKeyIsGone() => Assert.That(Directory.GetFileSystemEntries(Folder.Path), Is.Empty);
}
