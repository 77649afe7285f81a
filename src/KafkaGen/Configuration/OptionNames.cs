namespace KafkaGen.Configuration;

/// <summary>The options of KafkaGen itself, as they are named in configuration.</summary>
internal static class OptionNames
{
    internal static readonly string[] All =
    [
        nameof(KafkaGenOptions.BootstrapServers),
        nameof(KafkaGenOptions.MaxBlock),
        nameof(KafkaGenOptions.BufferMemory),
        nameof(KafkaGenOptions.MaxBufferedRecords),
        nameof(KafkaGenOptions.FlushTimeout),
        nameof(KafkaGenOptions.WarmUp),
        nameof(KafkaGenOptions.RecreateAfterFatalError),
        nameof(KafkaGenOptions.PropagateTraceContext),
        nameof(KafkaGenOptions.TopicPrefix),
        nameof(KafkaGenOptions.WaitForBroker),
        nameof(KafkaGenOptions.Provisioning),
        nameof(KafkaGenOptions.ProvisioningTimeout),
    ];
}
