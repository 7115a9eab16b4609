using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Jenkins.AwsTemporal.Packages.Tests;

/// <summary>What is in the packages.</summary>
internal sealed class PackageTests
{
    private static string Library => Path.Combine(Feed.Packages, $"Jenkins.AwsTemporal.{Feed.Version}.nupkg");

    private static string Tool => Path.Combine(Feed.Packages, $"Jenkins.AwsTemporal.Tool.{Feed.Version}.nupkg");

    [Test]
    public void The_library_has_documents_an_icon_and_both_frameworks()
    {
        using var package = ZipFile.OpenRead(Library);
        Assert.That(Names(package), Is.SupersetOf((string[])
        [
            "README.md", "icon.png", "sbom.cdx.json",
            "lib/net8.0/Jenkins.AwsTemporal.dll", "lib/net8.0/Jenkins.AwsTemporal.xml", "lib/net10.0/Jenkins.AwsTemporal.dll", "lib/net10.0/Jenkins.AwsTemporal.xml",
        ]));
        var nuspec = Text(package, "Jenkins.AwsTemporal.nuspec");
        Assert.That(nuspec, Does.Contain("""<license type="expression">MIT</license>""").And.Contain("<readme>README.md</readme>").And.Contain("<icon>icon.png</icon>"));
        Assert.That(nuspec, Does.Not.Contain("branch="));
    }

    [Test]
    public void The_librarys_symbols_are_packed_apart()
    {
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(Library, ".snupkg"));
        Assert.That(Names(symbols), Is.SupersetOf((string[])["lib/net8.0/Jenkins.AwsTemporal.pdb", "lib/net10.0/Jenkins.AwsTemporal.pdb"]));
        using var package = ZipFile.OpenRead(Library);
        Assert.That(Names(package), Has.None.EndsWith(".pdb"));
    }

    [Test]
    public void Every_public_and_protected_member_has_its_documentation_and_no_internal_one_has([Values("net8.0", "net10.0")] string framework)
    {
        using var package = ZipFile.OpenRead(Library);
        var packed = Documented(XDocument.Parse(Text(package, $"lib/{framework}/Jenkins.AwsTemporal.xml")));
        var written = Documented(XDocument.Load(Path.Combine(Feed.In("source"), $"artifacts/bin/Jenkins.AwsTemporal/release_{framework}/Jenkins.AwsTemporal.xml")));
        var visible = VisibleMembers.Of(Bytes(package, $"lib/{framework}/Jenkins.AwsTemporal.dll"));
        Assert.That(packed.Keys, Is.EquivalentTo(written.Keys.Where(name => visible.Contains(VisibleMembers.KeyOf(name)))));
        foreach (var (name, text) in packed)
            Assert.That(text, Is.EqualTo(written[name]), name);
        Assert.That(packed.Keys, Has.Some.EqualTo("P:Jenkins.AwsTemporal.Calling.AwsCallOptions.Timeout").And.Some.EqualTo("T:Jenkins.AwsTemporal.Handover.ExplodingCredentials"));
        Assert.That(written.Keys.Except(packed.Keys), Has.Some.EqualTo("T:Jenkins.AwsTemporal.Calling.AwsPeer").And.Some.EqualTo("M:Jenkins.AwsTemporal.Sessions.Session.CountedSkew(System.Nullable{System.TimeSpan})"));
        // What a public member takes its words from has to be there.
        var sources = packed.Values.SelectMany(text => XElement.Parse(text).Descendants("inheritdoc")).Select(each => (string?)each.Attribute("cref")).OfType<string>();
        Assert.That(sources.Where(source => written.ContainsKey(source)).Except(packed.Keys), Is.Empty);
    }

    [Test]
    public void The_icon_is_a_picture_that_NuGet_takes()
    {
        using var package = ZipFile.OpenRead(Library);
        var icon = Bytes(package, "icon.png");
        Assert.That(icon.Take(8), Is.EqualTo((byte[])[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]));
        Assert.That(icon, Has.Length.LessThan(1024 * 1024));
        Assert.That(icon[16..24], Is.EqualTo((byte[])[0, 0, 0, 128, 0, 0, 0, 128]));
    }

    [Test]
    public void The_bill_of_materials_names_everything_that_comes_along([Values] bool ofTool)
    {
        using var package = ZipFile.OpenRead(ofTool ? Tool : Library);
        using var bill = JsonDocument.Parse(Bytes(package, "sbom.cdx.json"));
        var components = bill.RootElement.GetProperty("components").EnumerateArray().ToDictionary(each => each.GetProperty("name").GetString()!);
        Assert.That(bill.RootElement.GetProperty("specVersion").GetString(), Is.EqualTo("1.6"));
        Assert.That(bill.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("type").GetString(), Is.EqualTo(ofTool ? "application" : "library"));
        Assert.That(components.Keys, Is.SupersetOf((string[])["AWSSDK.Core", "AWSSDK.SecurityToken", "Microsoft.Extensions.Logging.Abstractions"]));
        Assert.That(components.Keys, Has.None.Contains("Analyzer"), "not shipped");
        Assert.That(components["AWSSDK.Core"].GetProperty("licenses")[0].GetProperty("expression").GetString(), Is.EqualTo("Apache-2.0"));
        Assert.That(components["AWSSDK.Core"].GetProperty("properties")[0].GetProperty("value").GetString(), Has.Length.EqualTo(88));
        if (ofTool)
        {
            var shipped = Names(package).Where(name => name.EndsWith(".dll", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension);
            Assert.That(shipped.Except(components.Keys), Is.EquivalentTo((string[])["aws-temporal", "Jenkins.AwsTemporal"]));
        }
    }

    [Test]
    public void Nothing_tells_of_the_machine_that_packed_it()
    {
        foreach (var file in Directory.EnumerateFiles(Feed.Packages))
        {
            using var package = ZipFile.OpenRead(file);
            foreach (var name in Names(package))
                Assert.That(Encoding.Latin1.GetString(Bytes(package, name)), Does.Not.Contain(Feed.Folder).And.Not.Contain(Feed.Root), $"{name} of {file}");
        }
    }

    [Test]
    public async Task The_same_source_in_another_folder_packs_the_same_bytes()
    {
        var again = Feed.In("again");
        await Feed.PackAsync(await Feed.CopyAsync("a/deeper/copy of the source"), "src/Jenkins.AwsTemporal", again);
        foreach (var file in Directory.EnumerateFiles(again))
            Assert.That(File.ReadAllBytes(file), Is.EqualTo(File.ReadAllBytes(Path.Combine(Feed.Packages, Path.GetFileName(file)))), Path.GetFileName(file));
        Assert.That(Directory.EnumerateFiles(again).Count(), Is.EqualTo(2));
    }

    private static Dictionary<string, string> Documented(XDocument document) =>
        document.Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, member => member.ToString(SaveOptions.DisableFormatting));

    private static IReadOnlyList<string> Names(ZipArchive package) => [.. package.Entries.Select(entry => entry.FullName)];

    private static string Text(ZipArchive package, string name) => Encoding.UTF8.GetString(Bytes(package, name));

    private static byte[] Bytes(ZipArchive package, string name)
    {
        using var stream = package.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
