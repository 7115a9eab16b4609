using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class ConcurrencyTests : CommandTests
{
    private const int Crowd = 12;

    [Test]
    public async Task Opens_of_different_folders_do_not_disturb_each_other()
    {
        var given = Enumerable.Range(0, Crowd).Select(_ => Mint(TimeSpan.FromMinutes(15))).ToArray();
        var opens = await Task.WhenAll(given.Select((key, number) => Cli.RunAsync(Paste(key), ["open", "--session", In($"s{number}")])));
        for (var number = 0; number < Crowd; number++)
        {
            opens[number].Succeeded();
            Assert.That((await Cli.RunAsync("status", "--session", In($"s{number}"), "--json")).Succeeded().Json.GetProperty("accessKeyId").GetString(), Is.EqualTo(given[number].AccessKeyId));
        }
    }

    [Test]
    public async Task Opens_of_one_folder_leave_one_whole_session_and_its_readers_always_see_one()
    {
        await OpenAsync();
        var given = Enumerable.Range(0, Crowd).Select(_ => Paste(Mint(TimeSpan.FromMinutes(15)))).ToArray();
        var opens = Task.WhenAll(given.Select(paste => OpenAsync(paste, "--no-verify")));
        var reads = Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => Cli.RevealAsync("credentials", "--session", Session)));
        foreach (var run in (await opens).Concat(await reads))
            run.Succeeded();
        Assert.That(Directory.GetFileSystemEntries(Session), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task Closes_at_the_same_moment_all_succeed()
    {
        for (var round = 0; round < 8; round++)
        {
            (await OpenAsync(Paste(Given), "--no-verify")).Succeeded();
            var closes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Cli.RunAsync("close", "--session", Session)));
            foreach (var close in closes)
                close.Succeeded();
            Assert.That(Directory.Exists(Session), Is.False);
        }
    }

    [Test]
    public async Task A_reader_beside_a_close_gets_the_session_or_is_told_that_there_is_none()
    {
        for (var round = 0; round < 8; round++)
        {
            (await OpenAsync(Paste(Given), "--no-verify")).Succeeded();
            var reads = Enumerable.Range(0, 4).Select(_ => Cli.RevealAsync("credentials", "--session", Session)).ToList();
            var close = Cli.RunAsync("close", "--session", Session);
            reads.AddRange(Enumerable.Range(0, 4).Select(_ => Cli.RevealAsync("credentials", "--session", Session)));
            (await close).Succeeded();
            foreach (var read in await Task.WhenAll(reads))
                Assert.That(read.ExitCode, Is.EqualTo(0).Or.EqualTo(7), read.Error);
        }
    }
}
