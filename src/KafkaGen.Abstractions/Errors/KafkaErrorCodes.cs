namespace KafkaGen;

/// <summary>What the codes of failed records mean for what to do next.</summary>
public static class KafkaErrorCodes
{
    /// <summary>
    /// Whether the same record may succeed later: of Kafka's own codes those that its Java client takes for retriable (the subclasses of
    /// <c>RetriableException</c>), of the client library's the ones that time and a broker that comes back may heal. KafkaGen has retried them itself
    /// until <c>message.timeout.ms</c> (Java's <c>delivery.timeout.ms</c>) was over.
    /// </summary>
    /// <param name="code">The code.</param>
    public static bool IsRetriable(this KafkaErrorCode code) => code switch
    {
        KafkaErrorCode.InvalidMsg or KafkaErrorCode.UnknownTopicOrPart or KafkaErrorCode.LeaderNotAvailable
            or KafkaErrorCode.NotLeaderForPartition or KafkaErrorCode.RequestTimedOut or KafkaErrorCode.ReplicaNotAvailable
            or KafkaErrorCode.NetworkException or KafkaErrorCode.CoordinatorLoadInProgress or KafkaErrorCode.CoordinatorNotAvailable
            or KafkaErrorCode.NotCoordinator or KafkaErrorCode.NotEnoughReplicas or KafkaErrorCode.NotEnoughReplicasAfterAppend
            or KafkaErrorCode.NotController or KafkaErrorCode.ConcurrentTransactions or KafkaErrorCode.KafkaStorageError
            or KafkaErrorCode.FetchSessionIdNotFound or KafkaErrorCode.InvalidFetchSessionEpoch or KafkaErrorCode.ListenerNotFound
            or KafkaErrorCode.FencedLeaderEpoch or KafkaErrorCode.UnknownLeaderEpoch or KafkaErrorCode.OffsetNotAvailable
            or KafkaErrorCode.PreferredLeaderNotAvailable or KafkaErrorCode.EligibleLeadersNotAvailable or KafkaErrorCode.ElectionNotNeeded
            or KafkaErrorCode.UnstableOffsetCommit or KafkaErrorCode.ThrottlingQuotaExceeded or KafkaErrorCode.UnknownTopicId
            or KafkaErrorCode.InconsistentTopicId or KafkaErrorCode.FetchSessionTopicIdError or KafkaErrorCode.ShareSessionNotFound
            or KafkaErrorCode.InvalidShareSessionEpoch or KafkaErrorCode.ShareSessionLimitReached => true,
        KafkaErrorCode.LocalTransport or KafkaErrorCode.LocalResolve or KafkaErrorCode.LocalMsgTimedOut or KafkaErrorCode.LocalUnknownTopic
            or KafkaErrorCode.LocalAllBrokersDown or KafkaErrorCode.LocalTimedOut or KafkaErrorCode.LocalTimedOutQueue
            or KafkaErrorCode.LocalQueueFull or KafkaErrorCode.LocalIsrInsuff or KafkaErrorCode.LocalWaitCoord or KafkaErrorCode.LocalWaitCache
            or KafkaErrorCode.LocalRetry or KafkaErrorCode.LocalIntr or KafkaErrorCode.LocalPurgeQueue or KafkaErrorCode.LocalPurgeInflight => true,
        _ => false,
    };
}
