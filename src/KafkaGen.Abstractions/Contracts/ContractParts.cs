namespace KafkaGen.Contracts;

/// <summary>The parts that records of a contract have besides their value.</summary>
[Flags]
public enum ContractParts
{
    /// <summary>Only a value.</summary>
    None = 0,

    /// <summary>A key, from <see cref="PartitionKeyAttribute"/>.</summary>
    Key = 1,

    /// <summary>Headers, from <see cref="KafkaHeaderAttribute"/>.</summary>
    Headers = 2,

    /// <summary>A timestamp, from <see cref="KafkaTimestampAttribute"/>.</summary>
    Timestamp = 4,

    /// <summary>A partition, from <see cref="KafkaPartitionAttribute"/>.</summary>
    Partition = 8,
}
