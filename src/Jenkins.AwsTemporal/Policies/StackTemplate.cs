using System.Text.Json;

namespace Jenkins.AwsTemporal.Policies;

/// <summary>
/// The whole set-up as one CloudFormation template: users who may only assume the roles, with their MFA code, and roles
/// that may only use the secrets. It makes no access key and no MFA device: their secrets would lie in the stack. It
/// names its users and roles, so it is deployed with <c>CAPABILITY_NAMED_IAM</c>.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_IAM.html</remarks>
public sealed class StackTemplate
{
    /// <summary>The greatest length that CloudFormation takes without a bucket (<c>--template-body</c>).</summary>
    public const int MaxBodyLength = 51200;

    private const int MaxResources = 500;
    private const int MaxOutputs = 200;
    private const string UsersPolicy = "AssumeRoles";

    private readonly string[] _users;
    private readonly NamedRole[] _roles;

    /// <summary>Names the users and the roles.</summary>
    /// <param name="users">Names without path; IAM does not tell names apart by case.</param>
    /// <param name="roles">Each as <c>NAME</c> or <c>PATH/NAME</c>.</param>
    /// <exception cref="PolicyException">A name is malformed or given twice, or there are more than one stack holds.</exception>
    public StackTemplate(IEnumerable<string> users, IEnumerable<string> roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        _users = IamName.Users(users);
        _roles = [.. roles.Distinct(StringComparer.Ordinal).Select(role => RoleResource.Split(role, allowPattern: false))
            .Distinct().OrderBy(role => role.Name, StringComparer.Ordinal).ThenBy(role => role.Path, StringComparer.Ordinal)];
        if (_roles.Length == 0)
            throw new PolicyException("no role is named", "name at least one role");
        CheckTwins(_users, "users");
        CheckTwins(_roles.Select(role => role.Name), "roles");
        if (_users.Length + _roles.Length >= MaxResources || _roles.Length > MaxOutputs)
            throw new PolicyException($"a stack holds at most {MaxResources - 1} users and roles, and {MaxOutputs} roles", "write several stacks");
    }

    /// <summary>The secrets that every role may use, as in <see cref="PolicyDocument.ForSecrets"/>; empty gives the roles no permission yet.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>What the roles may do with the secrets.</summary>
    public SecretRights Rights { get; init; } = SecretRights.Read;

    /// <summary>The Region of secrets that are no ARNs; null takes the Region that the stack is deployed in.</summary>
    public string? Region { get; init; }

    /// <summary>What assuming a role demands besides the MFA code.</summary>
    public RoleTerms Terms { get; init; } = new();

    /// <summary>The roles' MaxSessionDuration, 1 to 12 hours in whole seconds.</summary>
    public TimeSpan MaxSession
    {
        get;
        init => field = value >= TimeSpan.FromHours(1) && value <= TimeSpan.FromHours(12) && value.Ticks % TimeSpan.TicksPerSecond == 0
            ? value
            : throw new PolicyException("the longest session of a role is not a number of seconds from 3600 to 43200", "give 1h to 12h");
    } = TimeSpan.FromHours(1);

    /// <summary>The template, indented by two spaces, with a line feed at its end.</summary>
    /// <exception cref="PolicyException">A secret is malformed, or a policy would be larger than IAM takes.</exception>
    public string ToJson()
    {
        var policies = Policies(PolicyScope.OfStack(Region));
        // IAM will count what the template's places are filled with.
        var filled = Policies(PolicyScope.Longest(Region));
        filled.User.AsManaged();
        filled.Trust.AsTrust();
        filled.Secrets?.AsInlineOfRole();
        return JsonText.Indented(json => Write(json, policies));
    }

    /// <summary><see cref="ToJson"/>.</summary>
    public override string ToString() => ToJson();

    private StackPolicies Policies(PolicyScope scope) => new(
        PolicyDocument.OfUser(_roles.Select(role => role.Path + role.Name), scope, Terms),
        PolicyDocument.OfTrust(scope, _users, Terms),
        Secrets.Count == 0 ? null : PolicyDocument.OfSecrets(Secrets, scope, Rights, conditions: []));

    private void Write(Utf8JsonWriter json, StackPolicies policies)
    {
        json.WriteStartObject();
        json.WriteString("AWSTemplateFormatVersion", "2010-09-09");
        json.WriteString(
            "Description",
            "Users who may only assume the roles, with an MFA code. Give each user an access key (aws iam create-access-key) and an MFA device by hand.");
        json.WriteStartObject("Resources");
        foreach (var user in _users)
            WriteResource(json, UserId(user), "AWS::IAM::User", () => json.WriteString("UserName", user));
        WriteResource(json, UsersPolicy, "AWS::IAM::ManagedPolicy", () => WriteUsersPolicy(json, policies.User));
        foreach (var (path, name) in _roles)
            WriteResource(json, RoleId(name), "AWS::IAM::Role", () => WriteRole(json, path, name, policies));
        json.WriteEndObject();
        json.WriteStartObject("Outputs");
        foreach (var role in _roles)
            WriteOutput(json, role.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteUsersPolicy(Utf8JsonWriter json, PolicyDocument policy)
    {
        json.WriteString("Description", "Assume the roles of this stack and nothing else");
        json.WritePropertyName("PolicyDocument");
        policy.Write(json);
        json.WriteStartArray("Users");
        foreach (var user in _users)
        {
            json.WriteStartObject();
            json.WriteString("Ref", UserId(user));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteRole(Utf8JsonWriter json, string path, string name, StackPolicies policies)
    {
        json.WriteString("RoleName", name);
        json.WriteString("Path", path);
        json.WriteNumber("MaxSessionDuration", (int)MaxSession.TotalSeconds);
        json.WritePropertyName("AssumeRolePolicyDocument");
        policies.Trust.Write(json);
        if (policies.Secrets is null)
            return;
        json.WriteStartArray("Policies");
        json.WriteStartObject();
        json.WriteString("PolicyName", "secrets");
        json.WritePropertyName("PolicyDocument");
        policies.Secrets.Write(json);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResource(Utf8JsonWriter json, string id, string type, Action writeProperties)
    {
        json.WriteStartObject(id);
        json.WriteString("Type", type);
        json.WriteStartObject("Properties");
        writeProperties();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter json, string role)
    {
        json.WriteStartObject(RoleId(role) + "Arn");
        json.WriteStartObject("Value");
        json.WriteStartArray("Fn::GetAtt");
        json.WriteStringValue(RoleId(role));
        json.WriteStringValue("Arn");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string UserId(string name) => LogicalId.Of("User", name);

    private static string RoleId(string name) => LogicalId.Of("Role", name);

    private static void CheckTwins(IEnumerable<string> names, string what)
    {
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twins)
            throw new PolicyException($"the {what} {string.Join(" and ", twins.Select(name => $"\"{name}\""))} are one name to IAM", "name each once");
    }

    private sealed record StackPolicies(PolicyDocument User, PolicyDocument Trust, PolicyDocument? Secrets);
}
