using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Tests;

/// <summary>A logger that keeps its lines.</summary>
public sealed class RecordedLog : ILoggerFactory
{
    private readonly ConcurrentQueue<Line> _lines = [];

    private readonly List<(Func<Line, bool> IsAwaited, int Count, TaskCompletionSource Written)> _waiting = [];

    public IReadOnlyCollection<Line> Lines => _lines;

    /// <summary>Completes when so many lines of an event are written: lines come a moment after what they tell.</summary>
    public Task WaitForAsync(int eventId, int count = 1) => WaitForAsync(line => line.EventId == eventId, count);

    /// <summary>Completes when so many lines are written of which something is true.</summary>
    public Task WaitForAsync(Func<Line, bool> isAwaited, int count = 1)
    {
        lock (_waiting)
        {
            if (_lines.Count(isAwaited) >= count)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((isAwaited, count, written));
            return written.Task;
        }
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private void Add(Line line)
    {
        lock (_waiting)
        {
            _lines.Enqueue(line);
            _waiting.FindAll(one => one.IsAwaited(line) && one.Count <= _lines.Count(one.IsAwaited)).ForEach(one => one.Written.TrySetResult());
        }
    }

    public sealed record Line(LogLevel Level, int EventId, string Text)
    {
        /// <summary>The category of the logger that wrote it.</summary>
        public string Category { get; init; } = "";
    }

    private sealed class Category(RecordedLog log, string name) : ILogger
    {
        IDisposable? ILogger.BeginScope<TState>(TState state) => null;

        bool ILogger.IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(new Line(logLevel, eventId.Id, formatter(state, exception)) { Category = name });
    }
}
