using System.Text;
using System.Text.Json;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>What <c>doctor</c> found, a line each: is it well, and if not, what to do.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _findings = [];

    /// <summary>The exit code of the first thing that does not work; 0 when all does.</summary>
    public int Exit { get; private set; }

    public void Well(string check, string finding) => _findings.Add(new Finding(check, "ok", finding, null));

    public void Odd(string check, string finding, string advice) => _findings.Add(new Finding(check, "warning", finding, advice));

    public void Bad(string check, Failure failure)
    {
        _findings.Add(new Finding(check, "error", failure.Message, failure.Hint));
        if (Exit == ExitCode.Done)
            Exit = failure.Exit;
    }

    public void Write(Stream output, bool asJson)
    {
        if (asJson)
            output.Write(Json.Line(WriteJson));
        else
            WriteText(output);
    }

    private void WriteText(Stream output)
    {
        var width = _findings.Max(finding => finding.Check.Length);
        var text = new StringBuilder();
        foreach (var finding in _findings)
        {
            text.Append(finding.State.PadRight(7)).Append("  ").Append(finding.Check.PadRight(width)).Append("  ").Append(finding.Text).Append('\n');
            if (finding.Advice is not null)
                text.Append(' ', 7 + 2 + width + 2).Append("to do: ").Append(finding.Advice).Append('\n');
        }

        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("checks");
        foreach (var finding in _findings)
        {
            json.WriteStartObject();
            json.WriteString("check", finding.Check);
            json.WriteString("state", finding.State);
            json.WriteString("finding", finding.Text);
            json.WriteString("advice", finding.Advice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private sealed record Finding(string Check, string State, string Text, string? Advice);
}
