using KafkaGen.Configuration.Catalog;
using Microsoft.Extensions.Configuration;

namespace KafkaGen.Configuration;

/// <summary>Fills the options of transactions from a section: their own, and librdkafka's properties by either spelling.</summary>
internal static class TransactionOptionsReader
{
    internal static void Read(IConfiguration section, KafkaTransactionOptions options)
    {
        foreach (IConfigurationSection entry in section.GetChildren())
        {
            if (entry.Value is null && entry.Key.Equals(nameof(KafkaTransactionOptions.Properties), StringComparison.OrdinalIgnoreCase))
            {
                foreach (IConfigurationSection property in entry.GetChildren())
                {
                    SetProperty(property, options);
                }
            }
            else if (entry.Value is { } value && OptionTable.Transactions.Find(entry.Key) is { Option: Option<KafkaTransactionOptions> option } known)
            {
                options.Origins.Add(option.Name, entry.Path, value);
                OptionsReader.TrySet(options, option, known.Value, value, entry.Path, options.Origins);
            }
            else
            {
                SetProperty(entry, options);
            }
        }
    }

    private static void SetProperty(IConfigurationSection entry, KafkaTransactionOptions options)
    {
        if (entry.Value is not { } value)
        {
            options.Origins.Refuse(entry.Path, "is a section; a value is expected.");
            return;
        }

        string name = OptionTable.Client.Find(entry.Key) is { Option: ProducerProperty property } ? property.Name : entry.Key;
        options.Properties[name] = value;
        options.Origins.Add(name, entry.Path, value);
    }
}
