using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Tests.Pasting;

/// <summary>The fixtures: all but the seed article's hold the same credentials, which nobody ever had.</summary>
internal static class Samples
{
    public const string Id = "ASIA6KNZ4A2TGOLE3AQ4";
    public const string Secret = "10SwFOKYglVHq+SN/vu27/jG3J12pDmzDyV4Cmq6";
    public const string Account = "984474191526";

    public static readonly DateTimeOffset Ends = new(2037, 11, 21, 14, 15, 0, TimeSpan.Zero);
    public static readonly string Token = Read("one-liner.txt").Split(':')[0];

    public static readonly (string Name, PasteForm Form, bool Ends)[] Forms =
    [
        ("one-liner.txt", PasteForm.Colons, false),
        ("cli1-get-session-token.json", PasteForm.StsJson, true),
        ("cli1-assume-role.json", PasteForm.StsJson, true),
        ("cli2-get-session-token.json", PasteForm.StsJson, true),
        ("cli2-assume-role.json", PasteForm.StsJson, true),
        ("cli2-get-session-token.yaml", PasteForm.StsJson, true),
        ("cli2-assume-role.yaml", PasteForm.StsJson, true),
        ("cli2-assume-role.yaml-stream", PasteForm.StsJson, true),
        ("cli1-cache.json", PasteForm.StsJson, true),
        ("cli-cache-utc.json", PasteForm.StsJson, true),
        ("cli-cache-sso.json", PasteForm.StsJson, true),
        ("cli1-get-role-credentials.json", PasteForm.SsoJson, true),
        ("cli2-get-role-credentials.json", PasteForm.SsoJson, true),
        ("cli2-get-role-credentials.yaml", PasteForm.SsoJson, true),
        ("cli1-get-session-token.text", PasteForm.Text, true),
        ("cli1-assume-role.text", PasteForm.Text, true),
        ("cli1-get-role-credentials.text", PasteForm.Text, true),
        ("cli2-get-session-token.text", PasteForm.Text, true),
        ("cli2-assume-role.text", PasteForm.Text, true),
        ("cli2-get-role-credentials.text", PasteForm.Text, true),
        ("cli1-assume-role.table", PasteForm.Text, true),
        ("cli2-export-credentials.process", PasteForm.ProcessJson, true),
        ("cli2-export-credentials.env", PasteForm.Shell, true),
        ("cli2-export-credentials.env-no-export", PasteForm.Shell, true),
        ("cli2-export-credentials.powershell", PasteForm.PowerShell, true),
        ("cli2-export-credentials.windows-cmd", PasteForm.WindowsCmd, true),
        ("export-credentials-fish.txt", PasteForm.Fish, true),
        ("portal-unix.txt", PasteForm.Shell, false),
        ("portal-windows.txt", PasteForm.WindowsCmd, false),
        ("portal-powershell.txt", PasteForm.PowerShell, false),
        ("portal-profile.txt", PasteForm.Profile, false),
        ("profile-with-expiration.txt", PasteForm.Profile, true),
        ("dotenv.txt", PasteForm.Shell, true),
        ("csh.txt", PasteForm.Shell, false),
        ("instance-metadata.json", PasteForm.InstanceJson, true),
        ("container.json", PasteForm.ContainerJson, true),
    ];

    public static string[] Names => [.. Forms.Select(form => form.Name)];

    public static string Read(string name)
    {
        using var stream = typeof(Samples).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Reads a paste that holds the credentials of the fixtures, and asserts that nothing of them was changed.</summary>
    public static PastedCredentials AssertReads(string text, string because)
    {
        var isRead = PastedCredentials.TryParse(text, out var pasted, out var error);
        Assert.That(isRead, Is.True, $"{because}: {error?.Code}: {error?.Message}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pasted!.Credentials.AccessKeyId, Is.EqualTo(Id), because);
            Assert.That(pasted.Credentials.SecretAccessKey, Is.EqualTo(Secret), because);
            Assert.That(pasted.Credentials.SessionToken, Is.EqualTo(Token), because);
            Assert.That(pasted.AccountId, Is.EqualTo(Account), because);
        }

        return pasted!;
    }

    /// <summary>The error of a paste that is refused, which shows no piece of it.</summary>
    public static CredentialsException AssertRefused(string? text, ErrorCode? error, string? because = null)
    {
        var isRead = PastedCredentials.TryParse(text, out _, out var fault);
        Assert.That(isRead, Is.False, because);
        if (error is not null)
            Assert.That(fault!.Code, Is.EqualTo(error), $"{because}: {fault.Message}");
        AssertShowsNothingOf(fault!, Secret, 6);
        AssertShowsNothingOf(fault!, Token, 6);
        return fault!;
    }

    /// <summary>No part of a text, as long as a window or longer, is in an error.</summary>
    public static void AssertShowsNothingOf(CredentialsException error, string text, int window)
    {
        var shown = $"{error}\n{error.Hint}\n{string.Join('\n', error.Data.Values.Cast<object?>())}";
        for (var start = 0; start + window <= text.Length; start++)
        {
            if (shown.Contains(text.AsSpan(start, window), StringComparison.Ordinal))
                Assert.Fail($"an error of the code {error.Code} shows a piece of the paste");
        }
    }
}
