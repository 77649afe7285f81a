namespace KafkaGen.Configuration;

/// <summary>Collects what is wrong with the options of a cluster, so that all of it is told at once.</summary>
internal sealed class OptionErrors
{
    private readonly List<KafkaConfigurationError> _errors = [];
    private readonly OptionOrigins _origins;
    private readonly IDictionary<string, string>? _properties;
    private readonly string _where;

    internal OptionErrors(KafkaGenOptions options)
        : this(options.Origins, options.Cluster.Length == 0 ? "" : $"Cluster '{options.Cluster}': ") =>
        _properties = options.Properties;

    internal OptionErrors(OptionOrigins origins, string where)
    {
        _origins = origins;
        _where = where;
        _errors.AddRange(origins.Unreadable);
    }

    internal IReadOnlyList<KafkaConfigurationError> All => _errors;

    /// <summary>Adds what is wrong with an option.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="value">Its value, by which a key of the configuration is known to have given it. Default: that of <see cref="KafkaGenOptions.Properties"/>.</param>
    /// <param name="message">What follows the name of the option.</param>
    /// <param name="shown">What code called it. Default: its name.</param>
    internal void Add(string option, string? value, string message, string? shown = null) => AddAt(
        shown ?? option, _origins.PathOf(option, value ?? (_properties is not null && _properties.TryGetValue(option, out string? given) ? given : null)), message);

    /// <summary>Adds that no brokers are named, which belong into the section that was read.</summary>
    internal void AddMissingBrokers(string option, string message)
    {
        if (_origins.MissingBrokers is { } sentence)
        {
            AddSentence(option, sentence);
        }
        else
        {
            AddAt(option, _origins.Section.Length == 0 ? null : $"{_origins.Section}:{option}", message);
        }
    }

    /// <summary>Adds what is wrong with a setting below an option that is a section.</summary>
    internal void AddBelow(string option, string setting, string message) =>
        AddAt($"{option}:{setting}", _origins.PathOf($"{option}:{setting}", value: null) ?? (_origins.PathOf(option, value: null) is { } path ? $"{path}:{setting}" : null), message);

    /// <summary>Adds what is said of no single option.</summary>
    internal void AddSentence(string option, string sentence) => _errors.Add(new KafkaConfigurationError(_origins.PathOf(option, value: null) ?? option, _where + sentence));

    /// <exception cref="KafkaConfigurationException">Something was added.</exception>
    internal void ThrowIfAny() => ThrowIfAny(_errors);

    /// <exception cref="KafkaConfigurationException">There are any.</exception>
    internal static void ThrowIfAny(IReadOnlyList<KafkaConfigurationError> errors)
    {
        if (errors.Count > 0)
        {
            // What a cluster takes over from the one without a name is wrong in both.
            throw new KafkaConfigurationException([.. errors.DistinctBy(error => error.Message)]);
        }
    }

    // A key's path tells the cluster.
    private void AddAt(string option, string? path, string message) =>
        _errors.Add(path is null ? new KafkaConfigurationError(option, $"{_where}'{option}' {message}") : new KafkaConfigurationError(path, $"'{path}' {message}"));
}
