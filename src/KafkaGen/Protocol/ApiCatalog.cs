using KafkaGen.Protocol.Messages;

namespace KafkaGen.Protocol;

/// <summary>
/// The APIs of Kafka that are spoken here, each with its versions from the oldest that Kafka 4.1 still has to the newest. Where to begin:
/// <code>
/// // A broker: read a request from a frame (behind its four bytes of length), write the answer.
/// (RequestHeader header, Request? body) = MessageFrame.ReadRequest(frame);
/// switch (body)
/// {
///     case null when header.Key == ApiKey.ApiVersions:       // KIP-511: always in version 0
///         MessageFrame.WriteResponse(writer, ApiVersionsResponse.Unsupported, version: 0, header.CorrelationId);
///         break;
///     case null:                                              // an API or a version that is not known: close the connection
///         break;
///     case MetadataRequest request:
///         var response = new MetadataResponse { Brokers = [new() { NodeId = 1, Host = "localhost", Port = 9092 }] };
///         MessageFrame.WriteResponse(writer, response, header.Version, header.CorrelationId);
///         break;
/// }
///
/// // A client: write a request, read the answer.
/// MessageFrame.WriteRequest(writer, new ProduceRequest { ... }, version, correlationId, clientId);
/// var answer = (ProduceResponse)MessageFrame.ReadResponse(frame, ApiCatalog.Produce, version);
/// </code>
/// <list type="bullet">
/// <item>Bytes that are no such message are a <see cref="ProtocolException"/>, always.</item>
/// <item>A field that a version lacks is left out where Kafka leaves it out, and a <see cref="MessageWriteException"/> where the message would mean
/// something else without it. Read in such a version, it has its default.</item>
/// <item><see cref="Primitives.ProtocolWriter"/> is reused after <see cref="Primitives.ProtocolWriter.Reset"/>; its pieces go to the socket.</item>
/// <item>Record batches in Produce and Fetch are not copied: read, they lie in the frame's memory. Copy what is to be kept. <c>Records/</c> reads and
/// writes them.</item>
/// <item>One file a message, in <c>Messages/</c>. A message describes its fields once (<see cref="Primitives.ProtocolStructure.Describe"/>) for both
/// directions and every version; names are those of Kafka's message definitions, except that a partition's number is <c>Index</c> and a topic's name
/// <c>Name</c> everywhere.</item>
/// </list>
/// </summary>
internal static class ApiCatalog
{
    public static Api ApiVersions { get; } =
        new(ApiKey.ApiVersions, 0, 4, 3, () => new ApiVersionsRequest(), () => new ApiVersionsResponse());

    public static Api Metadata { get; } =
        new(ApiKey.Metadata, 0, 13, 9, () => new MetadataRequest(), () => new MetadataResponse());

    public static Api Produce { get; } =
        new(ApiKey.Produce, 3, 13, 9, () => new ProduceRequest(), () => new ProduceResponse());

    public static Api InitProducerId { get; } =
        new(ApiKey.InitProducerId, 0, 5, 2, () => new InitProducerIdRequest(), () => new InitProducerIdResponse()) { MaxUnstableVersion = 6 };

    public static Api FindCoordinator { get; } =
        new(ApiKey.FindCoordinator, 0, 6, 3, () => new FindCoordinatorRequest(), () => new FindCoordinatorResponse());

    public static Api Fetch { get; } =
        new(ApiKey.Fetch, 4, 18, 12, () => new FetchRequest(), () => new FetchResponse());

    public static Api ListOffsets { get; } =
        new(ApiKey.ListOffsets, 1, 10, 6, () => new ListOffsetsRequest(), () => new ListOffsetsResponse());

    public static Api CreateTopics { get; } =
        new(ApiKey.CreateTopics, 2, 7, 5, () => new CreateTopicsRequest(), () => new CreateTopicsResponse());

    public static Api DeleteTopics { get; } =
        new(ApiKey.DeleteTopics, 1, 6, 4, () => new DeleteTopicsRequest(), () => new DeleteTopicsResponse());

    public static Api CreatePartitions { get; } =
        new(ApiKey.CreatePartitions, 0, 3, 2, () => new CreatePartitionsRequest(), () => new CreatePartitionsResponse());

