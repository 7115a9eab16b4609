namespace Jenkins.AwsTemporal.Policies;

/// <summary>A role as its writer names it: <c>NAME</c>, <c>path/NAME</c>, the ARN, or all roles below a path.</summary>
internal static class RoleResource
{
    private const string Rule = "NAME, PATH/NAME, its ARN, or all roles below a path as PATH/*";

    /// <summary>ARNs as a policy's resources, in a fixed order, each once.</summary>
    public static string[] Of(IEnumerable<string> roles, PolicyScope scope)
    {
        ArgumentNullException.ThrowIfNull(roles);
        var arns = roles.Select(role => Of(role, scope)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return arns.Length > 0 ? arns : throw new PolicyException("no role is named", "name at least one role");
    }

    private static string Of(string role, PolicyScope scope)
    {
        if (!role.StartsWith("arn:", StringComparison.Ordinal))
        {
            var (path, name) = Split(role, allowPattern: true);
            return scope.Iam($"role{path}{name}", role);
        }

        if (role.Split(':') is not ["arn", _, "iam", "", var account, var resource] || !resource.StartsWith("role/", StringComparison.Ordinal))
            throw new PolicyException($"\"{role}\" is not the ARN of a role", "give arn:PARTITION:iam::ACCOUNT:role/NAME");
        scope.CheckPartition(role);
        IamName.Account(account);
        Split(resource["role/".Length..], allowPattern: true);
        return role;
    }

    /// <summary>The path, between slashes, and the name.</summary>
    public static NamedRole Split(string role, bool allowPattern)
    {
        var text = role.StartsWith('/') ? role : "/" + role;
        var at = text.LastIndexOf('/') + 1;
        var (path, name) = (text[..at], text[at..]);
        if (!IamName.IsPath(path))
            throw new PolicyException($"the path of the role \"{role}\" is not one", "write words of A-Z a-z 0-9 + = , . @ _ - between slashes");
        if (allowPattern && name == "*" && path != "/")
            return new NamedRole(path, name);
        if (name.Contains('*', StringComparison.Ordinal) || name.Contains('?', StringComparison.Ordinal))
        {
            throw new PolicyException(
                $"the pattern \"{role}\" reaches roles that nobody has named",
                allowPattern ? "name the roles one by one, or all those below a path as PATH/*" : "name the roles one by one");
        }

        return IamName.IsValid(name)
            ? new NamedRole(path, name)
            : throw new PolicyException($"the name of the role \"{role}\" is not {IamName.Rule}", $"give {(allowPattern ? Rule : "NAME or PATH/NAME")}");
    }
}
