using System.CommandLine;
using System.Text;
using Jenkins.AwsTemporal.Policies;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>policy</c>: the IAM documents that the set-up needs. No call is made, and the environment is not asked.</summary>
internal static class PolicyCommand
{
    public static Command Create(Surroundings surroundings) =>
        new("policy", "Write the IAM policies, or the CloudFormation template, of the set-up; no call is made.")
        {
            CreateUser(surroundings),
            CreateRole(surroundings),
            CreateSecret(surroundings),
            CreateOperator(surroundings),
            CreateStack(surroundings),
        };

    private static Command CreateUser(Surroundings surroundings)
    {
        var roles = PolicyOptions.Roles("A role that the user may assume: NAME, PATH/NAME, its ARN, or PATH/* for all below a path");
        var account = PolicyOptions.Account("The account of roles that are no ARNs", required: false);
        var partition = PolicyOptions.Partition("aws");
        var terms = new PolicyOptions.Terms(withDemands: false);
        return Writes(
            surroundings,
            new CommandWithExample(
                "user",
                "The policy of a user who may assume the named roles and do nothing else.",
                "aws-temporal policy user --role deployer --account 123456789012 > user.json")
            { roles, account, partition }.With(terms),
            parsed => PolicyDocument.ForUser(
                parsed.GetValue(roles)!, new PolicyScope(parsed.GetValue(account), partition: parsed.GetValue(partition)), terms.Read(parsed)),
            ofUser: true);
    }

    private static Command CreateRole(Surroundings surroundings)
    {
        var account = PolicyOptions.Account("The users' account", required: true);
        var users = PolicyOptions.Users();
        var partition = PolicyOptions.Partition("aws");
        var terms = new PolicyOptions.Terms(withDemands: true);
        return Writes(
            surroundings,
            new CommandWithExample(
                "role",
                "The trust policy of a role that the named users may assume with their MFA code.",
                "aws-temporal policy role --account 123456789012 --user alice --user bob --mfa-age 15m > trust.json")
            { account, users, partition }.With(terms),
            parsed => PolicyDocument.ForTrust(
                parsed.GetValue(account)!, parsed.GetValue(users)!, terms.Read(parsed), parsed.GetValue(partition) ?? "aws"));
    }

    private static Command CreateSecret(Surroundings surroundings)
    {
        var secrets = new PolicyOptions.SecretNames(required: true);
        var account = PolicyOptions.Account("The account of secrets that are no ARNs", required: false);
        var partition = PolicyOptions.Partition("the Region's, or aws");
        return Writes(
            surroundings,
            new CommandWithExample(
                "secret",
                "The policy of a role that may read the named secrets and no others.",
                "aws-temporal policy secret --secret '/prod/*' --account 123456789012 --region eu-central-1 > secrets.json")
            { account, partition }.With(secrets),
            parsed => PolicyDocument.ForSecrets(secrets.Read(parsed), secrets.Scope(parsed, account, partition), secrets.Rights(parsed)));
    }

    private static Command CreateOperator(Surroundings surroundings)
    {
        var secrets = new PolicyOptions.SecretNames(required: true);
        var account = PolicyOptions.Account("The account of secrets that are no ARNs", required: false);
        var partition = PolicyOptions.Partition("the Region's, or aws");
        var mfa = new Option<bool>("--mfa") { Description = "Only a session that was taken with an MFA code may" };
        var age = Options.Time("--mfa-age", "The greatest age of that code; implies --mfa");
        return Writes(
            surroundings,
            new CommandWithExample(
                "operator",
                "The policy of an operator, a user who lends builds a session that may read the named secrets and no others.",
                "aws-temporal policy operator --secret /prod/db --account 123456789012 --region eu-central-1 --mfa > operator.json")
            { account, partition, mfa, age }.With(secrets),
            parsed => PolicyDocument.ForSecrets(
                secrets.Read(parsed), secrets.Scope(parsed, account, partition), secrets.Rights(parsed), parsed.GetValue(mfa), parsed.GetValue(age)),
            ofUser: true);
    }

    private static Command CreateStack(Surroundings surroundings)
    {
        var users = PolicyOptions.Users();
        var roles = PolicyOptions.Roles("A role to make, which every user may assume: NAME or PATH/NAME");
        var secrets = new PolicyOptions.SecretNames(required: false);
        var terms = new PolicyOptions.Terms(withDemands: true);
        var maxSession = Options.Time("--max-session", "The roles' longest session; by default 1h", TimeSpan.FromHours(1), SessionLife.LongestOfRole);
        return new CommandWithExample(
            "stack",
            "The whole set-up as one CloudFormation template, without access keys; deploy it with CAPABILITY_NAMED_IAM.",
            "aws-temporal policy stack --user alice --user bob --role deployer --secret '/prod/*' > stack.json")
        { users, roles, maxSession }.With(secrets).With(terms).Does(surroundings, (parsed, output, _) =>
        {
            var stack = new StackTemplate(parsed.GetValue(users)!, parsed.GetValue(roles)!)
            {
                Secrets = secrets.Read(parsed),
                Rights = secrets.Rights(parsed),
                Region = parsed.GetValue(secrets.Region),
                Terms = terms.Read(parsed),
                MaxSession = parsed.GetValue(maxSession) ?? TimeSpan.FromHours(1),
            };
            var json = stack.ToJson();
            if (json.Length > StackTemplate.MaxBodyLength)
                output.Warn($"the template has {json.Length} bytes: CloudFormation takes more than {StackTemplate.MaxBodyLength} only from a bucket (--template-url)");
            return Task.FromResult(Write(surroundings, json));
        });
    }

    private static Command Writes(Surroundings surroundings, Command command, Func<ParseResult, PolicyDocument> policy, bool ofUser = false) =>
        command.Does(surroundings, (parsed, output, _) =>
        {
            var document = policy(parsed);
            if (ofUser && document.Size > PolicyDocument.MaxUserInlineSize)
                output.Warn($"the policy has {document.Size} characters: attach it as a managed policy, because inline policies of a user end at {PolicyDocument.MaxUserInlineSize}");
            return Task.FromResult(Write(surroundings, document.Json));
        });

    private static int Write(Surroundings surroundings, string json)
    {
        surroundings.Out.Write(Encoding.UTF8.GetBytes(json));
        return ExitCode.Done;
    }
}
