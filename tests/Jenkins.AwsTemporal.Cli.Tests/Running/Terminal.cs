using System.Text.Json;
using System.Text.Json.Nodes;

namespace Jenkins.AwsTemporal.Cli.Tests.Running;

/// <summary>
/// A person at a terminal: a pseudo-terminal that Python opens, because .NET cannot. What is to be typed comes from a file,
/// so that no secret is in an argument. Skipped where there is no Python.
/// </summary>
internal static class Terminal
{
    private const string Program = """
        import json, os, pty, select, signal, sys, termios, time
        command, keys, end = json.load(open(sys.argv[1]))
        keys = bytes.fromhex(keys)
        master, slave = pty.openpty()
        before = termios.tcgetattr(slave)
        child = os.fork()
        if child == 0:
            os.setsid()
            import fcntl
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for descriptor in (0, 1, 2):
                os.dup2(slave, descriptor)
            os.close(master)
            os.execvp(command[0], command)
        shown, typed, prompted, hidden, status, last = b'', 0, False, None, None, time.time() + 20
        os.set_blocking(master, False)
        while time.time() < last:
            readable, writable, _ = select.select([master], [master] if prompted and typed < len(keys) else [], [], 0.05)
            if readable:
                try:
                    shown += os.read(master, 65536)
                except OSError:
                    pass
            if b'then press' in shown and not prompted:
                prompted = True
                hidden = termios.tcgetattr(slave)
            if writable:
                try:
                    typed += os.write(master, keys[typed:typed + 4096])
                except BlockingIOError:
                    pass
            if prompted and typed == len(keys) and end:
                time.sleep(0.5)  # the kernel hands keys on in its own time
                os.kill(child, getattr(signal, end))
                end = None
            if status is None:
                ended, code = os.waitpid(child, os.WNOHANG)
                if ended:
                    status = code
            elif not readable:
                break
        if status is None:
            os.kill(child, signal.SIGKILL)
        after = termios.tcgetattr(slave)
        print(json.dumps({
            'exitCode': None if status is None else os.waitstatus_to_exitcode(status),
            'shown': shown.decode('utf-8', 'replace'),
            'echoes': bool(hidden and hidden[3] & termios.ECHO),
            'cutsLines': bool(hidden and hidden[3] & termios.ICANON),
            'restored': before == after,
        }))
        """;

    public static async Task<TerminalRun> TypeAsync(AwsTemporal cli, string folder, byte[] keys, string? endSignal, params string[] arguments)
    {
        if ((await cli.ShellAsync("command -v python3")).ExitCode != 0)
            Assert.Ignore("python3, which opens the terminal, is not installed");
        var (program, plan) = (Path.Combine(folder, "terminal.py"), Path.Combine(folder, "plan.json"));
        await File.WriteAllTextAsync(program, Program);
        var command = new JsonArray([.. new[] { Executable.Path }.Concat(arguments).Select(word => JsonValue.Create(word))]);
        await File.WriteAllTextAsync(plan, new JsonArray(command, Convert.ToHexString(keys), endSignal).ToJsonString());
        try
        {
            var run = (await cli.ShellAsync($"exec python3 '{program}' '{plan}'")).Succeeded();
            return JsonSerializer.Deserialize<TerminalRun>(run.Output, JsonSerializerOptions.Web)!;
        }
        finally
        {
            File.Delete(plan);
        }
    }
}

/// <summary>What became of it: the exit code, all that the terminal showed, and how it was left.</summary>
internal sealed record TerminalRun(int? ExitCode, string Shown, bool Echoes, bool CutsLines, bool Restored);
