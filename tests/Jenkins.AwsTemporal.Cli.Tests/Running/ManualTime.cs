namespace Jenkins.AwsTemporal.Cli.Tests.Running;

/// <summary>A clock that goes on when it is told to, and lets its timers ring.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = now;
    private int _made;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Goes on, from one timer to the next. Whoever waited for one has then ended, or made another.</summary>
    public async Task GoOnAsync(TimeSpan span, Task waiting)
    {
        for (var end = _now + span; _now < end;)
        {
            Timer[] due;
            int awaited;
            lock (_gate)
            {
                _now = _timers.Where(timer => timer.Due > _now && timer.Due < end).Select(timer => timer.Due).DefaultIfEmpty(end).Min();
                due = [.. _timers.Where(timer => timer.Due <= _now)];
                awaited = _made + due.Length;
            }

            foreach (var timer in due)
                timer.Ring();
            for (var start = System.GetTimestamp(); Volatile.Read(ref _made) < awaited && !waiting.IsCompleted;)
            {
                Assert.That(System.GetElapsedTime(start), Is.LessThan(Patience), "nothing came of a timer");
                await Task.Yield();
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_gate)
            _timers.Add(timer);
        Interlocked.Increment(ref _made);
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

        public void Dispose()
        {
            lock (time._gate)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
