using System.Globalization;
using AwsEmulator;
using Benchmarks;

// Every number is a ratio or a difference within this run: milliseconds of one machine mean nothing on another.
var executable = Path.GetFullPath(args is [var path, ..] ? path : throw new ArgumentException("name the executable"));
await using var emulator = await Emulator.StartAsync();
using var session = await BenchSession.OpenAsync(executable, emulator);

MaskerBench.Run();
await ExecBench.RunAsync(executable, session);
await SealBench.RunAsync(executable, session);

var version = new Command("aws-temporal --version", executable, ["--version"], session.Environment);
var credentials = new Command("aws-temporal credentials", executable, ["credentials"], session.Environment);
var secret = new Command("aws-temporal secret get", executable, ["secret", "get", "/prod/exampleCredential"], session.Environment);
var commands = new List<Command> { version, credentials, secret };
// Older ones do not know AWS_ENDPOINT_URL, and would call AWS itself.
var awsCli = AwsCli.Find() is { } aws
    ? new Command("aws secretsmanager get-secret-value", aws, ["--endpoint-url", emulator.Url, "secretsmanager", "get-secret-value", "--secret-id", "/prod/exampleCredential"], session.Environment)
    : null;
if (awsCli is not null)
    commands.Add(awsCli);

var medians = await Stopwatches.MediansAsync(commands, rounds: 15);
Console.WriteLine($"{"command",-40} {"median",10}");
foreach (var command in commands)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{command.Name,-40} {medians[command].TotalMilliseconds,7:F1} ms"));
Console.WriteLine();

Verdict.Say("executable, MB", new FileInfo(executable).Length / 1e6, atMost: 13);
Verdict.Say("credentials above --version, ms", (medians[credentials] - medians[version]).TotalMilliseconds, atMost: 3);
if (awsCli is null)
    Console.WriteLine("no AWS CLI on this machine: nothing to compare secret get with");
else
    Verdict.Say($"times faster than {await AwsCli.VersionAsync(awsCli.File)}", medians[awsCli] / medians[secret], atLeast: 15);
