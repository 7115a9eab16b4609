using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Jenkins.AwsTemporal.Policies;

/// <summary>JSON as people read it: two spaces a level, line feeds on every platform, and no escapes but those that JSON demands.</summary>
internal static class JsonText
{
    public static string Indented(Action<Utf8JsonWriter> write) => Write(write, indented: true).ReplaceLineEndings("\n") + "\n";

    public static string Compact(Action<Utf8JsonWriter> write) => Write(write, indented: false);

    private static string Write(Action<Utf8JsonWriter> write, bool indented)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = indented }))
            write(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
