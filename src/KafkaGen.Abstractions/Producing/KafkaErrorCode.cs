namespace KafkaGen;

/// <summary>
/// Why a record was not acknowledged. Values of zero and above are Kafka's own error codes as brokers send them (the table "Error Codes"
/// of the Kafka protocol guide); values below zero, named <c>Local...</c>, come from the client library (librdkafka's
/// <c>rd_kafka_resp_err_t</c>). A code that a newer broker sends and that is not named here keeps its number.
/// </summary>
public enum KafkaErrorCode
{
    /// <summary>Received message is incorrect.</summary>
    LocalBadMsg = -199,

    /// <summary>Bad/unknown compression.</summary>
    LocalBadCompression = -198,

    /// <summary>Broker is going away.</summary>
    LocalDestroy = -197,

    /// <summary>Generic failure.</summary>
    LocalFail = -196,

    /// <summary>Broker transport failure.</summary>
    LocalTransport = -195,

    /// <summary>Critical system resource.</summary>
    LocalCritSysResource = -194,

    /// <summary>Failed to resolve broker.</summary>
    LocalResolve = -193,

    /// <summary>Produced message timed out.</summary>
    LocalMsgTimedOut = -192,

    /// <summary>Reached the end of the topic+partition queue on the broker. Not really an error. This event is disabled by default, see the `enable.partition.eof` configuration property.</summary>
    LocalPartitionEof = -191,

    /// <summary>Permanent: Partition does not exist in cluster.</summary>
    LocalUnknownPartition = -190,

    /// <summary>File or filesystem error.</summary>
    LocalFs = -189,

    /// <summary>Permanent: Topic does not exist in cluster.</summary>
    LocalUnknownTopic = -188,

    /// <summary>All broker connections are down.</summary>
    LocalAllBrokersDown = -187,

    /// <summary>Invalid argument, or invalid configuration.</summary>
    LocalInvalidArg = -186,

    /// <summary>Operation timed out.</summary>
    LocalTimedOut = -185,

    /// <summary>Queue is full.</summary>
    LocalQueueFull = -184,

    /// <summary>ISR count &lt; required.acks.</summary>
    LocalIsrInsuff = -183,

    /// <summary>Broker node update.</summary>
    LocalNodeUpdate = -182,

    /// <summary>SSL error.</summary>
    LocalSsl = -181,

    /// <summary>Waiting for coordinator to become available.</summary>
    LocalWaitCoord = -180,

    /// <summary>Unknown client group.</summary>
    LocalUnknownGroup = -179,

    /// <summary>Operation in progress.</summary>
    LocalInProgress = -178,

    /// <summary>Previous operation in progress, wait for it to finish.</summary>
    LocalPrevInProgress = -177,

    /// <summary>This operation would interfere with an existing subscription.</summary>
    LocalExistingSubscription = -176,

    /// <summary>Assigned partitions (rebalance_cb).</summary>
    LocalAssignPartitions = -175,

    /// <summary>Revoked partitions (rebalance_cb).</summary>
    LocalRevokePartitions = -174,

    /// <summary>Conflicting use.</summary>
    LocalConflict = -173,

    /// <summary>Wrong state.</summary>
    LocalState = -172,

    /// <summary>Unknown protocol.</summary>
    LocalUnknownProtocol = -171,

    /// <summary>Not implemented.</summary>
    LocalNotImplemented = -170,

    /// <summary>Authentication failure.</summary>
    LocalAuthentication = -169,

    /// <summary>No stored offset.</summary>
    LocalNoOffset = -168,

    /// <summary>Outdated.</summary>
    LocalOutdated = -167,

    /// <summary>Timed out in queue.</summary>
    LocalTimedOutQueue = -166,

    /// <summary>Feature not supported by broker.</summary>
    LocalUnsupportedFeature = -165,

    /// <summary>Awaiting cache update.</summary>
    LocalWaitCache = -164,

    /// <summary>Operation interrupted (e.g., due to yield)).</summary>
    LocalIntr = -163,

    /// <summary>Key serialization error.</summary>
    LocalKeySerialization = -162,

    /// <summary>Value serialization error.</summary>
    LocalValueSerialization = -161,

