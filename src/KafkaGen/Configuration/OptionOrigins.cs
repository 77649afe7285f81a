namespace KafkaGen.Configuration;

/// <summary>Where in the configuration the options of a cluster were read, and what could not be read there: both to name a key by its full path.</summary>
internal sealed class OptionOrigins
{
    private readonly Dictionary<string, (string Path, string Value)> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<KafkaConfigurationError> _unreadable = [];

    /// <summary>The section that was read last; empty when none was.</summary>
    internal string Section { get; set; } = "";

    /// <summary>What is said when no brokers are named, where more than one place may name them.</summary>
    internal string? MissingBrokers { get; set; }

    /// <summary>What could not be read.</summary>
    internal IReadOnlyList<KafkaConfigurationError> Unreadable => _unreadable;

    internal void Refuse(string path, string message) => _unreadable.Add(new KafkaConfigurationError(path, $"'{path}' {message}"));

    internal void Add(string option, string path, string value) => _paths[option] = (path, value);

    /// <summary>The key that gave an option its value; <see langword="null"/> when code has set another one since.</summary>
    internal string? PathOf(string option, string? value) => _paths.TryGetValue(option, out (string Path, string Value) origin) && (value is null || origin.Value == value) ? origin.Path : null;

    /// <summary>The paths alone, for options that another cluster takes over.</summary>
    internal OptionOrigins Paths()
    {
        OptionOrigins paths = new();
        foreach ((string option, (string Path, string Value) origin) in _paths)
        {
            paths._paths.Add(option, origin);
        }

        return paths;
    }
}
