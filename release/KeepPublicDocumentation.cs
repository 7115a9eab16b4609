#nullable enable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Writes the documentation that users of an assembly can see: of the compiler's file the public and protected members,
/// as they are. The assembly is looked at and not run, so it may be for any framework.
/// </summary>
/// <remarks>https://learn.microsoft.com/en-us/dotnet/csharp/language-reference/language-specification/documentation-comments#d42-id-string-format</remarks>
public sealed class KeepPublicDocumentation : Task
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Required]
    public string Assembly { get; set; } = "";

    [Required]
    public ITaskItem[] References { get; set; } = Array.Empty<ITaskItem>();

    /// <summary>MSBuild's own System.Reflection.MetadataLoadContext.dll, which what is compiled here cannot be built against.</summary>
    [Required]
    public string Loader { get; set; } = "";

    [Required]
    public string Documentation { get; set; } = "";

    [Required]
    public string File { get; set; } = "";

    public override bool Execute()
    {
        var visible = new HashSet<string>(VisibleMembers(), StringComparer.Ordinal);
        var document = XDocument.Load(Documentation, LoadOptions.PreserveWhitespace);
        foreach (var member in document.Descendants("member").Where(each => !visible.Contains((string)each.Attribute("name"))).ToList())
        {
            if (member.PreviousNode is XText indentation)
                indentation.Remove();
            member.Remove();
        }

        Directory.CreateDirectory(Path.GetDirectoryName(File));
        using (var writer = XmlWriter.Create(File, new XmlWriterSettings { Encoding = new UTF8Encoding(false), NewLineChars = "\n", NewLineHandling = NewLineHandling.Replace }))
            document.Save(writer);
        return true;
    }

    private IEnumerable<string> VisibleMembers()
    {
        var loader = System.Reflection.Assembly.LoadFrom(Loader);
        var resolver = Activator.CreateInstance(
            loader.GetType("System.Reflection.PathAssemblyResolver", throwOnError: true), References.Select(each => each.ItemSpec).Append(Assembly));
        var context = loader.GetType("System.Reflection.MetadataLoadContext", throwOnError: true);
        using (var loaded = (IDisposable)Activator.CreateInstance(context, resolver, null))
        {
            var assembly = (Assembly)context.GetMethod("LoadFromAssemblyPath").Invoke(loaded, new object[] { Assembly });
            return assembly.GetTypes().Where(IsVisible).SelectMany(IdsOf).ToList();
        }
    }

    private static bool IsVisible(Type type) =>
        type.DeclaringType is null ? type.IsPublic : (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType);

    private static IEnumerable<string> IdsOf(Type type)
    {
        yield return "T:" + NameOf(type);
        foreach (var member in type.GetMembers(Declared))
        {
            var id = member switch
            {
                FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => "F:" + Member(field),
                MethodBase method when IsVisible(method) => "M:" + Member(method) + Parameters(method.GetParameters())
                    + (method is MethodInfo { Name: "op_Implicit" or "op_Explicit" } conversion ? "~" + Signature(conversion.ReturnType) : ""),
                PropertyInfo property when property.GetAccessors(nonPublic: true).Any(IsVisible) => "P:" + Member(property) + Parameters(property.GetIndexParameters()),
                EventInfo @event when IsVisible(@event.GetAddMethod(nonPublic: true)) => "E:" + Member(@event),
                _ => null,
            };
            if (id is not null)
                yield return id;
        }
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Member(MemberInfo member) =>
        NameOf(member.DeclaringType) + "." + member.Name.Replace('.', '#')
            + (member is MethodInfo { IsGenericMethodDefinition: true } method ? "``" + method.GetGenericArguments().Length : "");

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : "(" + string.Join(",", parameters.Select(each => Signature(each.ParameterType))) + ")";

    private static string NameOf(Type type) =>
        (type.DeclaringType is null ? (string.IsNullOrEmpty(type.Namespace) ? "" : type.Namespace + ".") : NameOf(type.DeclaringType) + ".") + type.Name;

    private static string Signature(Type type)
    {
        if (type.IsByRef)
            return Signature(type.GetElementType()) + "@";
        if (type.IsPointer)
            return Signature(type.GetElementType()) + "*";
        if (type.IsArray)
            return Signature(type.GetElementType()) + (type.GetArrayRank() == 1 ? "[]" : "[" + string.Join(",", Enumerable.Repeat("0:", type.GetArrayRank())) + "]");
        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        return Constructed(type, type.GetGenericArguments());
    }

    // Each type of a nest has the arguments of those around it, and then its own.
    private static string Constructed(Type type, Type[] arguments)
    {
        var outer = type.DeclaringType is null ? 0 : type.DeclaringType.GetGenericArguments().Length;
        var around = type.DeclaringType is null ? (string.IsNullOrEmpty(type.Namespace) ? "" : type.Namespace + ".") : Constructed(type.DeclaringType, arguments) + ".";
        var own = arguments.Skip(outer).Take(type.GetGenericArguments().Length - outer).Select(Signature).ToList();
        return around + type.Name.Split('`')[0] + (own.Count == 0 ? "" : "{" + string.Join(",", own) + "}");
    }
}