    /// <summary>Key deserialization error.</summary>
    LocalKeyDeserialization = -160,

    /// <summary>Value deserialization error.</summary>
    LocalValueDeserialization = -159,

    /// <summary>Partial response.</summary>
    LocalPartial = -158,

    /// <summary>Modification attempted on read-only object.</summary>
    LocalReadOnly = -157,

    /// <summary>No such entry / item not found.</summary>
    LocalNoent = -156,

    /// <summary>Read underflow.</summary>
    LocalUnderflow = -155,

    /// <summary>Invalid type.</summary>
    LocalInvalidType = -154,

    /// <summary>Retry operation.</summary>
    LocalRetry = -153,

    /// <summary>Purged in queue.</summary>
    LocalPurgeQueue = -152,

    /// <summary>Purged in flight.</summary>
    LocalPurgeInflight = -151,

    /// <summary>Fatal error: see rd_kafka_fatal_error().</summary>
    LocalFatal = -150,

    /// <summary>Inconsistent state.</summary>
    LocalInconsistent = -149,

    /// <summary>Gap-less ordering would not be guaranteed if proceeding.</summary>
    LocalGaplessGuarantee = -148,

    /// <summary>Maximum poll interval exceeded.</summary>
    LocalMaxPollExceeded = -147,

    /// <summary>Unknown broker.</summary>
    LocalUnknownBroker = -146,

    /// <summary>Functionality not configured.</summary>
    LocalNotConfigured = -145,

    /// <summary>Instance has been fenced.</summary>
    LocalFenced = -144,

    /// <summary>Application generated error.</summary>
    LocalApplication = -143,

    /// <summary>Assignment lost.</summary>
    LocalAssignmentLost = -142,

    /// <summary>No operation performed.</summary>
    LocalNoop = -141,

    /// <summary>No offset to automatically reset to.</summary>
    LocalAutoOffsetReset = -140,

    /// <summary>Unknown broker error.</summary>
    Unknown = -1,

    /// <summary>Success.</summary>
    None = 0,

    /// <summary>Offset out of range.</summary>
    OffsetOutOfRange = 1,

    /// <summary>Invalid message.</summary>
    InvalidMsg = 2,

    /// <summary>Unknown topic or partition.</summary>
    UnknownTopicOrPart = 3,

    /// <summary>Invalid message size.</summary>
    InvalidMsgSize = 4,

    /// <summary>Leader not available.</summary>
    LeaderNotAvailable = 5,

    /// <summary>Not leader for partition.</summary>
    NotLeaderForPartition = 6,

    /// <summary>Request timed out.</summary>
    RequestTimedOut = 7,

    /// <summary>Broker not available.</summary>
    BrokerNotAvailable = 8,

    /// <summary>Replica not available.</summary>
    ReplicaNotAvailable = 9,

    /// <summary>Message size too large.</summary>
    MsgSizeTooLarge = 10,

    /// <summary>StaleControllerEpochCode.</summary>
    StaleCtrlEpoch = 11,

    /// <summary>Offset metadata string too large.</summary>
    OffsetMetadataTooLarge = 12,

    /// <summary>Broker disconnected before response received.</summary>
    NetworkException = 13,

    /// <summary>Coordinator load in progress.</summary>
    CoordinatorLoadInProgress = 14,

    /// <summary>Group coordinator load in progress */ #define RD_KAFKA_RESP_ERR_GROUP_LOAD_IN_PROGRESS \ RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS /** Coordinator not available.</summary>
    CoordinatorNotAvailable = 15,

    /// <summary>Group coordinator not available */ #define RD_KAFKA_RESP_ERR_GROUP_COORDINATOR_NOT_AVAILABLE \ RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE /** Not coordinator.</summary>
    NotCoordinator = 16,

    /// <summary>Not coordinator for group */ #define RD_KAFKA_RESP_ERR_NOT_COORDINATOR_FOR_GROUP \ RD_KAFKA_RESP_ERR_NOT_COORDINATOR /** Invalid topic.</summary>
    TopicException = 17,

    /// <summary>Message batch larger than configured server segment size.</summary>
    RecordListTooLarge = 18,

