using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Configuration;

/// <summary>Compares changed options with those that a client runs on, uses those that can change, and tells of the others, once of each change.</summary>
internal sealed class ConfigurationReload(KafkaGenOptions options, ILogger logger)
{
    private const string Username = "sasl.username";
    private const string Password = "sasl.password";

    private readonly string _where = options.Cluster.Length == 0 ? "" : $" '{options.Cluster}'";
    private readonly SortedDictionary<string, string> _running = OptionTexts.Of(options);
    private string _told = "";

    /// <summary>The options that a running client takes over.</summary>
    internal static IReadOnlyList<string> Live { get; } = [nameof(KafkaGenOptions.MaxBlock), nameof(KafkaGenOptions.FlushTimeout), Username, Password];

    /// <summary>Uses what can change.</summary>
    /// <param name="changed">The options as they are now, checked.</param>
    /// <param name="settings">What the client runs on.</param>
    /// <param name="setCredentials">Changes user and password.</param>
    internal void Apply(KafkaGenOptions changed, SenderSettings settings, Action<string, string> setCredentials)
    {
        SortedDictionary<string, string> wanted = OptionTexts.Of(changed);
        List<string> differing = [.. _running.Keys.Union(wanted.Keys, StringComparer.OrdinalIgnoreCase).Where(name => _running.GetValueOrDefault(name) != wanted.GetValueOrDefault(name)).Order(StringComparer.Ordinal)];
        bool hasLogin = _running.ContainsKey(Username) && _running.ContainsKey(Password) && wanted.GetValueOrDefault(Username) is { Length: > 0 } && wanted.GetValueOrDefault(Password) is { Length: > 0 };
        List<string> usable = [.. differing.Where(name => Live.Contains(name) && (hasLogin || name is not (Username or Password)))];
        if (usable.Contains(Username) || usable.Contains(Password))
        {
            setCredentials(wanted[Username], wanted[Password]);
        }

        settings.MaxBlock = changed.MaxBlock;
        settings.FlushTimeout = changed.FlushTimeout;
        foreach (string name in usable)
        {
            _running[name] = wanted[name];
        }

        if (usable.Count > 0)
        {
            KafkaGenLog.ConfigurationApplied(logger, _where, string.Join(", ", usable));
        }

        // Names alone: a value may be a secret.
        string others = string.Join(", ", differing.Except(usable));
        if (others.Length > 0 && others != _told)
        {
            KafkaGenLog.RestartNeeded(logger, _where, others);
        }

        _told = others;
    }
}
