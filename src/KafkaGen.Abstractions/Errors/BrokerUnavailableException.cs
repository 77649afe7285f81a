namespace KafkaGen;

/// <summary>No broker answered while one was waited for: <c>KafkaGenOptions.WaitForBroker</c>.</summary>
public sealed class BrokerUnavailableException : KafkaGenException
{
    /// <summary>Describes brokers that do not answer.</summary>
    /// <param name="bootstrapServers">The brokers that were tried first.</param>
    /// <param name="message">How long they were waited for, and the last error.</param>
    public BrokerUnavailableException(string bootstrapServers, string message)
        : base(message) => BootstrapServers = bootstrapServers;

    /// <summary>The brokers that were tried first.</summary>
    public string BootstrapServers { get; }
}