    /// <summary>Not enough in-sync replicas.</summary>
    NotEnoughReplicas = 19,

    /// <summary>Message(s) written to insufficient number of in-sync replicas.</summary>
    NotEnoughReplicasAfterAppend = 20,

    /// <summary>Invalid required acks value.</summary>
    InvalidRequiredAcks = 21,

    /// <summary>Specified group generation id is not valid.</summary>
    IllegalGeneration = 22,

    /// <summary>Inconsistent group protocol.</summary>
    InconsistentGroupProtocol = 23,

    /// <summary>Invalid group.id.</summary>
    InvalidGroupId = 24,

    /// <summary>Unknown member.</summary>
    UnknownMemberId = 25,

    /// <summary>Invalid session timeout.</summary>
    InvalidSessionTimeout = 26,

    /// <summary>Group rebalance in progress.</summary>
    RebalanceInProgress = 27,

    /// <summary>Commit offset data size is not valid.</summary>
    InvalidCommitOffsetSize = 28,

    /// <summary>Topic authorization failed.</summary>
    TopicAuthorizationFailed = 29,

    /// <summary>Group authorization failed.</summary>
    GroupAuthorizationFailed = 30,

    /// <summary>Cluster authorization failed.</summary>
    ClusterAuthorizationFailed = 31,

    /// <summary>Invalid timestamp.</summary>
    InvalidTimestamp = 32,

    /// <summary>Unsupported SASL mechanism.</summary>
    UnsupportedSaslMechanism = 33,

    /// <summary>Illegal SASL state.</summary>
    IllegalSaslState = 34,

    /// <summary>Unuspported version.</summary>
    UnsupportedVersion = 35,

    /// <summary>Topic already exists.</summary>
    TopicAlreadyExists = 36,

    /// <summary>Invalid number of partitions.</summary>
    InvalidPartitions = 37,

    /// <summary>Invalid replication factor.</summary>
    InvalidReplicationFactor = 38,

    /// <summary>Invalid replica assignment.</summary>
    InvalidReplicaAssignment = 39,

    /// <summary>Invalid config.</summary>
    InvalidConfig = 40,

    /// <summary>Not controller for cluster.</summary>
    NotController = 41,

    /// <summary>Invalid request.</summary>
    InvalidRequest = 42,

    /// <summary>Message format on broker does not support request.</summary>
    UnsupportedForMessageFormat = 43,

    /// <summary>Policy violation.</summary>
    PolicyViolation = 44,

    /// <summary>Broker received an out of order sequence number.</summary>
    OutOfOrderSequenceNumber = 45,

    /// <summary>Broker received a duplicate sequence number.</summary>
    DuplicateSequenceNumber = 46,

    /// <summary>Producer attempted an operation with an old epoch.</summary>
    InvalidProducerEpoch = 47,

    /// <summary>Producer attempted a transactional operation in an invalid state.</summary>
    InvalidTxnState = 48,

    /// <summary>Producer attempted to use a producer id which is not currently assigned to its transactional id.</summary>
    InvalidProducerIdMapping = 49,

    /// <summary>Transaction timeout is larger than the maximum value allowed by the broker's max.transaction.timeout.ms.</summary>
    InvalidTransactionTimeout = 50,

    /// <summary>Producer attempted to update a transaction while another concurrent operation on the same transaction was ongoing.</summary>
    ConcurrentTransactions = 51,

    /// <summary>Indicates that the transaction coordinator sending a WriteTxnMarker is no longer the current coordinator for a given producer.</summary>
    TransactionCoordinatorFenced = 52,

    /// <summary>Transactional Id authorization failed.</summary>
    TransactionalIdAuthorizationFailed = 53,

    /// <summary>Security features are disabled.</summary>
    SecurityDisabled = 54,

    /// <summary>Operation not attempted.</summary>
    OperationNotAttempted = 55,

    /// <summary>Disk error when trying to access log file on the disk.</summary>
    KafkaStorageError = 56,

    /// <summary>The user-specified log directory is not found in the broker config.</summary>
    LogDirNotFound = 57,

    /// <summary>SASL Authentication failed.</summary>
    SaslAuthenticationFailed = 58,

    /// <summary>Unknown Producer Id.</summary>
    UnknownProducerId = 59,

