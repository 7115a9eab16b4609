using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Packages.Tests;

/// <summary>What <c>make release</c> left, if it was made here.</summary>
[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed partial class ReleaseTests
{
    private static string Release => Path.Combine(Feed.Root, "artifacts", "release");

    private static string Sysroot => Path.Combine(Feed.Root, "artifacts", "sysroot");

    private static IEnumerable<string> Pins => File.ReadLines(Path.Combine(Feed.Root, "resources", "aws-temporal", "pins"));

    [Test]
    public void Pins_are_comments_and_then_checksums_of_this_versions_executables_as_sha256sum_writes_them()
    {
        var version = File.ReadAllText(Path.Combine(Feed.Root, "resources", "aws-temporal", "version")).Trim();
        var pins = Pins.SkipWhile(line => line.StartsWith('#')).ToList();
        Assert.That(pins, Has.All.Match($@"\A[0-9a-f]{{64}}  aws-temporal-{Regex.Escape(version)}-(linux|linux-musl|win)-(x64|arm64)(\.exe)?\z"));
        Assert.That(pins.Select(line => line[66..]), Is.Ordered.Using<string>(StringComparer.Ordinal));
    }

    [Test]
    public void Every_file_of_the_release_has_its_checksum()
    {
        var sums = File.ReadLines(Made("SHA256SUMS")).ToDictionary(line => line[66..], line => line[..64]);
        var files = Directory.EnumerateFiles(Release).Where(file => Path.GetFileName(file) != "SHA256SUMS").ToList();
        Assert.That(sums.Keys, Is.EquivalentTo(files.Select(Path.GetFileName)));
        foreach (var file in files)
            Assert.That(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))), Is.EqualTo(sums[Path.GetFileName(file)]), file);
    }

    [Test]
    public async Task The_executable_for_Linux_needs_no_newer_glibc_than_2_29()
    {
        var executable = Made("aws-temporal-*-linux-x64");
        NeedsSysroot();
        var needed = (await Feed.RunAsync("readelf", ["-W", "-V", executable], "/")).Output;
        var versions = GlibcVersion().Matches(needed).Select(match => System.Version.Parse(match.Groups[1].Value)).ToList();
        Assert.That(versions, Is.Not.Empty);
        Assert.That(versions.Max(), Is.LessThanOrEqualTo(new Version(2, 29)));
    }

    [Test]
    public async Task It_runs_on_Debian_11s_C_library_without_OpenSSL_and_ICU()
    {
        var executable = Made("aws-temporal-*-linux-x64");
        NeedsSysroot();
        // The old C library's own loader; this machine's OpenSSL wants a newer one, and so cannot be loaded.
        string[] loaded = ["--library-path", Path.Combine(Sysroot, "lib", "x86_64-linux-gnu"), executable];
        var loader = Path.Combine(Sysroot, "lib64", "ld-linux-x86-64.so.2");
        Assert.That((await Feed.RunAsync(loader, [.. loaded, "--version"], "/")).Output, Does.StartWith("aws-temporal "));
        var inspected = await Feed.RunAsync(loader, [.. loaded, "inspect"], "/", input: "nothing of AWS", mayFail: true);
        Assert.That(inspected.ExitCode, Is.EqualTo(3), inspected.Error);
    }

    private static string Made(string name)
    {
        if (!Directory.Exists(Release) || Directory.EnumerateFiles(Release, name).FirstOrDefault() is not { } file)
            throw new IgnoreException($"make release has not made {name} here");
        return file;
    }

    private static void NeedsSysroot()
    {
        if (!File.Exists(Path.Combine(Sysroot, "version")))
            Assert.Ignore("it is linked against this machine's C library: Debian 11's could not be had");
    }

    [GeneratedRegex(@"\bGLIBC_(\d+\.\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex GlibcVersion();
}
