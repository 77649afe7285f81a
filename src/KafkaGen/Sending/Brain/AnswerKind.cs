namespace KafkaGen.Sending.Brain;

/// <summary>What is to be done after a broker's answer for a batch.</summary>
internal enum AnswerKind
{
    /// <summary>It is stored, perhaps by an earlier attempt.</summary>
    Stored,

    /// <summary>Send it again, after asking who leads.</summary>
    RetryElsewhere,

    /// <summary>Send it again.</summary>
    Retry,

    /// <summary>An earlier batch is missing at the broker.</summary>
    OutOfOrder,

    /// <summary>The broker does not know the producer, or knows a later epoch of it.</summary>
    UnknownProducer,

    /// <summary>It is too large as it is.</summary>
    TooLarge,

    /// <summary>It will never be stored.</summary>
    Refused,
}

/// <summary>Kafka's error codes as answers to a batch.</summary>
internal static class AnswerKinds
{
    internal static AnswerKind Of(KafkaErrorCode code) => code switch
    {
        KafkaErrorCode.None or KafkaErrorCode.DuplicateSequenceNumber => AnswerKind.Stored,
        KafkaErrorCode.NotLeaderForPartition or KafkaErrorCode.LeaderNotAvailable or KafkaErrorCode.UnknownTopicOrPart or KafkaErrorCode.ReplicaNotAvailable
            or KafkaErrorCode.FencedLeaderEpoch or KafkaErrorCode.UnknownLeaderEpoch or KafkaErrorCode.KafkaStorageError or KafkaErrorCode.NetworkException
            or KafkaErrorCode.UnknownTopicId or KafkaErrorCode.InconsistentTopicId => AnswerKind.RetryElsewhere,
        KafkaErrorCode.NotEnoughReplicas or KafkaErrorCode.NotEnoughReplicasAfterAppend or KafkaErrorCode.InvalidMsg or KafkaErrorCode.RequestTimedOut
            or KafkaErrorCode.ThrottlingQuotaExceeded or KafkaErrorCode.Unknown => AnswerKind.Retry,
        KafkaErrorCode.OutOfOrderSequenceNumber => AnswerKind.OutOfOrder,
        KafkaErrorCode.UnknownProducerId or KafkaErrorCode.InvalidProducerEpoch or KafkaErrorCode.InvalidProducerIdMapping => AnswerKind.UnknownProducer,
        KafkaErrorCode.MsgSizeTooLarge or KafkaErrorCode.RecordListTooLarge => AnswerKind.TooLarge,
        _ => AnswerKind.Refused,
    };

    /// <summary>
    /// Whether a leader says this only before it appends. Everything else may come after the append, from a request that waited for replicas, and NOT_LEADER_OR_FOLLOWER and
    /// KAFKA_STORAGE_ERROR do: the next leader may have the batch.
    /// </summary>
    internal static bool ExcludesAppend(KafkaErrorCode code) => code is
        KafkaErrorCode.NotEnoughReplicas or KafkaErrorCode.OutOfOrderSequenceNumber or KafkaErrorCode.InvalidProducerEpoch or KafkaErrorCode.UnknownProducerId
        or KafkaErrorCode.InvalidProducerIdMapping or KafkaErrorCode.MsgSizeTooLarge or KafkaErrorCode.RecordListTooLarge or KafkaErrorCode.InvalidRecord
        or KafkaErrorCode.InvalidTimestamp or KafkaErrorCode.InvalidMsg or KafkaErrorCode.TopicAuthorizationFailed or KafkaErrorCode.ClusterAuthorizationFailed
        or KafkaErrorCode.InvalidRequiredAcks or KafkaErrorCode.UnsupportedCompressionType or KafkaErrorCode.UnsupportedForMessageFormat
        or KafkaErrorCode.PolicyViolation or KafkaErrorCode.TopicException or KafkaErrorCode.ThrottlingQuotaExceeded or KafkaErrorCode.UnknownTopicId;
}
