using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Profiles;

/// <summary>
/// Runs a profile's <c>credential_process</c>. It may talk with the operator: it has the terminal but for its standard output.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
/// </summary>
internal static class CredentialProcess
{
    public static Task<BaseCredentials> RunAsync(string profile, string command, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo();
        if (OperatingSystem.IsWindows())
        {
            (start.FileName, start.Arguments) = (Path.Combine(Environment.SystemDirectory, "cmd.exe"), $"/c {command}");
        }
        else
        {
            start.FileName = "/bin/sh";
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(command);
        }

        return RunAsync(start, $"the credential_process of the profile {profile}", cancellation);
    }

    public static async Task<BaseCredentials> RunAsync(ProcessStartInfo start, string source, CancellationToken cancellation)
    {
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        // Of grant, and none of its business.
        start.Environment.Remove("JENKINS_API_TOKEN");
        using var process = Start(start, source);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return process.ExitCode == 0
                ? Read(output, source)
                : throw ProfileException.Failed(source, string.Create(CultureInfo.InvariantCulture, $"it ended with the exit code {process.ExitCode}"));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start, string source)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw ProfileException.Failed(source, $"{start.FileName} cannot be run");
        }
    }

    private static BaseCredentials Read(string output, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var answer = document.RootElement;
            if (answer.GetProperty("Version").GetInt32() != 1)
                throw ProfileException.Failed(source, "its answer is not of version 1");
            var end = Text(answer, "Expiration") is { } time
                ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : (DateTimeOffset?)null;
            return OperatorProfile.Keys(source, Text(answer, "AccessKeyId"), Text(answer, "SecretAccessKey"), Text(answer, "SessionToken"), end);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw ProfileException.Failed(source, "its answer is not the JSON of a credential_process");
        }
    }

    private static string? Text(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) ? value.GetString() : null;
}
