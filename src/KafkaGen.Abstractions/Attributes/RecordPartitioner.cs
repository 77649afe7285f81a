namespace KafkaGen;

/// <summary>How librdkafka picks the partition of a record from its key (its property <c>partitioner</c>).</summary>
public enum RecordPartitioner
{
    /// <summary>Any partition, whatever the key: records of one key are in no order (<c>random</c>).</summary>
    Random = 0,

    /// <summary>CRC32 of the key; records without a key all go to one partition (<c>consistent</c>).</summary>
    Consistent = 1,

    /// <summary>CRC32 of the key; any partition without one (<c>consistent_random</c>, librdkafka's own default).</summary>
    ConsistentRandom = 2,

    /// <summary>Java's Murmur2 of the key; records without a key all go to one partition (<c>murmur2</c>).</summary>
    Murmur2 = 3,

    /// <summary>Java's Murmur2 of the key; any partition without one (<c>murmur2_random</c>): what a Java producer does. KafkaGen's default.</summary>
    Murmur2Random = 4,

    /// <summary>FNV-1a of the key, as Sarama does it; records without a key all go to one partition (<c>fnv1a</c>).</summary>
    Fnv1a = 5,

    /// <summary>FNV-1a of the key, as Sarama does it; any partition without one (<c>fnv1a_random</c>).</summary>
    Fnv1aRandom = 6,
}
