namespace KafkaGen;

/// <summary>
/// The <see cref="IRecordPartitioner"/> of a topic threw, or picked a partition that does not exist. The record was not sent. What it threw is the
/// <see cref="Exception.InnerException"/>.
/// </summary>
public sealed class CustomPartitionerException : ProduceException
{
    /// <summary>Describes what a partitioner did.</summary>
    /// <param name="topic">The topic that the record was for.</param>
    /// <param name="reason">The partitioner, what it did, and how many partitions there are; a sentence.</param>
    /// <param name="innerException">What it threw, if it did.</param>
    public CustomPartitionerException(string topic, string reason, Exception? innerException = null)
        : base(topic, KafkaErrorCode.LocalApplication, reason, innerException)
    {
    }
}
