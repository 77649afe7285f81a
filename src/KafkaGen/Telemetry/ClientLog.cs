using KafkaGen.ApplicationCode;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGen.Telemetry;

/// <summary>
/// The loggers of a client. What is written to them goes to the application's loggers on a thread of its own: a logging provider is the application's code, and
/// may throw or block. A line that it throws at is dropped, and those that come faster than it writes are counted.
/// </summary>
internal sealed class ClientLog
{
    private const int MaxQueuedLines = 1024;

    // What is logged last, such as why a client could not be made, is written however little time is left.
    private static readonly TimeSpan s_closeBound = TimeSpan.FromSeconds(1);

    private readonly ILoggerFactory _factory;
    private readonly Dictionary<string, ILogger> _loggers = [];
    private readonly Outlet<Line> _lines;
    private long _dropped;

    internal ClientLog(ILoggerFactory? factory)
    {
        _factory = factory ?? NullLoggerFactory.Instance;
        _lines = new Outlet<Line>("KafkaGen log", MaxQueuedLines, (line, _) => Write(line));
    }

    /// <summary>The logger of a category. It says of every level that it is on: the application's logger is asked when a line is written.</summary>
    internal ILogger CreateLogger(string category) => _factory is NullLoggerFactory ? NullLogger.Instance : new Category(this, category);

    /// <summary>Writes what is left, for at most a second.</summary>
    internal void Close() => _lines.Close(Deadline.In(s_closeBound));

    /// <summary>Writes what is left, until <paramref name="until"/>, and for a second at least.</summary>
    internal void Close(Deadline until) => _lines.Close(until.AtLeast(s_closeBound));

    private void Add(Line line)
    {
        if (!_lines.TryAdd(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private void Write(Line line)
    {
        try
        {
            line.Write(Logger(line.Category));
        }
        finally
        {
            long dropped = Interlocked.Exchange(ref _dropped, 0);
            if (dropped > 0)
            {
                KafkaGenLog.LinesDropped(Logger(KafkaGenLog.Category), dropped);
            }
        }
    }

    private ILogger Logger(string category)
    {
        if (!_loggers.TryGetValue(category, out ILogger? logger))
        {
            _loggers.Add(category, logger = _factory.CreateLogger(category));
        }

        return logger;
    }

    private sealed record Line(string Category, Action<ILogger> Write);

    private sealed class Category(ClientLog log, string name) : ILogger
    {
        IDisposable? ILogger.BeginScope<TState>(TState state) => null;

        bool ILogger.IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(new Line(name, logger =>
            {
                if (logger.IsEnabled(logLevel))
                {
                    logger.Log(logLevel, eventId, state, exception, formatter);
                }
            }));
    }
}
