namespace Jenkins.AwsTemporal.Cli.Tests.Running;

/// <summary>A clock that goes on when it is told to, and lets its timers ring.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Goes on in steps that let everything happen that waits for one.</summary>
    public async Task GoOnAsync(TimeSpan span)
    {
        for (var end = _now + span; _now < end;)
        {
            var next = _timers.Where(timer => timer.Due > _now && timer.Due < end).Select(timer => timer.Due).DefaultIfEmpty(end).Min();
            _now = next;
            foreach (var timer in _timers.Where(timer => timer.Due <= _now).ToArray())
                timer.Ring();
            await Task.Delay(20);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    private sealed class Timer(ManualTime time, Action ring) : ITimer
    {
        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public void Ring()
        {
            Due = DateTimeOffset.MaxValue;
            ring();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time._now + dueTime;
            return true;
        }

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
