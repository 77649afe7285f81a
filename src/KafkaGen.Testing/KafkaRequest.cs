using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Faults;

namespace KafkaGen.Testing;

/// <summary>A request that has reached a broker of an <see cref="EmbeddedKafka"/>, as <see cref="KafkaFault.When"/> sees it.</summary>
/// <remarks>It describes the request only while the predicate runs; what is needed later must be copied.</remarks>
public sealed class KafkaRequest
{
    private readonly PendingRequest _request;

    internal KafkaRequest(PendingRequest request) => _request = request;

    internal Request Body => _request.Body;

    /// <summary>The kind of request.</summary>
    public KafkaApiKey Api => (KafkaApiKey)_request.Header.Key;

    /// <summary>The version in which the client sent it.</summary>
    public int ApiVersion => _request.Version;

    /// <summary>The client's id (<c>client.id</c>), or <see langword="null"/> when it sent none.</summary>
    public string? ClientId => _request.Header.ClientId;

    /// <summary>The id of the broker that it reached.</summary>
    public int BrokerId => _request.Broker.Id;

    /// <summary>
    /// The names of the topics that it names, by name or by id, each once. Empty for requests without topics, and for metadata requests that ask for
    /// all of them.
    /// </summary>
    public IReadOnlyList<string> Topics => field ??= RequestTopics.Of(_request);

    /// <summary>The transactional id, for produce requests and those of transactions; otherwise <see langword="null"/>.</summary>
    public string? TransactionalId => _request.Body switch
    {
        ProduceRequest body => body.TransactionalId,
        InitProducerIdRequest body => body.TransactionalId,
        AddPartitionsToTxnRequest body => body.TransactionalId is { Length: > 0 } id ? id : null,
        AddOffsetsToTxnRequest body => body.TransactionalId,
        TxnOffsetCommitRequest body => body.TransactionalId,
        EndTxnRequest body => body.TransactionalId,
        _ => null,
    };

    /// <summary>
    /// The producer's id, for requests of transactions and for produce requests, where it is that of the first batch; otherwise -1, as for a producer
    /// without idempotence.
    /// </summary>
    public long ProducerId => _request.Body switch
    {
        ProduceRequest body => FirstProducerId(body),
        InitProducerIdRequest body => body.ProducerId,
        AddPartitionsToTxnRequest body => body.ProducerId,
        AddOffsetsToTxnRequest body => body.ProducerId,
        TxnOffsetCommitRequest body => body.ProducerId,
        EndTxnRequest body => body.ProducerId,
        _ => -1,
    };

    private static long FirstProducerId(ProduceRequest produce)
    {
        foreach (ProduceRequest.Partition partition in produce.Topics.SelectMany(topic => topic.Partitions))
        {
            if (partition.Records is { Length: >= RecordBatchHeader.Size } records)
            {
                Span<byte> header = stackalloc byte[RecordBatchHeader.Size];
                System.Buffers.BuffersExtensions.CopyTo(records.Slice(0, header.Length), header);
                return RecordBatchHeader.Read(header).ProducerId;
            }
        }

        return -1;
    }
}
