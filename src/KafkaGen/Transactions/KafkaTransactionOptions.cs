using KafkaGen.Configuration;
using KafkaGen.Configuration.Catalog;

namespace KafkaGen;

/// <summary>How transactions of one <c>transactional.id</c> are run.</summary>
public sealed class KafkaTransactionOptions
{
    /// <summary>The name of the cluster that they run on. Default: the client's; with a host the one without a name.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>
    /// How many transactions may be open at the same time, each on a producer of its own with its own connections; a further
    /// <see cref="IKafkaTransactions.BeginAsync"/> waits for one to end. 1 to 256. Default: 1.
    /// </summary>
    public int PoolSize { get; set; } = 1;

    /// <summary>
    /// How long a transaction may be open before its coordinator aborts it and fences its producer (Kafka's <c>transaction.timeout.ms</c>). One
    /// second to the brokers' <c>transaction.max.timeout.ms</c> (15 minutes). Default: the client's <c>transaction.timeout.ms</c>, 60 seconds.
    /// </summary>
    public TimeSpan? TransactionTimeout { get; set; }

    /// <summary>
    /// How long a commit, or adding offsets, may take before it fails. Half a second to 24.8 days. Default: 60 seconds (Java's
    /// <c>max.block.ms</c>).
    /// </summary>
    public TimeSpan CommitTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long an abort, or disposing a transaction whose commit has timed out, may take before its producer is given up. Half a second to 24.8 days.
    /// Default: 30 seconds.
    /// </summary>
    public TimeSpan AbortTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Properties of librdkafka's producer for these transactions alone, over those of <see cref="KafkaGenOptions.Properties"/>.
    /// <c>message.timeout.ms</c> is <c>transaction.timeout.ms</c> when it is not given, and never more.
    /// </summary>
    public IDictionary<string, string> Properties { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where options were read.</summary>
    internal OptionOrigins Origins { get; } = new();

    /// <exception cref="KafkaConfigurationException">An option could not be read, or is out of its range.</exception>
    internal void Check()
    {
        OptionErrors errors = new(Origins, where: "");
        foreach (Option<KafkaTransactionOptions> option in TransactionOptions.All)
        {
            if (option.OutOfRange(this) is { } range)
            {
                errors.Add(option.Name, value: null, $"must be {range}, not '{option.Text(this)}'.");
            }
        }

        errors.ThrowIfAny();
    }
}
