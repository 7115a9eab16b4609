using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// How the executable writes JSON: one line, and no escapes but those that JSON demands and those of characters that are
/// not seen but steer how others are, as in the output of a terminal.
/// </summary>
internal static class Json
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the writer is given to, with a line break at its end.</summary>
    public static byte[] Line(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
            write(json);
        // They can only be within strings, in which an escape means the same.
        var written = Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        var line = new StringBuilder(written.Length + 1);
        for (var i = 0; i < written.Length; i++)
        {
            if (Facts.IsUnseen(written, i))
                line.Append("\\u").Append(((int)written[i]).ToString("x4", CultureInfo.InvariantCulture));
            else
                line.Append(written[i]);
        }

        return Encoding.UTF8.GetBytes(line.Append('\n').ToString());
    }
}
