using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Tests.Sts;

/// <summary>What we take is what AWS's own model of STS takes, no more and no less.</summary>
public class StsLimitsTests
{
    private const string Arn = "arn:aws:iam::123456789012:role/deployer";

    private static readonly string[] Foreign =
        ["é", "ß", "ı", "K", "٣", "３", "½", "Ⅷ", "中", "𒀀", "𝟘", "😀", "\ud800", "\udc00", "\u00A0", "\u2028", "\u200b", "\u0301", "\t", "\n", "\r", "\0", " ", ":", "/", "\\", "*", "\"", "é"];

    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [TestCase("roleSessionNameType")]
    [TestCase("sourceIdentityType")]
    [TestCase("externalIdType")]
    [TestCase("serialNumberType")]
    [TestCase("tokenCodeType")]
    [TestCase("tagKeyType")]
    [TestCase("tagValueType")]
    [TestCase("clientTokenType")]
    public void Every_text_that_passes_here_passes_AWSs_limits_and_the_reverse(string shape)
    {
        var model = StsModel.Load().Text(shape);
        Check.One(Often, Prop.ForAll(Texts(model).ToArbitrary(), text =>
            // A web identity token is ASCII: how anything else in it counts is nobody's concern.
            (shape == "clientTokenType" && text.Any(char.IsSurrogate)) || (Sent(shape, text) == text) == (model.Takes(text) && !IsReserved(shape, text))));
    }

    [TestCase("roleDurationSecondsType")]
    [TestCase("durationSecondsType")]
    public void Every_duration_that_passes_here_passes_AWSs_limits_and_the_reverse(string shape)
    {
        var model = StsModel.Load().Text(shape);
        Check.One(Often, Prop.ForAll(
            Gen.OneOf(Gen.Choose(-10, 200_000), Gen.Choose(895, 905), Gen.Choose(43_195, 43_205), Gen.Choose(129_595, 129_605)).ToArbitrary(),
            seconds => Takes(() => shape == "roleDurationSecondsType"
                ? new AssumeRoleOptions(Arn, "alice") { Duration = TimeSpan.FromSeconds(seconds) }
                : IssuerTakes(TimeSpan.FromSeconds(seconds))) == (seconds >= model.Least && seconds <= model.Most)));
    }

    [Test]
    public void Every_policy_that_passes_here_is_in_AWSs_alphabet_and_the_reverse()
    {
        var model = StsModel.Load().Text("sessionPolicyDocumentType");
        Check.One(Often, Prop.ForAll(Texts(model, longest: 2050).ToArbitrary(), text =>
        {
            var policy = "{\"Sid\":\"" + new string([.. text.Where(character => character is not ('"' or '\\') && character >= ' ')]) + "\"}";
            return Takes(() => new AssumeRoleOptions(Arn, "alice") { Policy = policy }) == model.Takes(policy);
        }));
    }

    [Test]
    public void Lists_end_where_AWSs_do()
    {
        var model = StsModel.Load();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(model.Text("tagListType").Most, Is.EqualTo(50));
            Assert.That(model.Text("tagKeyListType").Most, Is.EqualTo(50));
            Assert.That(model.Text("arnType").Least, Is.EqualTo(20));
            Assert.That(model.Text("arnType").Most, Is.EqualTo(2048));
        }
    }

    /// <summary>What a request would hold of a text; null when it is refused or left out.</summary>
    private static string? Sent(string shape, string text)
    {
        try
        {
            return shape switch
            {
                "roleSessionNameType" => Of(new AssumeRoleOptions(Arn, text)).RoleSessionName,
                "sourceIdentityType" => Of(new AssumeRoleOptions(Arn, "alice") { SourceIdentity = text }).SourceIdentity,
                "externalIdType" => Of(new AssumeRoleOptions(Arn, "alice") { ExternalId = text }).ExternalId,
                "serialNumberType" => Of(new AssumeRoleOptions(Arn, "alice"), new MfaCode(text, "123456")).SerialNumber,
                "tokenCodeType" => Of(new AssumeRoleOptions(Arn, "alice"), new MfaCode("arn:aws:iam::123456789012:mfa/alice", text)).TokenCode,
                "tagKeyType" => Of(new AssumeRoleOptions(Arn, "alice") { Tags = new Dictionary<string, string> { [text] = "" } }).Tags.Single().Key,
                "tagValueType" => Of(new AssumeRoleOptions(Arn, "alice") { Tags = new Dictionary<string, string> { ["k"] = text } }).Tags.Single().Value,
                _ => RoleRequest.WithWebIdentity(new AssumeRoleOptions(Arn, "alice"), text).WebIdentityToken,
            };
        }
        catch (InvalidOptionException)
        {
            return null;
        }
    }

    // Beside its model, AWS keeps these for itself.
    private static bool IsReserved(string shape, string text) => shape switch
    {
        "sourceIdentityType" => text.StartsWith("aws:", StringComparison.Ordinal),
        "tagKeyType" => text.StartsWith("aws:", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static Amazon.SecurityToken.Model.AssumeRoleRequest Of(AssumeRoleOptions role, MfaCode? mfa = null) => RoleRequest.Of(role, mfa);

    private static object IssuerTakes(TimeSpan duration)
    {
        var key = BaseCredentials.FromEnvironment(name => name == "AWS_SESSION_TOKEN" ? null : "x");
        var issuer = new SessionIssuer(key, new Jenkins.AwsTemporal.Calling.AwsCallOptions("eu-west-1"), (_, _, _) => throw new NotSupportedException("taken"));
        try
        {
            return issuer.GetSessionTokenAsync(duration).GetAwaiter().GetResult();
        }
        catch (NotSupportedException)
        {
            return duration;
        }
    }

    private static bool Takes(Func<object> make)
    {
        try
        {
            _ = make();
            return true;
        }
        catch (InvalidOptionException)
        {
            return false;
        }
    }

    /// <summary>Texts about the edges of a shape: of its length, its alphabet, or of one foreign letter among its own.</summary>
    private static Gen<string> Texts(StsModel.Shape model, int? longest = null)
    {
        var (least, most) = (model.Least, longest ?? model.Most);
        var lengths = Gen.OneOf(
            Gen.Choose(Math.Max(0, least - 1), least + 1), Gen.Choose(Math.Max(0, most - 1), most + 1), Gen.Choose(least, Math.Min(most, 80)));
        var own = Enumerable.Range(0, 0x250).Select(code => ((char)code).ToString()).Concat(Foreign).Where(model.IsInAlphabet).ToArray();
        var letter = Gen.Elements(own);
        return from length in lengths
               from letters in Gen.ArrayOf(letter, Math.Min(length, 300))
               from foreign in Gen.Frequency((4, Gen.Constant("")), (1, Gen.Elements(Foreign)), (1, Gen.Constant("aws:")))
               from at in Gen.Choose(0, length)
               select Join(letters, length, foreign, at);
    }

    // Long texts repeat their letters: making up twenty thousand of them takes its time.
    private static string Join(string[] letters, int length, string foreign, int at)
    {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
            text.Append(i == at ? (foreign.Length > 0 ? foreign : letters[i % letters.Length]) : letters[i % letters.Length]);
        return foreign == "aws:" ? foreign + text : text.ToString();
    }
}
