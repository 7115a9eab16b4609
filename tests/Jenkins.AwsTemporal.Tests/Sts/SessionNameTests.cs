using System.Collections.Concurrent;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Tests.Sts;

public class SessionNameTests
{
    private const int Runs = 20;
    private const int Batches = 25;
    private const int PairsOfABatch = 4000;

    private static readonly string[] Letters =
    [
        "a", "b", "A", "z", "0", "9", "_", ",", ".", "@", "-", "+", "=", " ", "/", ":", "\\", "é", "e\u0301", "É", "ß", "ss", "ı", "i", "İ", "ﬁ", "K", "Å", "A\u030a",
        "а", "中", "𒀀", "😀", "\ud800", "\udc00", "\u200b", "\u0301", "\0", "\n", "％", "%2B",
    ];

    [TestCase("alice", "alice")]
    [TestCase("Alice.B_c,d@example-1", "Alice.B_c,d@example-1")]
    [TestCase("ab", "ab")]
    [TestCase("1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890")]
    public void A_user_that_AWS_takes_stays_as_he_is(string user, string name) => Assert.That(SessionName.ForUser(user), Is.EqualTo(name));

    [TestCase("a", "a=")]
    [TestCase("anna=b", "anna-b=")]
    [TestCase("anna+b", "anna-b=")]
    [TestCase("Jörg Müller", "J-rg-M-ller=")]
    [TestCase("12345678901234567890123456789012345678901", "12345678901234567890123=")]
    public void Any_other_keeps_what_can_be_read_and_gets_a_hash(string user, string start) =>
        Assert.That(SessionName.ForUser(user), Does.StartWith(start).And.Length.EqualTo(start.Length + 16).And.Match("=[a-z2-7]{16}$"));

    [TestCase("alice", null, "alice")]
    [TestCase("alice", "", "alice")]
    [TestCase("alice", "jenkins-deploy-42", "alice+jenkins-deploy-42")]
    [TestCase("alice", "Ordner/Überall #7", "alice+Ordner--berall--7")]
    [TestCase("alice", "a+b=c", "alice+a-b-c")]
    [TestCase("alice", "1234567890123456789012345678901234567890123456789012345678901234567890-77", "alice+6789012345678901234567890123456789012345678901234567890-77")]
    public void A_build_follows_its_user_with_its_end(string user, string? build, string name) =>
        Assert.That(SessionName.ForBuild(user, build), Is.EqualTo(name).And.Length.LessThanOrEqualTo(64));

    [Test]
    public void Nobody_is_no_user() => Assert.That(() => SessionName.ForUser(""), Throws.ArgumentException);

    [Test]
    public void Names_are_always_valid_and_two_users_never_have_one_in_two_million_pairs() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Runs),
            Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
            {
                var wrong = new ConcurrentQueue<string>();
                Parallel.For(0, Batches, batch => CheckPairs(new Random(unchecked((seed * 31) + batch)), wrong));
                return wrong.IsEmpty ? true : throw new AssertionException(wrong.First());
            }));

    [Test]
    public void A_hundred_thousand_users_have_as_many_names()
    {
        var random = new Random(1);
        var users = Enumerable.Range(0, 100_000).Select(_ => User(random)).ToHashSet(StringComparer.Ordinal);
        Assert.That(users.Select(SessionName.ForUser).ToHashSet(StringComparer.Ordinal), Has.Count.EqualTo(users.Count));
        Assert.That(users.Select(user => SessionName.ForBuild(user, "build-1")).ToHashSet(StringComparer.Ordinal), Has.Count.EqualTo(users.Count));
    }

    [Test]
    public void Nobody_can_call_himself_what_another_is_called()
    {
        var random = new Random(2);
        for (var i = 0; i < 50_000; i++)
        {
            var user = User(random);
            var name = SessionName.ForUser(user);
            if (name != user)
                Assert.That(SessionName.ForUser(name), Is.Not.EqualTo(name));
            Assert.That(SessionName.ForUser(SessionName.ForBuild(user, "1")), Is.Not.EqualTo(SessionName.ForBuild(user, "1")));
        }
    }

    private static void CheckPairs(Random random, ConcurrentQueue<string> wrong)
    {
        var (user, one) = ("", "");
        for (var i = 0; i < PairsOfABatch; i++)
        {
            // The other one of a pair is the first of the next, for a while.
            if (i % 5 == 0)
            {
                user = User(random);
                one = SessionName.ForUser(user);
            }

            var other = Other(user, random);
            if (user == other)
                other += "x";
            var two = SessionName.ForUser(other);
            if (one == two || !IsValid(two, 40))
                wrong.Enqueue($"{Show(user)} and {Show(other)}: {one} {two}");
            // A build changes nothing of the user's part; some of them tell.
            if (i % 10 == 0)
                CheckBuilds(user, other, wrong);
            (user, one) = (other, two);
        }
    }

    private static void CheckBuilds(string user, string other, ConcurrentQueue<string> wrong)
    {
        string[] names =
        [
            SessionName.ForUser(user), SessionName.ForBuild(user, "1"), SessionName.ForBuild(user, other), SessionName.ForBuild(other, "1"), SessionName.ForBuild(other, user),
        ];
        if (!Array.TrueForAll(names, name => IsValid(name, 64)) || names[..3].Intersect(names[3..]).Any())
            wrong.Enqueue($"{Show(user)} and {Show(other)}: {string.Join(' ', names)}");
    }

    private static string User(Random random)
    {
        var user = new StringBuilder();
        // Half of them plain, of all lengths about the two limits.
        var kinds = random.Next(2) == 0 ? 6 : Letters.Length;
        for (var length = random.Next(3) == 0 ? random.Next(20, 45) : random.Next(1, 9); length > 0; length--)
            user.Append(Letters[random.Next(kinds)]);
        return user.ToString();
    }

    /// <summary>Somebody whose id is easily taken for this one.</summary>
    private static string Other(string user, Random random)
    {
        var at = random.Next(user.Length);
        return random.Next(9) switch
        {
            0 => user[..at] + Letters[random.Next(Letters.Length)] + user[(at + 1)..],
            1 => user[..at] + user[(at + 1)..] + "-",
            2 => user.ToUpperInvariant(),
            3 => Normalised(user, NormalizationForm.FormKC),
            4 => Normalised(user, NormalizationForm.FormD),
            5 => SessionName.ForUser(user),
            6 => user.Replace('+', '-').Replace('=', '-').Replace(' ', '-'),
            7 => user[..at] + "\ud801" + user[at..],
            _ => user + Letters[random.Next(Letters.Length)],
        };
    }

    private static string Normalised(string user, NormalizationForm form)
    {
        try
        {
            return user.Normalize(form);
        }
        catch (ArgumentException)
        {
            // Half a letter has no form.
            return user;
        }
    }

    private static bool IsValid(string name, int longest)
    {
        if (name.Length < 2 || name.Length > longest)
            return false;
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !"_+=,.@-".Contains(character, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static string Show(string text) => string.Join(' ', text.Select(character => $"{(int)character:x4}"));
}
