namespace AwsEmulator;

/// <summary>How an emulator is started.</summary>
public sealed class EmulatorOptions
{
    /// <summary>Serve over TLS with a throw-away authority: <see cref="Emulator.CertificateFile"/>.</summary>
    public bool Tls { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock that everything follows; <see cref="Emulator.Clock"/> can shift it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Caps the life of every session that STS issues, whatever was asked for.</summary>
    public TimeSpan? SessionLife { get; init; }

    /// <summary>What <c>POST /_emulator/reset</c> builds anew, and a start builds first.</summary>
    public Action<Identity.Cloud>? Populate { get; init; }
}
