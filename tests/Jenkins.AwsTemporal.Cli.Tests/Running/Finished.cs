using System.Text;
using System.Text.Json;

namespace Jenkins.AwsTemporal.Cli.Tests.Running;

/// <summary>How a run of the executable ended.</summary>
internal sealed record Finished(int ExitCode, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public Finished Succeeded()
    {
        Assert.That(ExitCode, Is.Zero, Error);
        return this;
    }

    /// <summary>Two lines for people: what is wrong, what to do next.</summary>
    public Finished FailedInTwoLines(int exitCode)
    {
        Assert.That(ExitCode, Is.EqualTo(exitCode), Error);
        Assert.That(Error, Does.Match(@"\Aaws-temporal: error: (?![A-Z][a-z]+\b)[^\n]+[^.\n]\nhint: (?![A-Z][a-z]+\b)[^\n]+[^.\n]\n\z"));
        Assert.That(Output, Is.Empty);
        return this;
    }

    /// <summary>The same as one JSON object.</summary>
    public Finished FailedInJson(int exitCode, string code)
    {
        Assert.That(ExitCode, Is.EqualTo(exitCode), Error);
        var error = JsonDocument.Parse(Error).RootElement.GetProperty("error");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.GetProperty("code").GetString(), Is.EqualTo(code));
            Assert.That(error.GetProperty("exitCode").GetInt32(), Is.EqualTo(exitCode));
            Assert.That(error.GetProperty("message").GetString(), Is.Not.Empty);
            Assert.That(error.GetProperty("hint").GetString(), Is.Not.Empty);
            Assert.That(Output, Is.Empty);
        }

        return this;
    }
}
