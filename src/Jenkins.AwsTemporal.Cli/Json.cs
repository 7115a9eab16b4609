using System.Text.Encodings.Web;
using System.Text.Json;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>How the executable writes JSON: one line, and no escapes but those that JSON demands.</summary>
internal static class Json
{
    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
