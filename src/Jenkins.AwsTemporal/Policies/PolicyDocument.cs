using System.Text.Json;

namespace Jenkins.AwsTemporal.Policies;

/// <summary>
/// An IAM policy that allows what it names and nothing else, as JSON. Everything in it is in a fixed order: the same
/// input gives the same text. ARNs are compared by IAM case by case, so names are kept as they are given.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html</remarks>
public sealed class PolicyDocument
{
    /// <summary>The greatest <see cref="Size"/> of all inline policies of a user together.</summary>
    public const int MaxUserInlineSize = 2048;

    /// <summary>The greatest <see cref="Size"/> of a role's trust policy, unless AWS has raised the account's quota.</summary>
    public const int MaxTrustSize = 2048;

    /// <summary>The greatest <see cref="Size"/> of a managed policy.</summary>
    public const int MaxManagedSize = 6144;

    /// <summary>The greatest <see cref="Size"/> of all inline policies of a role together.</summary>
    public const int MaxRoleInlineSize = 10240;

    private const string AssumeRole = "sts:AssumeRole";
    private const string SetSourceIdentity = "sts:SetSourceIdentity";
    private const string TagSession = "sts:TagSession";
    private const string SecretsRemedy = "name the secrets by a common prefix, or write several policies";

    private readonly IReadOnlyList<Statement> _statements;

    private PolicyDocument(IReadOnlyList<Statement> statements)
    {
        _statements = statements;
        Size = JsonText.Compact(Write).Length;
    }

    /// <summary>The document, indented by two spaces, with a line feed at its end.</summary>
    public string Json => JsonText.Indented(Write);

