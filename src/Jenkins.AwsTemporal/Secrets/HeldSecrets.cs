using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>
/// Values that were read once and are kept for several commands: a folder of their own below <c>files</c> in a session
/// folder, with <c>env/NAME</c> for the value of a variable and <c>file/NAME</c> for one whose path a variable gets. Folders
/// are 0700, files 0600; there is nothing else in them. They go when they are wiped, and with the session at the latest.
/// </summary>
public sealed class HeldSecrets
{
    internal const int LongestValue = 65536;
    private const string Variables = "env";
    private const string Files = "file";

    private HeldSecrets(string folder, IReadOnlyList<HeldSecret> secrets) => (Folder, Secrets) = (folder, secrets);

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>What it holds, in the order of the names.</summary>
    public IReadOnlyList<HeldSecret> Secrets { get; }

    /// <summary>Keeps values, all or none.</summary>
    /// <param name="session">The session with which they go.</param>
    /// <param name="secrets">The values, each name once.</param>
    /// <param name="isFile">Whether the variable of a value is to hold the file's path.</param>
    /// <exception cref="SessionException"><see cref="ErrorCode.NoSession"/>, also when it is closed meanwhile, or <see cref="ErrorCode.UnsafeFolder"/>.</exception>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    public static HeldSecrets Keep(SessionFolder session, IEnumerable<BoundSecret> secrets, Func<BoundSecret, bool> isFile)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(isFile);
        var folder = session.NewFiles();
        try
        {
            var (variables, files) = (new PrivateFolder(folder.File(Variables)), new PrivateFolder(folder.File(Files)));
            variables.Create();
            files.Create();
            foreach (var secret in secrets)
                (isFile(secret) ? files : variables).Write(secret.Name, secret.Value.Bytes.Span);
            _ = session.Read();
            return Open(folder.Path);
        }
        catch
        {
            session.DropFiles(folder);
            throw;
        }
    }

    /// <summary>Finds what a folder holds. Reads no value yet.</summary>
    /// <exception cref="SessionException">
    /// <see cref="ErrorCode.NotFound"/>: it is not there; <see cref="ErrorCode.UnsafeFolder"/>: it holds something else, or is a
    /// link, another user's, or open to others.
    /// </exception>
    public static HeldSecrets Open(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var secrets = new List<HeldSecret>();
        if (!new PrivateFolder(path).Check()) throw None(path);
        foreach (var kind in (ReadOnlySpan<string>)[Variables, Files])
        {
            var part = new PrivateFolder(Path.Combine(path, kind));
            if (!part.Check()) throw None(path);
            foreach (var entry in new DirectoryInfo(part.Path).EnumerateFileSystemInfos())
            {
                if (!VariableName.IsValid(entry.Name))
                    throw new SessionException(ErrorCode.UnsafeFolder, path, $"the folder {path} holds more than secrets", "name the folder that secret hold answered with");
                secrets.Add(new HeldSecret(part, entry.Name, kind == Files));
            }
        }

        secrets.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return new HeldSecrets(path, secrets);
    }

    /// <summary>Wipes a folder of held secrets; one that is not there is wiped already.</summary>
    /// <param name="session">The session in whose folder it is; it may be over.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="SessionException"><see cref="ErrorCode.UnsafeFolder"/>: it is no such folder of the session.</exception>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    public static void Release(SessionFolder session, string folder)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!session.HasFiles(path))
            throw new SessionException(ErrorCode.UnsafeFolder, session.Path, $"the folder {path} holds no secrets of the session {session.Path}", "name the folder that secret hold answered with, and its session");
        if (new PrivateFolder(session.Path).Check() && new PrivateFolder(Path.GetDirectoryName(path)!).Check() && new PrivateFolder(path).Check())
            SessionWipe.WipeFiles(path);
    }

    /// <summary>Wipes them.</summary>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    public void Wipe() => SessionWipe.WipeFiles(Folder);

    internal static SessionException None(string folder) => new(
        ErrorCode.NotFound, folder, $"there are no held secrets in {folder}", "hold them: aws-temporal secret hold --secret NAME=REF; they go with their session, or when they are released");
}
