using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Policies;
using Jenkins.AwsTemporal.Tests.Emulation;

namespace Jenkins.AwsTemporal.Tests.Policies;

public class PolicyPropertyTests
{
    private const string Account = "123456789012";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string NameCharacters = Letters + "+=,.@_-";
    private static readonly PolicyScope Ireland = new(Account, "eu-west-1");

    private static readonly Gen<string> Names = Text(NameCharacters, 2, 64);
    private static readonly Gen<string> SecretNames = Text(Letters + "/_+=.@-", 1, 40);
    private static readonly Gen<string[]> NameLists = Gen.Choose(1, 30).SelectMany(count => Gen.ArrayOf(Names, count));

    [Test]
    public void Any_valid_names_give_a_valid_template_within_the_limits_or_a_clear_error()
    {
        var inputs = from users in NameLists
                     from roles in NameLists
                     from secrets in Gen.Choose(0, 30).SelectMany(count => Gen.ArrayOf(SecretNames, count))
                     from own in Gen.Elements(true, false)
                     from tags in Gen.Elements(true, false)
                     select (users, roles, secrets, own, tags);
        Prop.ForAll(inputs.ToArbitrary(), input => Fine(() =>
        {
            var stack = new StackTemplate(input.users, input.roles)
            {
                Secrets = input.secrets,
                Terms = new RoleTerms { OwnSourceIdentity = input.own, TagKeys = input.tags ? ["user", "job"] : [] },
            };
            var resources = JsonNode.Parse(stack.ToJson())!["Resources"]!.AsObject();
            var filled = Template.Fill(stack.ToJson(), Account, "aws-us-gov", "ap-southeast-99")["Resources"]!.AsObject();
            return resources.Count == input.users.Distinct(StringComparer.Ordinal).Count() + input.roles.Distinct(StringComparer.Ordinal).Count() + 1
                && resources.All(resource => Regex.IsMatch(resource.Key, @"\A[A-Za-z0-9]{1,255}\z"))
                && filled.All(resource => resource.Value!["Properties"]!.AsObject().All(property => property.Key switch
                {
                    "PolicyDocument" => Size(property.Value!) <= 6144,
                    "AssumeRolePolicyDocument" => Size(property.Value!) <= 2048,
                    "Policies" => Size(property.Value![0]!["PolicyDocument"]!) <= 10240,
                    _ => true,
                }));
        })).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Any_valid_names_give_valid_policies_within_the_limits_or_a_clear_error()
    {
        Prop.ForAll(NameLists.ToArbitrary(), names =>
            Fine(() => IsPolicy(PolicyDocument.ForUser(names, new PolicyScope(Account)), 6144))
            && Fine(() => IsPolicy(PolicyDocument.ForTrust(Account, names, new RoleTerms { OwnSourceIdentity = true }), 2048))
            && Fine(() => IsPolicy(PolicyDocument.ForSecrets(names, Ireland), 6144))).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Any_text_at_all_gives_a_policy_or_a_clear_error_and_never_a_wildcard_that_was_not_meant()
    {
        var text = Gen.OneOf(ArbMap.Default.GeneratorFor<string>().Where(any => any is not null), Text("arn:iws-*?/:role$%{}12\"\\\n ", 0, 60));
        Prop.ForAll(text.ToArbitrary(), any =>
            Fine(() => Stars(PolicyDocument.ForUser([any], new PolicyScope(Account))) == (any.EndsWith("/*", StringComparison.Ordinal) ? 1 : 0))
            && Fine(() => Stars(PolicyDocument.ForTrust(Account, [any])) == 0)
            // BatchGetSecretValue has no resource but the star: what it returns is what the other statement allows.
            && Fine(() => Resource(PolicyDocument.ForSecrets([any], Ireland)).Count(character => character == '*') == (any.EndsWith('*') ? 1 : 0))
            && Fine(() => new StackTemplate([any], [any]).ToJson().Length > 0)).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Different_names_have_different_logical_ids()
    {
        var near = Gen.Elements("a.b", "a-b", "ab", "aX2Eb", "aXb", "a..b", "aX", "X", "x", ".", "2E", "X2E", "aArn", "a");
        var pairs = from one in Gen.OneOf(Names, near) from other in Gen.OneOf(Names, near) select (one, other);
        Prop.ForAll(pairs.ToArbitrary(), pair =>
            LogicalId.Of("User", pair.one) == LogicalId.Of("User", pair.other) == (pair.one == pair.other)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Test]
    public void A_secret_is_matched_with_any_suffix_and_its_neighbours_are_not()
    {
        var inputs = from name in SecretNames
                     from suffix in Text(Letters, 6, 6)
                     from more in SecretNames
                     select (name, suffix, more);
        Prop.ForAll(inputs.ToArbitrary(), input =>
        {
            var (name, suffix, more) = input;
            var pattern = Resource(PolicyDocument.ForSecrets([name], Ireland));
            return Matches(pattern, Arn(name, suffix))
                && !Matches(pattern, Arn(name + more, suffix))
                && !Matches(pattern, Arn(name + "-" + more, suffix))
                && !Matches(pattern, Arn(more + name, suffix))
                && !Matches(pattern, Arn(name, suffix).Replace("eu-west-1", "eu-west-2", StringComparison.Ordinal))
                && !Matches(pattern, Arn(name, suffix).Replace(Account, "210987654321", StringComparison.Ordinal))
                && !Matches(pattern, Arn(name, suffix).Replace("arn:aws:", "arn:aws-cn:", StringComparison.Ordinal))
                && !Matches(pattern, Arn(name, suffix)[..^7]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    // Names are short here, so that a prefix often reaches into another secret's random characters.
    [Test]
    public void A_prefix_matches_the_secrets_that_begin_with_it_and_no_others()
    {
        var few = Text("ab-/", 1, 9);
        var inputs = from prefix in few from name in few from suffix in Text("ab", 6, 6) select (prefix, name, suffix);
        Prop.ForAll(inputs.ToArbitrary(), input =>
            Matches(Resource(PolicyDocument.ForSecrets([input.prefix + "*"], Ireland)), Arn(input.name, input.suffix))
            == input.name.StartsWith(input.prefix, StringComparison.Ordinal)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Test]
    public void The_order_of_the_input_does_not_matter() =>
        Prop.ForAll(NameLists.ToArbitrary(), names => Fine(() =>
            PolicyDocument.ForUser(names, new PolicyScope(Account)).Json == PolicyDocument.ForUser(names.Reverse(), new PolicyScope(Account)).Json
            && new StackTemplate(names, names).ToJson() == new StackTemplate(names.Reverse(), names.Reverse()).ToJson())).QuickCheckThrowOnFailure();

    /// <summary>True, or an error that is one line and says what to do.</summary>
    private static bool Fine(Func<bool> property)
    {
        try
        {
            return property();
        }
        catch (PolicyException error)
        {
            return error is { Code: ErrorCode.InvalidArgument, Hint.Length: > 0, Message.Length: > 0 } && !error.Hint.Contains('\n', StringComparison.Ordinal);
        }
    }

    private static bool IsPolicy(PolicyDocument document, int limit)
    {
        AwsEmulator.Policies.PolicyDocument.Parse(document.Json);
        return Size(JsonNode.Parse(document.Json)!) <= limit && document.Json.EndsWith("}\n", StringComparison.Ordinal);
    }

    private static int Size(JsonNode json) => json.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Length;

    private static int Stars(PolicyDocument document) => document.Json.Count(character => character == '*');

    private static string Resource(PolicyDocument document) => (string)JsonNode.Parse(document.Json)!["Statement"]![0]!["Resource"]!;

    private static string Arn(string name, string suffix) => $"arn:aws:secretsmanager:eu-west-1:{Account}:secret:{name}-{suffix}";

    // IAM's own rule, written once more: a star is any characters, a question mark one.
    private static bool Matches(string pattern, string arn) => Regex.IsMatch(
        arn,
        $@"\A{string.Concat(pattern.Select(character => character switch { '*' => ".*", '?' => ".", _ => Regex.Escape(character.ToString(CultureInfo.InvariantCulture)) }))}\z",
        RegexOptions.Singleline);

    private static Gen<string> Text(string alphabet, int least, int most) =>
        Gen.Choose(least, most).SelectMany(length => Gen.ArrayOf(Gen.Elements(alphabet.ToCharArray()), length)).Select(chars => new string(chars));
}
