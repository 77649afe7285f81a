using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Telemetry;

namespace KafkaGen;

/// <summary>All that a client is made of, checked.</summary>
internal sealed class ClusterSetup
{
    private ClusterSetup(ClusterScope scope, ResolvedOptions options, SenderSettings settings, ContractSet contracts, ClientLog log)
    {
        Log = log;
        Scope = scope;
        Options = options;
        Settings = settings;
        Contracts = contracts;
    }

    internal ClusterScope Scope { get; }

    internal ResolvedOptions Options { get; }

    internal SenderSettings Settings { get; }

    internal ContractSet Contracts { get; }

    /// <summary>The client's log. Whoever makes no client of this closes it.</summary>
    internal ClientLog Log { get; }

    /// <summary>Checks the options of a cluster.</summary>
    /// <param name="scope">The cluster.</param>
    /// <param name="contracts">The contracts of the application.</param>
    /// <param name="isSilent">Whether nothing is logged of what contracts should agree on, because it was before.</param>
    /// <exception cref="KafkaConfigurationException">Options cannot be used. It lists all of them.</exception>
    /// <exception cref="KafkaContractException">The options are good, and two contracts contradict each other.</exception>
    internal static ClusterSetup Of(ClusterScope scope, IReadOnlyList<KafkaContract> contracts, bool isSilent = false)
    {
        OptionErrors errors = new(scope.Options);
        ResolvedOptions resolved = ResolvedOptions.Of(scope.Options, errors);
        SenderSettings settings = SenderSettings.From(resolved, errors);
        TopicOptionsRules.Check(scope, contracts, errors);
        errors.ThrowIfAny();
        ClientLog log = new(isSilent ? null : scope.Options.LoggerFactory);
        try
        {
            ContractSet set = new(contracts, scope, log.CreateLogger(KafkaGenLog.Category));
            foreach (TopicSettings topic in set.Topics)
            {
                if (settings.ProblemOf(topic) is { } problem)
                {
                    errors.AddSentence(SenderSettings.MessageTimeout, problem);
                }
            }

            errors.ThrowIfAny();
            return new ClusterSetup(scope, resolved, settings, set, log);
        }
        catch
        {
            log.Close();
            throw;
        }
    }
}
