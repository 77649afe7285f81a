using Microsoft.Extensions.Configuration;

namespace KafkaGen.Configuration;

/// <summary>Fills the options of transactions from a section: their own, and librdkafka's properties by either spelling.</summary>
internal static class TransactionOptionsReader
{
    private static readonly string[] s_names =
    [
        nameof(KafkaTransactionOptions.Cluster),
        nameof(KafkaTransactionOptions.PoolSize),
        nameof(KafkaTransactionOptions.TransactionTimeout),
        nameof(KafkaTransactionOptions.CommitTimeout),
        nameof(KafkaTransactionOptions.AbortTimeout),
        nameof(KafkaTransactionOptions.Properties),
    ];

    internal static void Read(IConfiguration section, KafkaTransactionOptions options)
    {
        foreach (IConfigurationSection entry in section.GetChildren())
        {
            switch (Array.Find(s_names, name => name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase)))
            {
                case nameof(KafkaTransactionOptions.Cluster):
                    options.Cluster = ValueOf(entry);
                    break;
                case nameof(KafkaTransactionOptions.PoolSize):
                    options.PoolSize = (int)Math.Min(OptionsReader.Whole(entry.Path, ValueOf(entry)), int.MaxValue);
                    break;
                case nameof(KafkaTransactionOptions.TransactionTimeout):
                    options.TransactionTimeout = OptionsReader.Duration(entry.Path, ValueOf(entry));
                    break;
                case nameof(KafkaTransactionOptions.CommitTimeout):
                    options.CommitTimeout = OptionsReader.Duration(entry.Path, ValueOf(entry));
                    break;
                case nameof(KafkaTransactionOptions.AbortTimeout):
                    options.AbortTimeout = OptionsReader.Duration(entry.Path, ValueOf(entry));
                    break;
                case nameof(KafkaTransactionOptions.Properties):
                    foreach (IConfigurationSection property in entry.GetChildren())
                    {
                        options.Properties[property.Key] = ValueOf(property);
                    }

                    break;
                default:
                    options.Properties[entry.Key] = ValueOf(entry);
                    break;
            }
        }
    }

    private static string ValueOf(IConfigurationSection entry) =>
        entry.Value ?? throw new KafkaConfigurationException(entry.Path, $"'{entry.Path}' is a section; a value is expected.");
}
