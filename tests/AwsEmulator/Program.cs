using AwsEmulator.Control;

const string Usage = """
    usage: AwsEmulator serve [--config FILE] [--tls] [--port N] [--session-life SECONDS] [--parent PID]
           AwsEmulator mint --url URL [--user NAME] [--duration SECONDS] [--text]
    """;

try
{
    return args switch
    {
        ["serve", .. var rest] => await Serve.RunAsync(new Arguments(rest, ["--config", "--port", "--session-life", "--parent"], ["--tls"])),
        ["mint", .. var rest] => await Mint.RunAsync(new Arguments(rest, ["--url", "--user", "--duration"], ["--text"])),
        _ => throw new ArgumentException(Usage),
    };
}
catch (Exception e) when (e is ArgumentException or FormatException or IOException or System.Text.Json.JsonException
    or AwsEmulator.Policies.MalformedPolicyException or HttpRequestException or Amazon.Runtime.AmazonServiceException)
{
    Console.Error.WriteLine($"AwsEmulator: error: {e.Message}");
    return e is ArgumentException ? 2 : 1;
}
