using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Tests;

/// <summary>A logger that keeps its lines.</summary>
public sealed class RecordedLog : ILoggerFactory
{
    private readonly ConcurrentQueue<Line> _lines = [];

    public IReadOnlyCollection<Line> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
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
            log._lines.Enqueue(new Line(logLevel, eventId.Id, formatter(state, exception)) { Category = name });
    }
}
