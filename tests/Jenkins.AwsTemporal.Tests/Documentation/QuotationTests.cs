using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Tests.Documentation;

/// <summary>C# in the documentation is quoted from <see cref="Examples"/>, which compile and are run.</summary>
internal sealed partial class QuotationTests
{
    private static readonly string Root = FindRoot();

    private static string[] Pages => [Path.Combine(Root, "README.md"), .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md")];

    [TestCaseSource(nameof(Pages))]
    public void Csharp_in_a_page_is_quoted_from_an_example_word_for_word(string page)
    {
        var examples = ExamplesBetweenMarkers();
        foreach (Match block in CsharpBlock().Matches(File.ReadAllText(page)))
            Assert.That(examples, Does.Contain(block.Groups["code"].Value), "copy it from, or add it to, tests/Jenkins.AwsTemporal.Tests/Documentation/Examples.cs");
    }

    [Test]
    public void Every_example_is_quoted_somewhere()
    {
        var pages = string.Concat(Pages.Select(File.ReadAllText));
        Assert.That(ExamplesBetweenMarkers(), Has.Count.GreaterThan(5).And.All.Matches<string>(example => pages.Contains(example!, StringComparison.Ordinal)));
    }

    private static List<string> ExamplesBetweenMarkers()
    {
        var source = File.ReadAllText(Path.Combine(Root, "tests", "Jenkins.AwsTemporal.Tests", "Documentation", "Examples.cs"));
        return [.. MarkedExample().Matches(source).Select(match => match.Groups["code"].Value.Replace("\n        ", "\n", StringComparison.Ordinal)[8..])];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Jenkins.AwsTemporal.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CsharpBlock();

    [GeneratedRegex(@"^        // example\n(?<code>.*?)^        // end$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex MarkedExample();
}
