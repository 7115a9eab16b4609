using System.CommandLine;
using System.CommandLine.Parsing;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>Options that several commands share. Each is checked while the command line is read, before anything is done.</summary>
internal static class Options
{
    public const string SessionVariable = "AWS_TEMPORAL_SESSION";

    public static Option<string> Session(Surroundings surroundings, string does) => new("--session")
    {
        Description = $"{does}; by default ${SessionVariable}",
        HelpName = "DIR",
        Required = false,
        DefaultValueFactory = result =>
        {
            if (surroundings.Environment(SessionVariable) is { } folder && !string.IsNullOrWhiteSpace(folder))
                return folder;
            result.AddError($"no session folder: give --session or set {SessionVariable}");
            return "";
        },
        Validators = { NotBlank },
    };

    public static Option<string?> Region(string description = "The AWS Region; by default $AWS_REGION, then $AWS_DEFAULT_REGION; never guessed") =>
        Text("--region", "REGION", description);

    public static Option<string?> Text(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Validators = { NotBlank },
    };

    public static Option<string[]> Accounts(
        string name = "--account", string description = "Refuse credentials of any other account, 12 digits; may be given several times") => new(name)
    {
        Description = description,
        HelpName = "ID",
        DefaultValueFactory = _ => [],
        Validators =
        {
            result =>
            {
                if (result.Tokens.Any(token => token.Value.Length != 12 || !token.Value.All(char.IsAsciiDigit)))
                    result.AddError($"{name} takes 12 digits");
            },
        },
    };

    public static Option<string?> Partition() => new("--partition")
    {
        Description = "Refuse credentials of any other partition, such as aws or aws-cn",
        HelpName = "NAME",
        Validators =
        {
            result =>
            {
                if (result.Tokens.Any(token => !IsPartition(token.Value)))
                    result.AddError("--partition takes aws, aws-cn and the like");
            },
        },
    };

    public static Option<TimeSpan?> Time(string name, string description) => Time(name, description, Duration.Rule, TimeSpan.Zero, Duration.Longest);

    public static Option<TimeSpan?> Time(string name, string description, TimeSpan shortest, TimeSpan longest) =>
        Time(name, description, $"{Duration.Form}, from {Duration.Shown(shortest)} to {Duration.Shown(longest)}", shortest, longest);

    public static Option<TimeSpan?> Time(string name, string description, string rule, TimeSpan shortest, TimeSpan longest) => new(name)
    {
        Description = $"{description} ({rule})",
        HelpName = "T",
        CustomParser = result =>
        {
            if (result.Tokens is [var token] && Duration.TryParse(token.Value, shortest, longest, out var duration))
                return duration;
            result.AddError($"{name} takes {rule}");
            return null;
        },
    };

    public static CredentialRequirements Requirements(string[] accounts, string? partition, TimeSpan? minimumLife) =>
        new(accounts, partition, minimumLife ?? TimeSpan.Zero);

    private static bool IsPartition(string name)
    {
        try
        {
            return new CredentialRequirements(partition: name).Partition == name;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public static void NotBlank(OptionResult result)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            result.AddError($"{result.Option.Name} is empty");
    }
}
