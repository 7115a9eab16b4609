using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>
/// Values that were read once and are kept for several commands: a folder of their own below <c>files</c> in a session
/// folder, with <c>env/NAME</c> for the value of a variable and <c>file/NAME</c> for one whose path a variable gets. Folders
/// are 0700, files 0600; there is nothing else in them. They go when they are wiped, and with the session at the latest.
/// </summary>
public sealed class HeldSecrets
{
    private const int LongestValue = 65536;

    private readonly PrivateFolder _variables;
    private readonly PrivateFolder _files;

    private HeldSecrets(string folder)
    {
        Folder = folder;
        _variables = new PrivateFolder(Path.Combine(folder, "env"));
        _files = new PrivateFolder(Path.Combine(folder, "file"));
    }

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>The names of the variables that hold a value, in order.</summary>
    public IReadOnlyList<string> Variables { get; private set; } = [];

    /// <summary>The names of the variables that hold the path of a file, in order.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>Keeps values, all or none.</summary>
    /// <param name="session">The session with which they go.</param>
    /// <param name="secrets">The values.</param>
    /// <param name="isFile">Whether a variable is to hold the path of the value's file, whether or not it is to hold the value; null for what is to be left out.</param>
    /// <exception cref="SessionException"><see cref="ErrorCode.NoSession"/>, also when it is closed meanwhile, or <see cref="ErrorCode.UnsafeFolder"/>.</exception>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    public static HeldSecrets Keep(SessionFolder session, SecretSet secrets, Func<BoundSecret, bool?> isFile)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(isFile);
        var folder = session.NewFiles();
        try
        {
            var held = new HeldSecrets(folder.Path);
            held._variables.Create();
            held._files.Create();
            foreach (var secret in secrets)
                if (isFile(secret) is { } intoFile) (intoFile ? held._files : held._variables).Write(secret.Name, secret.Value.Bytes.Span);
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
        var held = new HeldSecrets(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (!new PrivateFolder(held.Folder).Check()) throw held.None();
        held.Variables = held.NamesIn(held._variables);
        held.Files = held.NamesIn(held._files);
        return held;
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

    /// <summary>The value of one of <see cref="Variables"/>.</summary>
    /// <exception cref="SessionException"><see cref="ErrorCode.NotFound"/>, or <see cref="ErrorCode.UnsafeFolder"/>: its file is a link or no file, another user's, open to others, or larger than a secret.</exception>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    public byte[] ReadVariable(string name) => Read(_variables, name);

    /// <summary>What is in one of <see cref="Files"/>; the errors are those of <see cref="ReadVariable"/>.</summary>
    public byte[] ReadFile(string name) => Read(_files, name);

    /// <summary>The file of one of <see cref="Files"/>, absolute.</summary>
    public string PathOf(string name) => _files.File(name);

    /// <summary>Wipes them.</summary>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    public void Wipe() => SessionWipe.WipeFiles(Folder);

    private byte[] Read(PrivateFolder part, string name) =>
        new FileInfo(part.File(name)) is { Exists: true, Length: > LongestValue } ? throw Foreign() : part.Read(name, LongestValue) ?? throw None();

    private List<string> NamesIn(PrivateFolder part)
    {
        if (!part.Check()) throw None();
        var names = new List<string>();
        foreach (var entry in Directory.EnumerateFileSystemEntries(part.Path))
        {
            var name = Path.GetFileName(entry);
            if (!VariableName.IsValid(name))
                throw Foreign();
            names.Add(name);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private SessionException Foreign() => new(
        ErrorCode.UnsafeFolder, Folder, $"the folder {Folder} holds more than secrets", "name the folder that secret hold answered with");

    private SessionException None() => new(
        ErrorCode.NotFound, Folder, $"there are no held secrets in {Folder}", "hold them: aws-temporal secret hold --secret NAME=REF; they go with their session, or when they are released");
}
