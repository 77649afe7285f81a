using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KafkaGen.KafkaTests;

/// <summary>A log that keeps its lines, and tells when a text has come.</summary>
internal sealed class CapturedLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _all = [];
    private readonly ConcurrentQueue<(string Text, TaskCompletionSource Seen)> _awaited = [];

    public IReadOnlyCollection<string> All => _all;

    public Task Seen(string text)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.Enqueue((text, seen));
        foreach (string line in _all)
        {
            Match(line);
        }

        return seen.Task;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string line = $"{formatter(state, exception)} {exception}";
        _all.Enqueue(line);
        Match(line);
    }

    public void Dispose()
    {
    }

    private void Match(string line)
    {
        foreach ((string text, TaskCompletionSource seen) in _awaited)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                seen.TrySetResult();
            }
        }
    }
}