    /// <summary>
    /// Its length as IAM counts it, without white space
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length).
    /// </summary>
    public int Size { get; }

    /// <summary>
    /// The policy of a user who may assume the named roles and do nothing else. GetSessionToken needs no permission and
    /// cannot be given any: with such a policy alone the user can still take a session with an MFA code.
    /// </summary>
    /// <param name="roles">
    /// Each as <c>NAME</c>, <c>PATH/NAME</c> or an ARN. <c>PATH/*</c>, also in an ARN, is every role below that path, made
    /// before or after; no other pattern is taken.
    /// </param>
    /// <param name="scope">Where roles live that are no ARNs; null when all of them are.</param>
    /// <param name="terms">What sessions may carry: tags and a source identity need a permission here as well as in the trust policy.</param>
    /// <exception cref="PolicyException">A role is malformed, or the policy is larger than <see cref="MaxManagedSize"/>.</exception>
    public static PolicyDocument ForUser(IEnumerable<string> roles, PolicyScope? scope = null, RoleTerms? terms = null) =>
        OfUser(roles, scope ?? new PolicyScope(), terms ?? new RoleTerms()).AsManaged();

    /// <summary>
    /// The trust policy of a role that the named users of one account may assume with an MFA code, given to AssumeRole
    /// itself or to the GetSessionToken session that calls it.
    /// </summary>
    /// <remarks>
    /// The principal is the account, so that IAM neither demands that the users exist nor turns them into unique ids, and
    /// so that their own policies must allow the role as well. Which users is said by <c>aws:username</c>: users and their
    /// GetSessionToken sessions carry it, sessions of roles and federated users do not, so they are kept out. MFA is demanded
    /// by <c>Bool</c>, which fails when the key is missing, as it is for an access key used without a code;
    /// <c>BoolIfExists</c> would let that pass
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent).
    /// </remarks>
    /// <param name="account">The users' account, 12 digits.</param>
    /// <param name="users">Names without path, in the case that IAM shows.</param>
    /// <param name="terms">What else is demanded; null demands no more.</param>
    /// <param name="partition">The partition.</param>
    /// <exception cref="PolicyException">A name is malformed, or the policy is larger than <see cref="MaxTrustSize"/>.</exception>
    public static PolicyDocument ForTrust(string account, IEnumerable<string> users, RoleTerms? terms = null, string partition = "aws")
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(partition);
        return OfTrust(new PolicyScope(account, partition: partition), users, terms ?? new RoleTerms()).AsTrust();
    }

    /// <summary>The policy, of a role or a user, to use the named secrets and no others.</summary>
    /// <param name="secrets">Each as a name, a prefix with one <c>*</c> at its end, or an ARN; an ARN's six random characters may be <c>??????</c>.</param>
    /// <param name="scope">Where secrets live that are no ARNs; null when all of them are.</param>
    /// <param name="rights">What may be done with them.</param>
    /// <param name="demandMfa">
    /// Only sessions taken with an MFA code may. For the policies of users: the session of a role never carries the code
    /// with which it was assumed.
    /// </param>
    /// <param name="mfaAge">The greatest age of that code, whole seconds up to 36 hours; null sets no limit.</param>
    /// <exception cref="PolicyException">A secret is malformed, or the policy is larger than <see cref="MaxManagedSize"/>.</exception>
    public static PolicyDocument ForSecrets(
        IEnumerable<string> secrets, PolicyScope? scope = null, SecretRights rights = SecretRights.Read, bool demandMfa = false, TimeSpan? mfaAge = null)
    {
        if (mfaAge is { } age)
            RoleTerms.CheckAge(age);
        return OfSecrets(secrets, scope ?? new PolicyScope(), rights, demandMfa || mfaAge is not null ? [.. RoleTerms.Mfa(mfaAge)] : [])
            .Within(MaxManagedSize, "policy of the secrets", SecretsRemedy);
    }

    internal static PolicyDocument OfUser(IEnumerable<string> roles, PolicyScope scope, RoleTerms terms)
    {
        var arns = RoleResource.Of(roles, scope);
        var statements = new List<Statement> { new("AssumeNamedRoles", [AssumeRole]) { Resources = arns } };
        if (terms.NamesSource)
            statements.Add(new("NameTheSource", [SetSourceIdentity]) { Resources = arns, Conditions = terms.Source });
        if (terms.TagKeys.Count > 0)
            statements.Add(new("TagTheSession", [TagSession]) { Resources = arns, Conditions = terms.Tags });
        return new PolicyDocument(statements);
    }

    internal static PolicyDocument OfTrust(PolicyScope scope, IEnumerable<string> users, RoleTerms terms)
    {
        var names = IamName.Users(users);
        if (terms.OwnSourceIdentity && Array.Find(names, name => name.Length < 2) is { } tooShort)
            throw new PolicyException($"the user \"{tooShort}\" is too short for a source identity, which has 2 to 64 characters", "rename the user, or list source identities");
        var principal = scope.Iam("root", "root");
        var conditions = new List<Condition>(RoleTerms.Mfa(terms.MfaAge)) { new("StringEquals", RoleTerms.UserName, names) };
        if (terms.ExternalId is { } externalId)
            conditions.Add(new("StringEquals", "sts:ExternalId", [externalId]));
        conditions.AddRange(terms.Source);
        var statements = new List<Statement> { new("NamedUsersWithMfa", [AssumeRole]) { Principal = principal, Conditions = conditions } };
        // Neither of these does anything by itself, and neither may ask for what AWS tells only AssumeRole, such as the external id.
        if (terms.NamesSource)
            statements.Add(new("NameTheSource", [SetSourceIdentity]) { Principal = principal, Conditions = terms.Source });
        if (terms.TagKeys.Count > 0)
            statements.Add(new("TagTheSession", [TagSession]) { Principal = principal, Conditions = terms.Tags });
        return new PolicyDocument(statements);
    }

    internal static PolicyDocument OfSecrets(IEnumerable<string> secrets, PolicyScope scope, SecretRights rights, IReadOnlyList<Condition> conditions)
    {
        var actions = new List<string>();
        if (rights.HasFlag(SecretRights.Read))
            actions.Add("secretsmanager:GetSecretValue");
        if (rights.HasFlag(SecretRights.List))
            actions.Add("secretsmanager:ListSecretVersionIds");
        if (rights.HasFlag(SecretRights.Write))
            actions.Add("secretsmanager:PutSecretValue");
        if (actions.Count == 0 && !rights.HasFlag(SecretRights.Create))
            throw new PolicyException("no right is named", "allow reading, writing, making or listing");
        var patterns = SecretPattern.Of(secrets, scope);
        var statements = new List<Statement>();
        if (actions.Count > 0)
            statements.Add(new("NamedSecrets", actions) { Resources = patterns, Conditions = conditions });
        // Of itself it gives nothing: AWS asks for the right to read each secret too.
        if (rights.HasFlag(SecretRights.Read) && (patterns.Length > 1 || patterns[0].Contains('*', StringComparison.Ordinal)))
            statements.Add(new("SeveralInOneCall", ["secretsmanager:BatchGetSecretValue"]) { Resources = ["*"], Conditions = conditions });
        if (rights.HasFlag(SecretRights.Create))
        {
            var (places, names) = SecretPattern.Unmade(patterns);
            statements.Add(new("NewSecretsOfTheseNames", ["secretsmanager:CreateSecret"])
            {
                Resources = places,
                Conditions = [.. conditions, new Condition("StringLike", "secretsmanager:Name", names)],
            });
        }

        if (rights.HasFlag(SecretRights.List))
            statements.Add(new("NamesOfAllSecrets", ["secretsmanager:ListSecrets"]) { Resources = ["*"], Conditions = conditions });
        return new PolicyDocument(statements);
    }

    internal PolicyDocument AsManaged() =>
        Within(MaxManagedSize, "policy of the user", "put the roles below one path and name them as PATH/*, or write several policies");

    internal PolicyDocument AsTrust() =>
        Within(MaxTrustSize, "trust policy", "name fewer users here, and let the others have a role of their own");

    internal PolicyDocument AsInlineOfRole() => Within(MaxRoleInlineSize, "policy of the secrets", SecretsRemedy);

    private PolicyDocument Within(int limit, string what, string remedy) =>
        Size <= limit
            ? this
            : throw new PolicyException(FormattableString.Invariant($"the {what} has {Size} characters, and IAM takes {limit}"), remedy);

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("Version", "2012-10-17");
        json.WriteStartArray("Statement");
        foreach (var statement in _statements)
            statement.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary><see cref="Json"/>.</summary>
    public override string ToString() => Json;
}
