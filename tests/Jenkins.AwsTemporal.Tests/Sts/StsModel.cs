using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Tests.Sts;

/// <summary>AWS's own model of STS, as botocore carries it: an independent judge. Tests skip where botocore is not installed.</summary>
internal sealed class StsModel
{
    private static readonly Lazy<JsonElement?> Shapes = new(Read);

    private readonly JsonElement _shapes;

    private StsModel(JsonElement shapes) => _shapes = shapes;

    public static StsModel Load() => Shapes.Value is { } shapes
        ? new StsModel(shapes)
        : throw new IgnoreException("botocore is not installed: pip install botocore");

    public Shape Text(string name) => new(_shapes.GetProperty(name));

    private static JsonElement? Read()
    {
        try
        {
            var start = new ProcessStartInfo("python3", ["-c", "import botocore,os;print(os.path.dirname(botocore.__file__))"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var python = Process.Start(start)!;
            var folder = python.StandardOutput.ReadToEnd().Trim();
            python.WaitForExit();
            if (python.ExitCode != 0)
                return null;
            var file = Path.Combine(folder, "data", "sts", "2011-06-15", "service-2.json");
            using Stream stream = File.Exists(file) ? File.OpenRead(file) : new GZipStream(File.OpenRead(file + ".gz"), CompressionMode.Decompress);
            return JsonDocument.Parse(stream).RootElement.GetProperty("shapes");
        }
        catch (Exception fault) when (fault is Win32Exception or IOException)
        {
            return null;
        }
    }

    /// <summary>A shape's limits. Lengths count code points, as Smithy says.</summary>
    internal sealed class Shape
    {
        private readonly Regex? _letter;
        private readonly bool _hasCategories;

        public Shape(JsonElement shape)
        {
            Least = shape.TryGetProperty("min", out var least) ? least.GetInt32() : 0;
            Most = shape.TryGetProperty("max", out var most) ? most.GetInt32() : int.MaxValue;
            if (!shape.TryGetProperty("pattern", out var pattern))
                return;
            // Every pattern of a text here is one class, repeated; in AWS's language \w and \d are ASCII's.
            var text = pattern.GetString()!;
            Assert.That(text, Does.Match(@"\A\[.+\][*+]\z"), "a pattern of a form that is not known");
            _hasCategories = text.Contains(@"\p", StringComparison.Ordinal);
            var letter = text[..^1].Replace(@"\w", "A-Za-z0-9_", StringComparison.Ordinal).Replace(@"\d", "0-9", StringComparison.Ordinal);
            _letter = new Regex($@"\A{letter}\z", RegexOptions.CultureInvariant);
        }

        public int Least { get; }

        public int Most { get; }

        public bool Takes(string text)
        {
            var length = 0;
            for (var i = 0; i < text.Length; length++)
            {
                if (!Rune.TryGetRuneAt(text, i, out var rune) || !IsInAlphabet(rune.ToString()))
                    return false;
                i += rune.Utf16SequenceLength;
            }

            return length >= Least && length <= Most;
        }

        public bool IsInAlphabet(string letter)
        {
            if (_letter is null)
                return true;
            if (letter.Length == 1)
                return _letter.IsMatch(letter);
            return _hasCategories && Rune.TryGetRuneAt(letter, 0, out var rune) && _letter.IsMatch(Stand(rune));
        }

        // .NET's expressions see the halves of a letter outside the basic plane: one of its kind stands for it.
        private static string Stand(Rune rune) => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.OtherLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter => "中",
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => "½",
            _ => "\u2603",
        };
    }
}
