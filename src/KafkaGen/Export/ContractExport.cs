using System.Text.Json;

namespace KafkaGen.Export;

/// <summary>Writes contracts as JSON, for people and programs that look after topics.</summary>
internal static class ContractExport
{
    internal static void Write(IEnumerable<ContractDescription> contracts, Stream output)
    {
        using Utf8JsonWriter writer = new(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteStartArray("contracts");
        foreach (ContractDescription contract in contracts)
        {
            Write(contract, writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(ContractDescription contract, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", contract.Name);
        writer.WriteString("cluster", contract.Cluster);
        writer.WriteString("topic", contract.Topic);
        writer.WriteString("messageType", contract.MessageType.ToString());
        WriteKey(contract, writer);
        writer.WriteStartArray("headers");
        foreach (string header in contract.Headers)
        {
            writer.WriteStringValue(header);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("timestamp", contract.HasTimestamp);
        writer.WriteBoolean("partition", contract.HasPartition);
        WriteSettings(contract, writer);
        if (contract.ValueSchema is { } schema)
        {
            writer.WritePropertyName("value");
            writer.WriteRawValue(schema);
        }
        else
        {
            writer.WriteNull("value");
        }

        writer.WriteEndObject();
    }

    private static void WriteKey(ContractDescription contract, Utf8JsonWriter writer)
    {
        if (contract.KeyType is null)
        {
            writer.WriteNull("key");
            return;
        }

        writer.WriteStartObject("key");
        writer.WriteString("type", contract.KeyType.ToString());
        writer.WriteString("bytes", contract.KeyShape);
        writer.WriteEndObject();
    }

    // What the contract leaves to the cluster or to the broker is not written.
    private static void WriteSettings(ContractDescription contract, Utf8JsonWriter writer)
    {
        if (contract.Codec is { } codec)
        {
            writer.WriteString("codec", codec.ToString());
            writer.WriteNumber("compressionLevel", contract.CompressionLevel);
        }

        if (contract.Partitioner is { } partitioner)
        {
            writer.WriteString("partitioner", partitioner);
        }

        if (contract.MessageTimeout is { } timeout)
        {
            writer.WriteNumber("messageTimeoutMs", (long)timeout.TotalMilliseconds);
        }

        if (contract.Partitions is { } partitions)
        {
            writer.WriteNumber("partitions", partitions);
        }

        if (contract.ReplicationFactor is { } replicas)
        {
            writer.WriteNumber("replicationFactor", replicas);
        }

        if (contract.Config.Count > 0)
        {
            writer.WriteStartObject("config");
            foreach ((string name, string value) in contract.Config.OrderBy(setting => setting.Key, StringComparer.Ordinal))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }
    }
}
