using KafkaGen.Configuration.Catalog;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Configuration;

/// <summary>Compares changed options with those that a client runs on, uses those that can change, and tells of the others, once of each change.</summary>
internal sealed class ConfigurationReload(ResolvedOptions options, ILogger logger)
{
    private const string Username = "sasl.username";
    private const string Password = "sasl.password";

    private static readonly HashSet<string> s_live =
        [.. ClientOptions.All.Concat<Option>(ProducerProperties.All).Where(option => option.IsLive).Select(option => option.Name)];

    private readonly string _where = options.Own.Cluster.Length == 0 ? "" : $" '{options.Own.Cluster}'";
    private readonly SortedDictionary<string, string> _running = options.Texts();
    private string _told = "";

    /// <summary>Uses what can change.</summary>
    /// <param name="changed">The options as they are now, checked.</param>
    /// <param name="live">What the client runs on.</param>
    /// <param name="setCredentials">Changes user and password.</param>
    internal void Apply(ResolvedOptions changed, LiveSettings live, Action<string, string> setCredentials)
    {
        SortedDictionary<string, string> wanted = changed.Texts();
        List<string> differing = [.. _running.Keys.Union(wanted.Keys, StringComparer.OrdinalIgnoreCase).Where(name => _running.GetValueOrDefault(name) != wanted.GetValueOrDefault(name)).Order(StringComparer.Ordinal)];
        bool hasLogin = _running.ContainsKey(Username) && _running.ContainsKey(Password) && wanted.GetValueOrDefault(Username) is { Length: > 0 } && wanted.GetValueOrDefault(Password) is { Length: > 0 };
        List<string> usable = [.. differing.Where(name => s_live.Contains(name) && (hasLogin || name is not (Username or Password)))];
        if (usable.Contains(Username) || usable.Contains(Password))
        {
            setCredentials(wanted[Username], wanted[Password]);
        }

        live.Change(new LiveSettings(changed.Own.MaxBlock, changed.Own.FlushTimeout));
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
