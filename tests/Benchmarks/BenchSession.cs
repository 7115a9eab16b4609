using System.Text;
using AwsEmulator;

namespace Benchmarks;

/// <summary>A session that the executable opened against the emulator, and the environment of a step's body.</summary>
internal sealed class BenchSession : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("aws-temporal-bench-");

    private readonly List<string> _passwords = [];

    private BenchSession(Emulator emulator)
    {
        var folder = Path.Combine(_home.FullName, "session");
        Environment = new Dictionary<string, string>
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = _home.FullName,
            ["AWS_ENDPOINT_URL"] = emulator.Url,
            ["AWS_REGION"] = "us-east-1",
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_TEMPORAL_SESSION"] = folder,
            ["AWS_CONFIG_FILE"] = Path.Combine(folder, "config"),
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(folder, "credentials"),
        };
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    public string Home => _home.FullName;

    /// <summary>The paste that opened it.</summary>
    public string Paste { get; private set; } = "";

    /// <summary>The names of a hundred secrets.</summary>
    public IReadOnlyList<string> Passwords => _passwords;

    public static async Task<BenchSession> OpenAsync(string executable, Emulator emulator)
    {
        var session = new BenchSession(emulator);
        var account = emulator.Account("123456789012");
        account.AddSecret("us-east-1", "/prod/exampleCredential", "a value of the usual length");
        foreach (var password in Samples.Passwords(100))
        {
            var name = $"/prod/password-{session._passwords.Count}";
            account.AddSecret("us-east-1", name, Encoding.ASCII.GetString(password));
            session._passwords.Add(name);
        }

        var user = account.AddUser("alice");
        user.Allow("secretsmanager:GetSecretValue", "*");
        var minted = user.GetSessionToken(TimeSpan.FromHours(1));
        session.Paste = $"{minted.SessionToken}:{minted.AccessKeyId}:{minted.SecretAccessKey}";
        await Stopwatches.RunAsync(new Command("open", executable, ["open"], session.Environment), session.Paste);
        return session;
    }

    public void Dispose() => _home.Delete(recursive: true);
}
