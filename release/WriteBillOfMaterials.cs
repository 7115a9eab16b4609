#nullable enable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Writes a CycloneDX 1.6 bill of materials of what was restored and is shipped or demanded: every package that has
/// something to run, and the runtime where it is a part of the file. It says only what the restored packages say of
/// themselves, no time and no path, so the same restore gives the same bytes.
/// </summary>
/// <remarks>https://cyclonedx.org/docs/1.6/json/</remarks>
public sealed class WriteBillOfMaterials : Task
{
    [Required]
    public string Assets { get; set; } = "";

    [Required]
    public string Name { get; set; } = "";

    [Required]
    public string Version { get; set; } = "";

    [Required]
    public string License { get; set; } = "";

    [Required]
    public string File { get; set; } = "";

    /// <summary>Whether it is run, and not built against.</summary>
    public bool IsApplication { get; set; }

    /// <summary>The platform of an executable; empty for a package.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    public bool IsNative { get; set; }

    public bool IsSelfContained { get; set; }

    private XElement _assets = null!;

    public override bool Execute()
    {
        using (var stream = System.IO.File.OpenRead(Assets))
        using (var reader = JsonReaderWriterFactory.CreateJsonReader(stream, XmlDictionaryReaderQuotas.Max))
            _assets = XElement.Load(reader);

        var packages = Packages();
        var root = (RuntimeIdentifier.Length > 0 ? "pkg:generic/" : "pkg:nuget/") + Name + "@" + Version;
        var json = new StringBuilder();
        json.Append("{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.6\",\n  \"version\": 1,\n  \"metadata\": {\n    \"component\": ");
        json.Append(Component(IsApplication ? "application" : "library", root, Name, Version, License, null));
        json.Append("\n  },\n  \"components\": [");
        json.Append(string.Join(",", packages.Values.Select(each => "\n    " + Component("library", each.Reference, each.Name, each.Version, each.License, each.Hash))));
        json.Append("\n  ],\n  \"dependencies\": [\n    ").Append(DependsOn(root, packages.Values.Select(each => each.Reference)));
        foreach (var each in packages.Values)
        {
            var known = each.Dependencies.Where(packages.ContainsKey).Select(name => packages[name].Reference);
            json.Append(",\n    ").Append(DependsOn(each.Reference, known));
        }

        json.Append("\n  ]\n}\n");
        Directory.CreateDirectory(Path.GetDirectoryName(File));
        System.IO.File.WriteAllText(File, json.ToString());
        return true;
    }

    private SortedDictionary<string, Package> Packages()
    {
        var packages = new SortedDictionary<string, Package>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in Child(_assets, "targets").Elements().SelectMany(target => target.Elements()))
        {
            if (Text(entry, "type") == "package" && (entry.Element("runtime") is not null || (IsNative && NameOf(entry).StartsWith("runtime.", StringComparison.Ordinal))))
                Add(NameOf(entry).Split('/')[0], NameOf(entry).Split('/')[1], entry);
        }

        // What is downloaded beside the graph, as "[10.0.12, 10.0.12]".
        foreach (var download in Child(_assets, "project").Element("frameworks")!.Elements().SelectMany(framework => framework.Element("downloadDependencies")?.Elements() ?? Enumerable.Empty<XElement>()))
        {
            if (IsSelfContained && !IsNative && Text(download, "name").StartsWith("Microsoft.NETCore.App.Runtime.", StringComparison.Ordinal))
                Add(Text(download, "name"), Text(download, "version").Trim('[', ']').Split(',')[0], null);
        }

        return packages;

        void Add(string name, string version, XElement? entry)
        {
            if (!packages.TryGetValue(name, out var package))
                packages.Add(name, package = new Package(name, version, LicenseOf(name, version), HashOf(name, version)));
            package.Dependencies.UnionWith(entry?.Element("dependencies")?.Elements().Select(NameOf) ?? Enumerable.Empty<string>());
        }
    }

    // NuGet's own hash, which the lock files hold too: of a package's content, without its signature.
    private string? HashOf(string name, string version) =>
        Child(_assets, "libraries").Elements().FirstOrDefault(each => NameOf(each) == name + "/" + version)?.Element("sha512")?.Value;

    private string? LicenseOf(string name, string version)
    {
        var file = Child(_assets, "packageFolders").Elements()
            .Select(folder => Path.Combine(NameOf(folder), name.ToLowerInvariant(), version, name.ToLowerInvariant() + ".nuspec"))
            .FirstOrDefault(System.IO.File.Exists);
        return file is null ? null : XElement.Load(file).Descendants().FirstOrDefault(each => each.Name.LocalName == "license" && (string)each.Attribute("type") == "expression")?.Value;
    }

    private static string Component(string type, string reference, string name, string version, string? license, string? hash) =>
        "{ \"type\": " + Quoted(type) + ", \"bom-ref\": " + Quoted(reference) + ", \"name\": " + Quoted(name) + ", \"version\": " + Quoted(version)
            + (license is null ? "" : ", \"licenses\": [{ \"expression\": " + Quoted(license) + " }]")
            + ", \"purl\": " + Quoted(reference)
            + (hash is null ? "" : ", \"properties\": [{ \"name\": \"nuget:contentHash\", \"value\": " + Quoted(hash) + " }]")
            + " }";

    private static string DependsOn(string reference, IEnumerable<string> others) =>
        "{ \"ref\": " + Quoted(reference) + ", \"dependsOn\": [" + string.Join(", ", others.Select(Quoted)) + "] }";

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    // A name that XML would not take stands in an attribute.
    private static string NameOf(XElement element) => (string)element.Attribute("item") ?? element.Name.LocalName;

    private static XElement Child(XElement parent, string name) => parent.Element(name) ?? throw new InvalidDataException("no " + name + " in the assets file");

    private static string Text(XElement parent, string name) => parent.Element(name)?.Value ?? "";

    private sealed class Package
    {
        public Package(string name, string version, string? license, string? hash) => (Name, Version, License, Hash) = (name, version, license, hash);

        public string Name { get; }

        public string Version { get; }

        public string? License { get; }

        public string? Hash { get; }

        public string Reference => "pkg:nuget/" + Name + "@" + Version;

        public SortedSet<string> Dependencies { get; } = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
    }
}
