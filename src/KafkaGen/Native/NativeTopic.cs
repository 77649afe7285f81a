namespace KafkaGen.Native;

/// <summary>An <c>rd_kafka_topic_t</c>: one topic of one producer, with the settings that librdkafka keeps per topic.</summary>
internal sealed class NativeTopic(nint handle)
{
    private nint _handle = handle;

    internal nint Handle => _handle;

    /// <summary>Gives the handle back. Only the producer calls it, when nobody produces any more.</summary>
    internal void Destroy()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0)
        {
            Librdkafka.rd_kafka_topic_destroy(handle);
        }
    }
}
