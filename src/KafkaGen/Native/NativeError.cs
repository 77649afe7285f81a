namespace KafkaGen.Native;

/// <summary>What an <c>rd_kafka_error_t</c> says.</summary>
/// <param name="Code">Kafka's or librdkafka's code.</param>
/// <param name="Reason">librdkafka's text.</param>
/// <param name="IsFatal">The producer cannot go on.</param>
/// <param name="IsRetriable">The same call may be made again; one that timed out goes on in the background and is resumed.</param>
/// <param name="RequiresAbort">The transaction can only be aborted.</param>
internal readonly record struct NativeError(KafkaErrorCode Code, string Reason, bool IsFatal, bool IsRetriable, bool RequiresAbort)
{
    /// <summary>Reads and frees an error; <see langword="null"/> for success.</summary>
    internal static unsafe NativeError? Take(nint error)
    {
        if (error == 0)
        {
            return null;
        }

        NativeError taken = new(
            (KafkaErrorCode)Librdkafka.rd_kafka_error_code(error),
            NativeText.FromZeroTerminated(Librdkafka.rd_kafka_error_string(error)),
            Librdkafka.rd_kafka_error_is_fatal(error) != 0,
            Librdkafka.rd_kafka_error_is_retriable(error) != 0,
            Librdkafka.rd_kafka_error_txn_requires_abort(error) != 0);
        Librdkafka.rd_kafka_error_destroy(error);
        return taken;
    }
}
