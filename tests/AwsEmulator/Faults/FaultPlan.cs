namespace AwsEmulator.Faults;

/// <summary>Which of the coming requests go wrong, and how. The oldest entry that fits a request is used up first.</summary>
public sealed class FaultPlan
{
    private readonly List<PlannedFault> _planned = [];
    private readonly Lock _lock = new();

    /// <summary>Spoils the next requests.</summary>
    /// <param name="fault">How.</param>
    /// <param name="times">How many.</param>
    /// <param name="action">Only this operation, such as <c>GetSecretValue</c>.</param>
    /// <param name="service">Only this service: <c>sts</c> or <c>secretsmanager</c>.</param>
    /// <param name="delay">How long <see cref="Fault.Slow"/> waits; one second unless given.</param>
    /// <param name="location">Where <see cref="Fault.Redirect"/> sends the client.</param>
    public void Next(
        Fault fault, int times = 1, string? action = null, string? service = null, TimeSpan? delay = null, string? location = null) =>
        Add(new PlannedFault(fault, action, service, delay ?? TimeSpan.FromSeconds(1), location) { Left = times });

    /// <summary>Spoils every request until <see cref="Clear"/>.</summary>
    public void Always(
        Fault fault, string? action = null, string? service = null, TimeSpan? delay = null, string? location = null) =>
        Add(new PlannedFault(fault, action, service, delay ?? TimeSpan.FromSeconds(1), location) { Left = int.MaxValue });

    public void Clear()
    {
        lock (_lock)
            _planned.Clear();
    }

    internal PlannedFault? Take(string service, string action)
    {
        lock (_lock)
        {
            var planned = _planned.FirstOrDefault(planned =>
                (planned.Action ?? action) == action && (planned.Service ?? service) == service);
            if (planned is not null && planned.Left != int.MaxValue && --planned.Left == 0)
                _planned.Remove(planned);
            return planned;
        }
    }

    private void Add(PlannedFault planned)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(planned.Left);
        lock (_lock)
            _planned.Add(planned);
    }
}