    public static Api DescribeConfigs { get; } =
        new(ApiKey.DescribeConfigs, 1, 4, 4, () => new DescribeConfigsRequest(), () => new DescribeConfigsResponse());

    public static Api DescribeCluster { get; } =
        new(ApiKey.DescribeCluster, 0, 2, 0, () => new DescribeClusterRequest(), () => new DescribeClusterResponse());

    public static Api SaslHandshake { get; } =
        new(ApiKey.SaslHandshake, 0, 1, Api.NeverFlexible, () => new SaslHandshakeRequest(), () => new SaslHandshakeResponse());

    public static Api SaslAuthenticate { get; } =
        new(ApiKey.SaslAuthenticate, 0, 2, 2, () => new SaslAuthenticateRequest(), () => new SaslAuthenticateResponse());

    public static Api AddPartitionsToTxn { get; } =
        new(ApiKey.AddPartitionsToTxn, 0, 5, 3, () => new AddPartitionsToTxnRequest(), () => new AddPartitionsToTxnResponse());

    public static Api AddOffsetsToTxn { get; } =
        new(ApiKey.AddOffsetsToTxn, 0, 4, 3, () => new AddOffsetsToTxnRequest(), () => new AddOffsetsToTxnResponse());

    public static Api EndTxn { get; } =
        new(ApiKey.EndTxn, 0, 5, 3, () => new EndTxnRequest(), () => new EndTxnResponse());

    public static Api TxnOffsetCommit { get; } =
        new(ApiKey.TxnOffsetCommit, 0, 5, 3, () => new TxnOffsetCommitRequest(), () => new TxnOffsetCommitResponse());

    public static Api JoinGroup { get; } =
        new(ApiKey.JoinGroup, 0, 9, 6, () => new JoinGroupRequest(), () => new JoinGroupResponse());

    public static Api SyncGroup { get; } =
        new(ApiKey.SyncGroup, 0, 5, 4, () => new SyncGroupRequest(), () => new SyncGroupResponse());

    public static Api Heartbeat { get; } =
        new(ApiKey.Heartbeat, 0, 4, 4, () => new HeartbeatRequest(), () => new HeartbeatResponse());

    public static Api LeaveGroup { get; } =
        new(ApiKey.LeaveGroup, 0, 5, 4, () => new LeaveGroupRequest(), () => new LeaveGroupResponse());

    public static Api OffsetCommit { get; } =
        new(ApiKey.OffsetCommit, 2, 9, 8, () => new OffsetCommitRequest(), () => new OffsetCommitResponse()) { MaxUnstableVersion = 10 };

    public static Api OffsetFetch { get; } =
        new(ApiKey.OffsetFetch, 1, 9, 6, () => new OffsetFetchRequest(), () => new OffsetFetchResponse()) { MaxUnstableVersion = 10 };

    public static Api OffsetForLeaderEpoch { get; } =
        new(ApiKey.OffsetForLeaderEpoch, 2, 4, 4, () => new OffsetForLeaderEpochRequest(), () => new OffsetForLeaderEpochResponse());

    /// <summary>All of them, by number.</summary>
    public static IReadOnlyList<Api> All { get; } =
    [
        Produce, Fetch, ListOffsets, Metadata, OffsetCommit, OffsetFetch, FindCoordinator, JoinGroup, Heartbeat, LeaveGroup, SyncGroup,
        SaslHandshake, ApiVersions, CreateTopics, DeleteTopics, InitProducerId, OffsetForLeaderEpoch, AddPartitionsToTxn, AddOffsetsToTxn,
        EndTxn, TxnOffsetCommit, DescribeConfigs, SaslAuthenticate, CreatePartitions, DescribeCluster,
    ];

    private static readonly Api?[] s_byKey = ByKey();

    /// <summary>The API of a number; null when it is not known here.</summary>
    public static Api? Find(ApiKey key) => (ushort)key < s_byKey.Length ? s_byKey[(ushort)key] : null;

    private static Api?[] ByKey()
    {
        var byKey = new Api?[All.Max(api => (int)api.Key) + 1];
        foreach (Api api in All)
        {
            byKey[(int)api.Key] = api;
        }

        return byKey;
    }
}
