using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Confluent.Kafka;

namespace KafkaGen.Native;

/// <summary>
/// Takes the bytes of a consumer's group out of Confluent.Kafka's <see cref="IConsumerGroupMetadata"/>, which keeps them to itself: only its own
/// producer could put that consumer's offsets into a transaction.
/// </summary>
internal static class ConfluentGroupMetadata
{
    private const string TypeName = "Confluent.Kafka.ConsumerGroupMetadata";
    private const string FieldName = "serializedMetadata";

    private static readonly FieldInfo? s_bytes = FindBytes();

    /// <summary>What <c>rd_kafka_consumer_group_metadata_write</c> wrote.</summary>
    /// <exception cref="ArgumentException">It does not come from a consumer of Confluent.Kafka.</exception>
    /// <exception cref="NotSupportedException">This version of Confluent.Kafka keeps the bytes elsewhere.</exception>
    internal static byte[] BytesOf(IConsumerGroupMetadata metadata)
    {
        if (s_bytes is null)
        {
            throw new NotSupportedException(
                $"Confluent.Kafka {typeof(IConsumerGroupMetadata).Assembly.GetName().Version} keeps a consumer's group metadata in another place than " +
                $"'{TypeName}.{FieldName}', where KafkaGen reads it. Use the version of Confluent.Kafka that KafkaGen asks for, or a newer KafkaGen.");
        }

        return s_bytes.DeclaringType!.IsInstanceOfType(metadata) && s_bytes.GetValue(metadata) is byte[] bytes
            ? bytes
            : throw new ArgumentException(
                $"'{metadata.GetType()}' does not come from a consumer of Confluent.Kafka: pass its consumer.ConsumerGroupMetadata.", nameof(metadata));
    }

    [DynamicDependency(FieldName, TypeName, "Confluent.Kafka")]
    private static FieldInfo? FindBytes() =>
        Type.GetType("Confluent.Kafka.ConsumerGroupMetadata, Confluent.Kafka")
            ?.GetField(FieldName, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
}
