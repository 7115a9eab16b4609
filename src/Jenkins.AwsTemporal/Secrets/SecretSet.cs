using System.Collections;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>The values that bindings bring, one to each variable, in the bindings' order. Disposing of it overwrites them.</summary>
public sealed class SecretSet : IReadOnlyCollection<BoundSecret>, IDisposable
{
    private readonly List<BoundSecret> _secrets = [];

    /// <summary>Starts with none.</summary>
    public SecretSet()
    {
    }

    /// <inheritdoc/>
    public int Count => _secrets.Count;

    /// <summary>Takes over the values of others, such as those of another Region.</summary>
    /// <exception cref="SecretException"><see cref="ErrorCode.InvalidArgument"/>: a variable would get two values; names both references.</exception>
    public void Add(SecretSet others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (var other in others._secrets) Add(other);
    }

    /// <inheritdoc/>
    public IEnumerator<BoundSecret> GetEnumerator() => _secrets.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Overwrites the values.</summary>
    public void Dispose()
    {
        foreach (var secret in _secrets) secret.Value.Dispose();
    }

    internal void Add(BoundSecret secret)
    {
        if (_secrets.Find(other => other.Name == secret.Name) is { } first) throw Twice(secret.Name, first.Reference, secret.Reference);
        _secrets.Add(secret);
    }

    internal static SecretException Twice(string name, SecretReference one, SecretReference other) => new(
        ErrorCode.InvalidArgument,
        $"the variable {name} would get two values: of {ErrorText.OneLine(one.ToString(), [])} and of {ErrorText.OneLine(other.ToString(), [])}",
        "give one of them another name");
}
