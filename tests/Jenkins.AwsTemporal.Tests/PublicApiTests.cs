using System.Reflection;

namespace Jenkins.AwsTemporal.Tests;

/// <summary>PublicApi.txt is what users of the package build against: it changes only on purpose.</summary>
internal sealed class PublicApiTests
{
    [Test]
    public void The_public_api_is_the_one_in_the_baseline()
    {
        var actual = string.Join('\n', Describe(typeof(TemporaryCredentials).Assembly)) + "\n";
        using var stream = typeof(PublicApiTests).Assembly.GetManifestResourceStream("PublicApi.txt")!;
        using var reader = new StreamReader(stream);
        var baseline = reader.ReadToEnd();

        if (actual != baseline)
            File.WriteAllText(Path.Combine(TestContext.CurrentContext.WorkDirectory, "PublicApi.txt"), actual);
        Assert.That(
            actual,
            Is.EqualTo(baseline),
            $"If the change is meant, copy {Path.Combine(TestContext.CurrentContext.WorkDirectory, "PublicApi.txt")} over the baseline");
    }

    [Test]
    public void The_stand_in_for_the_secrets_manager_package_is_not_public()
    {
        Assert.That(typeof(TemporaryCredentials).Assembly.GetExportedTypes().Select(type => type.Namespace), Has.All.StartsWith("Jenkins.AwsTemporal"));
    }

    private static IEnumerable<string> Describe(Assembly assembly) =>
        from type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal)
        from line in Describe(type)
        select line;

    private static IEnumerable<string> Describe(Type type)
    {
        yield return $"{Kind(type)} {type.FullName}{(type.BaseType is { } parent && parent != typeof(object) ? $" : {Name(parent)}" : "")}";
        var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(Describe)
            .OfType<string>()
            .Order(StringComparer.Ordinal);
        foreach (var member in members)
            yield return $"  {member}";
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo { IsLiteral: true } constant => $"{constant.Name} = {constant.GetRawConstantValue()}",
        FieldInfo { IsSpecialName: false } field => $"{Name(field.FieldType)} {field.Name}",
        PropertyInfo property => $"{Static(property.GetMethod!)}{Name(property.PropertyType)} {property.Name} {{ get; {(property.SetMethod is { IsPublic: true } ? "set; " : "")}}}",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method => $"{Static(method)}{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
        _ => null,
    };

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " = …" : "")}"));

    private static string Name(Type type) => type switch
    {
        { IsByRef: true } => $"ref {Name(type.GetElementType()!)}",
        { IsArray: true } => $"{Name(type.GetElementType()!)}[]",
        { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        _ => type.Name,
    };
}
