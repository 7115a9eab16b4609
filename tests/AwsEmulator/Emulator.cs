using System.Net;
using AwsEmulator.Audit;
using AwsEmulator.Control;
using AwsEmulator.Faults;
using AwsEmulator.Identity;
using AwsEmulator.Wire;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AwsEmulator;

/// <summary>STS and Secrets Manager on 127.0.0.1, checking what AWS checks. All Regions are served at one address.</summary>
public sealed class Emulator : IAsyncDisposable
{
    private readonly EmulatorOptions _options;
    private readonly WebApplication _application;
    private readonly ThrowAwayAuthority? _authority;
    private readonly ReceivedRequests _received = new();

    private Emulator(EmulatorOptions options)
    {
        _options = options;
        Clock = new EmulatorClock(options.Time);
        Cloud = new Cloud(Clock);
        SessionLife = options.SessionLife;
        _authority = options.Tls ? new ThrowAwayAuthority() : null;

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (options.Tls)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (_authority is not null)
                    listen.UseHttps(_authority.ServerCertificate);
            });
        });
        _application = builder.Build();
        var frontDoor = new FrontDoor(Cloud, Faults, Audit, _received, life => SessionLife is { } cap && cap < life ? cap : life);
        var control = new ControlApi(this);
        _application.Run(http => http.Request.Path.StartsWithSegments(ControlApi.Root) ? control.HandleAsync(http) : frontDoor.HandleAsync(http));
        Populate();
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url => _application.Urls.Single();

    /// <summary>The authority to trust, in PEM; null without TLS.</summary>
    public string? CertificateFile => _authority?.CertificateFile;

    public Cloud Cloud { get; }

    public EmulatorClock Clock { get; }

    public FaultPlan Faults { get; } = new();

    public AuditLog Audit { get; } = new();

    /// <summary>Caps the life of every session that STS issues.</summary>
    public TimeSpan? SessionLife { get; set; }

    /// <summary>Requests received so far, by operation.</summary>
    public IReadOnlyDictionary<string, int> RequestCounts => _received.All;

    // The AWS SDK remembers how far the clock of each address was off, for as long as its process lives.
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> Used = new();

    /// <summary>Starts one, at an address that no other of this process had unless a port is asked for.</summary>
    public static async Task<Emulator> StartAsync(EmulatorOptions? options = null)
    {
        var emulator = await StartAnywhereAsync(options);
        while (!Used.TryAdd(emulator.Url, true) && options is not { Port: not 0 })
        {
            await emulator.DisposeAsync();
            emulator = await StartAnywhereAsync(options);
        }

        return emulator;
    }

    private static async Task<Emulator> StartAnywhereAsync(EmulatorOptions? options)
    {
        var emulator = new Emulator(options ?? new EmulatorOptions());
        try
        {
            await emulator._application.StartAsync();
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }
        return emulator;
    }

    /// <summary>The account of this id; made on first use.</summary>
    public Account Account(string id, string partition = "aws") => Cloud.Account(id, partition);

    /// <summary>How often an operation was asked for, whether or not it was answered.</summary>
    public int Requests(string action) => _received[action];

    /// <summary>Forgets everything and builds anew what <see cref="EmulatorOptions.Populate"/> builds.</summary>
    public void Reset()
    {
        Clock.Shift = TimeSpan.Zero;
        SessionLife = _options.SessionLife;
        Faults.Clear();
        Audit.Clear();
        _received.Clear();
        Cloud.Clear();
        Populate();
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that hang on purpose would be waited for.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        _authority?.Dispose();
    }

    private void Populate() => _options.Populate?.Invoke(Cloud);
}
