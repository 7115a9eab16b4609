using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>Says once that the session has ended while the child runs, and ends the child if it shall not go on.</summary>
/// <param name="time">The clock.</param>
/// <param name="session">The session that the child began with.</param>
/// <param name="read">Reads the session anew, renewed if it can be; throws when it is over.</param>
/// <param name="killsChild">Whether the child is ended too.</param>
internal sealed class ExecExpiry(TimeProvider time, Session session, Func<CancellationToken, Task<Session>> read, bool killsChild)
{
    /// <summary>How long a child may take to end itself.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    // A clock that is set, or a machine that slept, is noticed after so long at the latest.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Waits for the end of the session, and of every one that took its place meanwhile.</summary>
    /// <param name="tell">Takes one line.</param>
    /// <param name="send">Sends the child a signal.</param>
    /// <param name="cancellation">The child has ended.</param>
    public async Task WatchAsync(Action<string> tell, Action<int> send, CancellationToken cancellation)
    {
        var fault = await EndAsync(cancellation).ConfigureAwait(false);
        if (fault is null || cancellation.IsCancellationRequested)
            return;
        var what = killsChild ? "the command is ended" : "the command runs on without it";
        tell($"aws-temporal: warning: the session is over, and {what}: {Failure.Of(fault).Message}");
        if (!killsChild)
            return;
        send(Libc.Terminate);
        await Task.Delay(Grace, time, cancellation).ConfigureAwait(false);
        send(Libc.KillSignal);
    }

    // Why there is no session any more; null when its end is not known.
    private async Task<Exception?> EndAsync(CancellationToken cancellation)
    {
        for (var current = session; current.Lifetime.LeftAt(current.Now(time)) is { } left;)
        {
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left < LongestWait ? left : LongestWait, time, cancellation).ConfigureAwait(false);
                continue;
            }

            try
            {
                current = await read(cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is AwsTemporalException or IOException or UnauthorizedAccessException)
            {
                return fault;
            }
        }

        return null;
    }
}
