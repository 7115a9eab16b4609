namespace Jenkins.AwsTemporal.Secrets;

/// <summary>The value that a binding brings to one variable.</summary>
public sealed class BoundSecret
{
    internal BoundSecret(string name, SecretBinding binding, SecretReference reference, SecretValue value) =>
        (Name, Binding, Reference, Value) = (name, binding, reference, value);

    /// <summary>The variable's name, without a <c>*</c>.</summary>
    public string Name { get; }

    /// <summary>The binding that it is of.</summary>
    public SecretBinding Binding { get; }

    /// <summary>Which value it is: the binding's reference, or the very secret or key that its <c>*</c> stood for.</summary>
    public SecretReference Reference { get; }

    /// <summary>The value.</summary>
    public SecretValue Value { get; }

    /// <summary>Says which secret, never what it is.</summary>
    public override string ToString() => $"{Name}={Reference}";
}
