using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Native;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGen.Tests.Configuration;

/// <summary>What the start of a client makes of options, checked as there.</summary>
internal static class Checked
{
    internal static ContractSet Contracts(IReadOnlyList<KafkaContract> contracts, KafkaGenOptions options) =>
        ContractSet.Checked(contracts, new ClusterScope(options), (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(KafkaGenLog.Category));

    internal static SenderSettings Settings(KafkaGenOptions options)
    {
        LibrdkafkaResolver.EnsureLoaded();
        OptionErrors errors = new(options);
        SenderSettings settings = SenderSettings.From(ResolvedOptions.Of(options, errors), errors);
        errors.ThrowIfAny();
        return settings;
    }
}
