namespace Jenkins.AwsTemporal.Sessions;

/// <summary>
/// Lets one process at a time renew a session. The lock goes with its process, however that ends; the file
/// stays until the session is wiped.
/// </summary>
internal sealed class SessionLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private readonly FileStream _file;

    private SessionLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock; null when it was not to be had in time, or the folder is gone.</summary>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    public static async Task<SessionLock?> TryTakeAsync(PrivateFolder folder, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (TryTake(folder) is { } taken)
                return taken;
            if (!folder.Check() || time.GetElapsedTime(start) >= patience)
                return null;
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _file.Dispose();

    private static SessionLock? TryTake(PrivateFolder folder)
    {
        var path = folder.File(SessionWipe.Lock);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, BufferSize = 0 };
        // On Windows a session that is being renewed could not be closed otherwise.
        options.Share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new SessionLock(new FileStream(path, options));
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process holds it.
            return null;
        }
    }
}
