using KafkaGen.Contracts;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGen.Configuration;

/// <summary>All that a client is made of, checked.</summary>
internal sealed class ClusterSetup
{
    private ClusterSetup(ClusterScope scope, ResolvedOptions options, SenderSettings settings, ContractSet contracts)
    {
        Scope = scope;
        Options = options;
        Settings = settings;
        Contracts = contracts;
    }

    internal ClusterScope Scope { get; }

    internal ResolvedOptions Options { get; }

    internal SenderSettings Settings { get; }

    internal ContractSet Contracts { get; }

    /// <summary>Checks the options of a cluster.</summary>
    /// <param name="scope">The cluster.</param>
    /// <param name="contracts">The contracts of the application.</param>
    /// <param name="logger">Takes what contracts should agree on. Default: the log that the options name.</param>
    /// <exception cref="KafkaConfigurationException">Options cannot be used. It lists all of them.</exception>
    /// <exception cref="KafkaContractException">The options are good, and two contracts contradict each other.</exception>
    internal static ClusterSetup Of(ClusterScope scope, IReadOnlyList<KafkaContract> contracts, ILogger? logger = null)
    {
        OptionErrors errors = new(scope.Options);
        ResolvedOptions resolved = ResolvedOptions.Of(scope.Options, errors);
        SenderSettings settings = SenderSettings.From(resolved, errors);
        TopicOptionsRules.Check(scope, contracts, errors);
        errors.ThrowIfAny();
        ContractSet set = new(contracts, scope, logger ?? (scope.Options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(KafkaGenLog.Category));
        foreach (TopicSettings topic in set.Topics)
        {
            if (settings.ProblemOf(topic) is { } problem)
            {
                errors.AddSentence(SenderSettings.MessageTimeout, problem);
            }
        }

        errors.ThrowIfAny();
        return new ClusterSetup(scope, resolved, settings, set);
    }
}
