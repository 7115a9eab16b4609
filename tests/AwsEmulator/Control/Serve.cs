using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace AwsEmulator.Control;

/// <summary>The verb <c>serve</c>: one line of JSON, then service until somebody or something ends it.</summary>
internal static class Serve
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var text = arguments.Value("--config") is { } file ? await File.ReadAllTextAsync(file) : Default();
        var configuration = Configuration.Read(text);
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions
        {
            Tls = arguments.Has("--tls"),
            Port = int.Parse(arguments.Value("--port") ?? "0", CultureInfo.InvariantCulture),
            SessionLife = arguments.Value("--session-life") is { } life
                ? TimeSpan.FromSeconds(int.Parse(life, CultureInfo.InvariantCulture))
                : null,
            Populate = configuration.Populate,
        });

        Console.Out.WriteLine(new JsonObject
        {
            ["url"] = emulator.Url,
            ["certificateFile"] = emulator.CertificateFile,
            ["controlUrl"] = emulator.Url + ControlApi.Root,
        }.ToJsonString());

        using var end = new CancellationTokenSource(Longest);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        await WaitAsync(arguments.Value("--parent"), end);
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
    }

    private static async Task WaitAsync(string? parent, CancellationTokenSource end)
    {
        while (!end.IsCancellationRequested)
        {
            if (parent is not null && !IsRunning(int.Parse(parent, CultureInfo.InvariantCulture)))
                return;
            await Task.Delay(TimeSpan.FromSeconds(1), end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Default()
    {
        using var stream = typeof(Serve).Assembly.GetManifestResourceStream("default.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
