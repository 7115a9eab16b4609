namespace Jenkins.AwsTemporal.Sessions;

/// <summary>
/// The folder that holds one session on an agent: <c>session.json</c> with the credentials, <c>config</c> and
/// <c>credentials</c> for AWS SDKs. The folder is 0700, its files 0600; links, other owners and looser modes are refused.
/// A process that is killed at any point leaves the session before or the session after, never a half of one; only the
/// Region that <c>config</c> names may be the new one beside the old session.
/// </summary>
public sealed partial class SessionFolder
{
    internal const string Document = "session.json";
    private const int LongestDocument = 1024 * 1024;
    private const int WipeAttempts = 5;
    private readonly PrivateFolder _folder;

    /// <summary>Names a folder; nothing is read or made yet.</summary>
    /// <param name="path">The folder; relative to the current one unless absolute.</param>
    public SessionFolder(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        _folder = new PrivateFolder(Path);
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>
    /// Keeps a session, making the folder if need be (the folders above it too) and replacing a session that is there.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="command">
    /// The absolute path of <c>aws-temporal</c>, which the SDKs' config names; where another program runs it, that one's first.
    /// </param>
    /// <exception cref="SessionException">
    /// <see cref="ErrorCode.UnsafeFolder"/>, <see cref="ErrorCode.InvalidConfiguration"/> for a path that SDKs cannot be told, or
    /// <see cref="ErrorCode.NoSession"/>: the folder that a sealed answer was opened in is gone by now, and does not come back.
    /// </exception>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    public void Keep(Session session, params IReadOnlyList<string> command)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(command);
        SdkFiles.CheckPaths(Path, command);
        try
        {
            CreateFolder();
            SessionWipe.WipeTemporaries(_folder, SessionWipe.Seal);
            _folder.Write(SdkFiles.Credentials, SdkFiles.WriteCredentials());
            _folder.Write(SdkFiles.Config, SdkFiles.WriteConfig(Path, command, session.Region));
            WriteDocument(session);
        }
        catch (Exception fault) when (WasThere && fault is DirectoryNotFoundException or FileNotFoundException)
        {
            throw None("closed while it was being opened:");
        }
    }

    /// <summary>Reads the session.</summary>
    /// <exception cref="SessionException"><see cref="ErrorCode.NoSession"/>, or <see cref="ErrorCode.UnsafeFolder"/>.</exception>
    public Session Read()
    {
        if (!_folder.Check() || _folder.Read(Document, LongestDocument) is not { } bytes)
            throw None("there is no session in");
        try
        {
            return SessionDocument.TryRead(bytes)
                ?? throw None("session.json is damaged or of another version, so there is no session in");
        }
        finally
        {
            Array.Clear(bytes);
        }
    }

    /// <summary>
    /// Makes a folder for files of secrets, which goes with the session at the latest. Whoever fills it has to ask
    /// <see cref="Read"/> afterwards whether the session is still there: one that was closed meanwhile does not come back.
    /// </summary>
    /// <exception cref="SessionException"><see cref="ErrorCode.NoSession"/>, or <see cref="ErrorCode.UnsafeFolder"/>.</exception>
    internal PrivateFolder NewFiles()
    {
        _ = Read();
        new PrivateFolder(_folder.File(SessionWipe.Files)).Create();
        var files = new PrivateFolder(System.IO.Path.Combine(_folder.File(SessionWipe.Files), Guid.NewGuid().ToString("N")));
        files.Create();
        return files;
    }

    /// <summary>Wipes such a folder; where the session was closed meanwhile, what was made anew for it goes too.</summary>
    internal void DropFiles(PrivateFolder files)
    {
        SessionWipe.WipeFiles(files.Path);
        if (IsOpen)
            return;
        try
        {
            Directory.Delete(_folder.File(SessionWipe.Files));
            Directory.Delete(Path);
        }
        catch (IOException)
        {
            // It is gone, or holds something: then it is somebody else's.
        }
    }

