using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Tests;

/// <summary>A logger that keeps its lines.</summary>
public sealed class RecordedLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<Line> _lines = [];

    public IReadOnlyCollection<Line> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(new Line(logLevel, eventId.Id, formatter(state, exception)));

    public sealed record Line(LogLevel Level, int EventId, string Text);
}