    /// <summary>Partition reassignment is in progress.</summary>
    ReassignmentInProgress = 60,

    /// <summary>Delegation Token feature is not enabled.</summary>
    DelegationTokenAuthDisabled = 61,

    /// <summary>Delegation Token is not found on server.</summary>
    DelegationTokenNotFound = 62,

    /// <summary>Specified Principal is not valid Owner/Renewer.</summary>
    DelegationTokenOwnerMismatch = 63,

    /// <summary>Delegation Token requests are not allowed on this connection.</summary>
    DelegationTokenRequestNotAllowed = 64,

    /// <summary>Delegation Token authorization failed.</summary>
    DelegationTokenAuthorizationFailed = 65,

    /// <summary>Delegation Token is expired.</summary>
    DelegationTokenExpired = 66,

    /// <summary>Supplied principalType is not supported.</summary>
    InvalidPrincipalType = 67,

    /// <summary>The group is not empty.</summary>
    NonEmptyGroup = 68,

    /// <summary>The group id does not exist.</summary>
    GroupIdNotFound = 69,

    /// <summary>The fetch session ID was not found.</summary>
    FetchSessionIdNotFound = 70,

    /// <summary>The fetch session epoch is invalid.</summary>
    InvalidFetchSessionEpoch = 71,

    /// <summary>No matching listener.</summary>
    ListenerNotFound = 72,

    /// <summary>Topic deletion is disabled.</summary>
    TopicDeletionDisabled = 73,

    /// <summary>Leader epoch is older than broker epoch.</summary>
    FencedLeaderEpoch = 74,

    /// <summary>Leader epoch is newer than broker epoch.</summary>
    UnknownLeaderEpoch = 75,

    /// <summary>Unsupported compression type.</summary>
    UnsupportedCompressionType = 76,

    /// <summary>Broker epoch has changed.</summary>
    StaleBrokerEpoch = 77,

    /// <summary>Leader high watermark is not caught up.</summary>
    OffsetNotAvailable = 78,

    /// <summary>Group member needs a valid member ID.</summary>
    MemberIdRequired = 79,

    /// <summary>Preferred leader was not available.</summary>
    PreferredLeaderNotAvailable = 80,

    /// <summary>Consumer group has reached maximum size.</summary>
    GroupMaxSizeReached = 81,

    /// <summary>Static consumer fenced by other consumer with same group.instance.id.</summary>
    FencedInstanceId = 82,

    /// <summary>Eligible partition leaders are not available.</summary>
    EligibleLeadersNotAvailable = 83,

    /// <summary>Leader election not needed for topic partition.</summary>
    ElectionNotNeeded = 84,

    /// <summary>No partition reassignment is in progress.</summary>
    NoReassignmentInProgress = 85,

    /// <summary>Deleting offsets of a topic while the consumer group is subscribed to it.</summary>
    GroupSubscribedToTopic = 86,

    /// <summary>Broker failed to validate record.</summary>
    InvalidRecord = 87,

    /// <summary>There are unstable offsets that need to be cleared.</summary>
    UnstableOffsetCommit = 88,

    /// <summary>Throttling quota has been exceeded.</summary>
    ThrottlingQuotaExceeded = 89,

    /// <summary>There is a newer producer with the same transactionalId which fences the current one.</summary>
    ProducerFenced = 90,

    /// <summary>Request illegally referred to resource that does not exist.</summary>
    ResourceNotFound = 91,

    /// <summary>Request illegally referred to the same resource twice.</summary>
    DuplicateResource = 92,

    /// <summary>Requested credential would not meet criteria for acceptability.</summary>
    UnacceptableCredential = 93,

    /// <summary>Indicates that the either the sender or recipient of a voter-only request is not one of the expected voters.</summary>
    InconsistentVoterSet = 94,

    /// <summary>Invalid update version.</summary>
    InvalidUpdateVersion = 95,

    /// <summary>Unable to update finalized features due to server error.</summary>
    FeatureUpdateFailed = 96,

    /// <summary>Request principal deserialization failed during forwarding.</summary>
    PrincipalDeserializationFailure = 97,

