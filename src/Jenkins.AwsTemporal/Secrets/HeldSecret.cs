using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>One value that is held in a file of a session folder.</summary>
public sealed class HeldSecret
{
    private readonly PrivateFolder _folder;

    internal HeldSecret(PrivateFolder folder, string name, bool isFile) => (_folder, Name, IsFile) = (folder, name, isFile);

    /// <summary>The variable's name.</summary>
    public string Name { get; }

    /// <summary>Whether the variable is to hold the file's path; otherwise it holds the value.</summary>
    public bool IsFile { get; }

    /// <summary>The file, absolute; mode 0600.</summary>
    public string Path => _folder.File(Name);

    /// <summary>The value.</summary>
    /// <exception cref="SessionException"><see cref="ErrorCode.UnsafeFolder"/>: the file is a link, another user's, or open to others; or it is gone.</exception>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    public byte[] Read() => _folder.Read(Name, HeldSecrets.LongestValue) ?? throw HeldSecrets.None(_folder.Path);

    /// <summary>Names the variable, never the value.</summary>
    public override string ToString() => Name;
}