    /// <summary>Whether a path is that of a folder which <see cref="NewFiles"/> made here, whether or not it is still there.</summary>
    internal bool HasFiles(string path) =>
        System.IO.Path.GetDirectoryName(path) == _folder.File(SessionWipe.Files) && SessionWipe.IsFilesName(System.IO.Path.GetFileName(path));

    /// <summary>Wipes the session and removes the folder. A folder that is not there is closed already.</summary>
    /// <exception cref="SessionException"><see cref="ErrorCode.UnsafeFolder"/>: it is not ours to wipe, or holds something else too.</exception>
    public void Close()
    {
        for (var attempt = 1; _folder.Check(); attempt++)
        {
            try
            {
                SessionWipe.Wipe(_folder);
                return;
            }
            catch (IOException) when (attempt < WipeAttempts)
            {
                // Whoever renewed it at this moment put a file back; he finds no session the next time.
                // On Windows somebody may have one open, such as a scanner of viruses.
                if (OperatingSystem.IsWindows())
                    Thread.Sleep(100 * attempt);
            }
        }
    }

    /// <summary>
    /// Wipes what dead builds left directly below a folder: sessions that have expired, sessions of which no whole
    /// <c>session.json</c> is left, and every session whose folder's name does not begin with a prefix to keep. Without a
    /// prefix, live sessions are kept. Folders that are not session folders are left alone.
    /// </summary>
    /// <param name="directory">The folder of session folders; one that is not there has nothing to sweep.</param>
    /// <param name="keep">Prefixes of names of sessions that may still be in use.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The folders that were wiped, absolute.</returns>
    public static IReadOnlyList<string> Sweep(string directory, IReadOnlyCollection<string> keep, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(keep);
        ArgumentNullException.ThrowIfNull(time);
        return SessionSweep.Run(directory, keep, time);
    }

    /// <summary>Whether a whole session is there, live or expired.</summary>
    internal bool IsOpen
    {
        get
        {
            try
            {
                return Read() is not null;
            }
            catch (SessionException)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Puts a session in the place of one that is there. A folder that was closed meanwhile stays closed, and one that was
    /// opened anew keeps what it was opened with.
    /// </summary>
    /// <exception cref="SessionException"><see cref="ErrorCode.NoSession"/>.</exception>
    internal void Replace(Session old, Session session)
    {
        if (Read().Credentials.AccessKeyId != old.Credentials.AccessKeyId)
            throw None("there is another session by now in");
        try
        {
            WriteDocument(session);
        }
        catch (DirectoryNotFoundException)
        {
            throw None("there is no session any more in");
        }
    }

    /// <summary>The end of the prompt whose answer will open the session; null when none is waited for.</summary>
    internal DateTimeOffset? PromptEnd
    {
        get
        {
            DateTimeOffset? end = null;
            FindPromptEnd(ref end);
            return end;
        }
    }

    partial void FindPromptEnd(ref DateTimeOffset? end);

    // A key was taken from it: whoever removes it from then on means the session that the answer would open.
    private bool WasThere { get; set; }

    private void CreateFolder()
    {
        if (!WasThere)
            _folder.Create();
        else if (!_folder.Check())
            throw new DirectoryNotFoundException();
        if (SessionWipe.ForeignEntry(_folder) is { } foreign)
            throw new SessionException(
                ErrorCode.UnsafeFolder,
                Path,
                $"the folder {Path} holds something else already: {foreign}",
                "name a folder for --session that does not exist yet");
    }

    private void WriteDocument(Session session)
    {
        var document = SessionDocument.Write(session);
        _folder.Write(Document, document);
        Array.Clear(document);
    }

    /// <summary>The right to renew; null when it was not to be had in time, or the folder is gone.</summary>
    internal Task<SessionLock?> TryLockAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken) =>
        SessionLock.TryTakeAsync(_folder, patience, time, cancellationToken);

    private SessionException None(string what) => new(
        ErrorCode.NoSession, Path, $"{what} {Path}", "open one: aws sts get-session-token | aws-temporal open --session DIR");
}
