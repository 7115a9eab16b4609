using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using AwsEmulator;

namespace Jenkins.AwsTemporal.Tests.Emulation;

internal sealed class ProgramTests
{
    private static string Executable => Path.Combine(TestContext.CurrentContext.TestDirectory, "AwsEmulator.dll");

    [Test]
    public async Task It_serves_says_where_and_ends_with_its_parent()
    {
        using var parent = Start("serve");
        using var program = Start("serve", "--parent", parent.Id.ToString(null, null));
        var line = JsonNode.Parse((await program.StandardOutput.ReadLineAsync())!)!;
        var control = (string)line["controlUrl"]!;
        using var http = new HttpClient();

        var alice = JsonNode.Parse(await http.GetStringAsync(new Uri(control + "/state")))!["accounts"]![0]!["users"]![0]!;
        Assert.That((string)alice["name"]!, Is.EqualTo("alice"));
        Assert.That((string)(await Post("/totp", """{"user":"alice"}"""))["code"]!, Does.Match("^[0-9]{6}$"));
        Assert.That((string)(await Post("/session", """{"user":"alice","life":5}"""))["Credentials"]!["AccessKeyId"]!, Does.StartWith("ASIA"));

        using var mint = Start("mint", "--url", (string)line["url"]!);
        var minted = await mint.StandardOutput.ReadToEndAsync();
        Assert.That(minted, Does.StartWith("{\n    \"Credentials\": {\n        \"AccessKeyId\": \"ASIA"));
        Assert.That(minted, Does.EndWith("+00:00\"\n    }\n}\n"));
        Assert.That(await http.GetStringAsync(new Uri(control + "/requests")), Does.Contain("\"GetSessionToken\":1"));

        parent.Kill();
        Assert.That(program.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.That(program.ExitCode, Is.Zero);

        async Task<JsonNode> Post(string path, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8);
            using var response = await http.PostAsync(new Uri(control + path), content);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        }
    }

    [Test]
    public async Task A_reset_brings_back_what_it_started_with()
    {
        await using var aws = await Emulator.StartAsync(new EmulatorOptions { Populate = cloud => cloud.Account("123456789012").AddUser("alice") });
        aws.Account("123456789012").AddUser("bob");
        aws.Clock.Shift = TimeSpan.FromHours(1);
        aws.Reset();
        Assert.That(aws.Account("123456789012").Users.Select(user => user.Name), Is.EqualTo(["alice"]));
        Assert.That(aws.Clock.Shift, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void An_unknown_option_is_refused()
    {
        using var program = Start("serve", "--nonsense");
        Assert.That(program.StandardError.ReadToEnd(), Does.Contain("--nonsense"));
        program.WaitForExit();
        Assert.That(program.ExitCode, Is.EqualTo(2));
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Executable, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