    /// <summary>Requested snapshot was not found.</summary>
    SnapshotNotFound = 98,

    /// <summary>Requested position is not greater than or equal to zero, and less than the size of the snapshot.</summary>
    PositionOutOfRange = 99,

    /// <summary>This server does not host this topic ID.</summary>
    UnknownTopicId = 100,

    /// <summary>This broker ID is already in use.</summary>
    DuplicateBrokerRegistration = 101,

    /// <summary>The given broker ID was not registered.</summary>
    BrokerIdNotRegistered = 102,

    /// <summary>The log's topic ID did not match the topic ID in the request.</summary>
    InconsistentTopicId = 103,

    /// <summary>The clusterId in the request does not match that found on the server.</summary>
    InconsistentClusterId = 104,

    /// <summary>The transactionalId could not be found.</summary>
    TransactionalIdNotFound = 105,

    /// <summary>The fetch session encountered inconsistent topic ID usage.</summary>
    FetchSessionTopicIdError = 106,

    /// <summary>The new ISR contains at least one ineligible replica.</summary>
    IneligibleReplica = 107,

    /// <summary>The AlterPartition request successfully updated the partition state but the leader has changed.</summary>
    NewLeaderElected = 108,

    /// <summary>The requested offset is moved to tiered storage.</summary>
    OffsetMovedToTieredStorage = 109,

    /// <summary>The member epoch is fenced by the group coordinator. The member must abandon all its partitions and rejoin.</summary>
    FencedMemberEpoch = 110,

    /// <summary>The instance ID is still used by another member in the consumer group. That member must leave first.</summary>
    UnreleasedInstanceId = 111,

    /// <summary>The assignor or its version range is not supported by the consumer group.</summary>
    UnsupportedAssignor = 112,

    /// <summary>The member epoch is stale. The member must retry after receiving its updated member epoch via the ConsumerGroupHeartbeat API.</summary>
    StaleMemberEpoch = 113,

    /// <summary>The request was sent to an endpoint of the wrong type.</summary>
    MismatchedEndpointType = 114,

    /// <summary>This endpoint type is not supported yet.</summary>
    UnsupportedEndpointType = 115,

    /// <summary>This controller ID is not known.</summary>
    UnknownControllerId = 116,

    /// <summary>Client sent a push telemetry request with an invalid or outdated subscription ID.</summary>
    UnknownSubscriptionId = 117,

    /// <summary>Client sent a push telemetry request larger than the maximum size the broker will accept.</summary>
    TelemetryTooLarge = 118,

    /// <summary>The controller has considered the broker registration to be invalid.</summary>
    InvalidRegistration = 119,

    /// <summary>The server encountered an error with the transaction. The client can abort the transaction to continue using this transactional ID.</summary>
    TransactionAbortable = 120,

    /// <summary>The record state is invalid. The acknowledgement of delivery could not be completed.</summary>
    InvalidRecordState = 121,

    /// <summary>The share session was not found.</summary>
    ShareSessionNotFound = 122,

    /// <summary>The share session epoch is invalid.</summary>
    InvalidShareSessionEpoch = 123,

    /// <summary>The share coordinator rejected the request because the share-group state epoch did not match.</summary>
    FencedStateEpoch = 124,

    /// <summary>The voter key doesn't match the receiving replica's key.</summary>
    InvalidVoterKey = 125,

    /// <summary>The voter is already part of the set of voters.</summary>
    DuplicateVoter = 126,

    /// <summary>The voter is not part of the set of voters.</summary>
    VoterNotFound = 127,

    /// <summary>The regular expression is not valid.</summary>
    InvalidRegularExpression = 128,

    /// <summary>Client metadata is stale. The client should rebootstrap to obtain new metadata.</summary>
    RebootstrapRequired = 129,

    /// <summary>The supplied topology is invalid.</summary>
    StreamsInvalidTopology = 130,

    /// <summary>The supplied topology epoch is invalid.</summary>
    StreamsInvalidTopologyEpoch = 131,

    /// <summary>The supplied topology epoch is outdated.</summary>
    StreamsTopologyFenced = 132,

    /// <summary>The limit of share sessions has been reached.</summary>
    ShareSessionLimitReached = 133,
}
