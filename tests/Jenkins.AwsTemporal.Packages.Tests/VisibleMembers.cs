using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Jenkins.AwsTemporal.Packages.Tests;

/// <summary>
/// What another assembly sees of one, read from its metadata: <c>T:Type</c>, and <c>M:Type.Name/2</c> for a method with two parameters.
/// </summary>
internal static class VisibleMembers
{
    public static HashSet<string> Of(byte[] assembly)
    {
        using var file = new PEReader([.. assembly]);
        var metadata = file.GetMetadataReader();
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(type => IsVisible(metadata, type)))
        {
            var name = NameOf(metadata, type);
            members.Add($"T:{name}");
            var methods = type.GetMethods().Select(handle => (Handle: handle, Method: metadata.GetMethodDefinition(handle)))
                .Where(each => IsVisible(each.Method.Attributes)).ToDictionary(each => each.Handle, each => Key(metadata, each.Method));
            members.UnionWith(methods.Values.Select(key => $"M:{name}.{key}"));
            foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition))
            {
                if ((field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem)
                    members.Add($"F:{name}.{metadata.GetString(field.Name)}");
            }

            foreach (var property in type.GetProperties().Select(metadata.GetPropertyDefinition))
            {
                if (methods.TryGetValue(property.GetAccessors().Getter, out var getter))
                    members.Add($"P:{name}.{metadata.GetString(property.Name)}/{getter.Split('/')[1]}");
            }
        }

        return members;
    }

    /// <summary>The same for the name of a documented member, as <c>M:Type.Name(System.String,System.Func{A,B})</c>.</summary>
    public static string KeyOf(string documented)
    {
        if (documented[0] is not ('M' or 'P'))
            return documented;
        var (depth, count) = (0, documented.Contains('(', StringComparison.Ordinal) ? 1 : 0);
        foreach (var sign in documented)
        {
            depth += sign is '{' ? 1 : sign is '}' ? -1 : 0;
            count += sign is ',' && depth == 0 ? 1 : 0;
        }

        return $"{documented.Split('(')[0].Split("``")[0]}/{count}";
    }

    // ECMA-335 II.23.2.1: the convention, the number of generic parameters if it is generic, the number of parameters.
    private static string Key(MetadataReader metadata, MethodDefinition method)
    {
        var signature = metadata.GetBlobReader(method.Signature);
        if (signature.ReadSignatureHeader().IsGeneric)
            signature.ReadCompressedInteger();
        return $"{metadata.GetString(method.Name).Replace('.', '#')}/{signature.ReadCompressedInteger()}";
    }

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(MetadataReader metadata, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(metadata, metadata.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private static string NameOf(MetadataReader metadata, TypeDefinition type) => type.GetDeclaringType() is { IsNil: false } outer
        ? $"{NameOf(metadata, metadata.GetTypeDefinition(outer))}.{metadata.GetString(type.Name)}"
        : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
}
