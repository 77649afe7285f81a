using System.Buffers;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Security;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Appends what producers send, and waits for replicas where they ask so.</summary>
internal sealed class ProduceHandler(Cluster cluster)
{
    /// <summary>From here on a batch adds its partition to the transaction by itself (KIP-890).</summary>
    private const short FirstVersionThatAddsPartitions = 12;

    private const short FirstVersionWithTopicIds = 13;
    private const short FirstVersionWithNewLeader = 10;
    private const short FirstVersionWithAbortable = 11;
    private const short All = -1;

    public void Handle(PendingRequest request, ProduceRequest body)
    {
        ProduceResponse response = new();
        ReplicationWait? wait = null;
        long bytes = 0;
        bool failed = false;
        KafkaErrorCode refusal = RefusalOfAll(request, body);
        foreach (ProduceRequest.Topic topic in body.Topics)
        {
            ProduceResponse.Topic answered = new() { Name = topic.Name, TopicId = topic.TopicId };
            response.Topics.Add(answered);
            Topic? known = request.Version >= FirstVersionWithTopicIds ? cluster.Topics.Find(topic.TopicId) : cluster.Topics.Find(topic.Name);
            foreach (ProduceRequest.Partition part in topic.Partitions)
            {
                ProduceResponse.Partition result = new() { Index = part.Index, BaseOffset = -1 };
                answered.Partitions.Add(result);
                ReadOnlySequence<byte> records = part.Records ?? ReadOnlySequence<byte>.Empty;
                bytes += records.Length;
                if (refusal != KafkaErrorCode.None)
                {
                    result.ErrorCode = refusal;
                    failed = true;
                    continue;
                }

                Partition? partition = Produce(request, body, known, part.Index, records, result, response, out long lastOffset);
                failed |= result.ErrorCode != KafkaErrorCode.None;
                if (partition is not null && body.Acks == All && partition.HighWatermark <= lastOffset)
                {
                    wait ??= new ReplicationWait(cluster, request, response);
                    wait.Add(partition, lastOffset + 1, result);
                }
            }
        }

        Throttle(request, response, bytes);
        if (body.Acks == 0)
        {
            // There is no other way to tell the client.
            if (failed)
            {
                request.Connection.Close("a request with acks=0 had an error");
            }
            else
            {
                request.AnswerNothing();
            }
        }
        else if (wait is null)
        {
            request.Answer(response);
        }
        else
        {
            wait.Begin(TimeSpan.FromMilliseconds(body.TimeoutMs));
        }
    }

    private KafkaErrorCode RefusalOfAll(PendingRequest request, ProduceRequest body)
    {
        if (body.Acks is not (0 or 1 or All))
        {
            return KafkaErrorCode.InvalidRequiredAcks;
        }

        // Without an id there is nothing that the client could be allowed to write as.
        bool isDenied = body.TransactionalId is { } id
            ? !cluster.Authorization.Allows(request, Operation.Write, ResourceKind.TransactionalId, id)
            : HasTransactionalBatch(body);
        return isDenied ? KafkaErrorCode.TransactionalIdAuthorizationFailed : KafkaErrorCode.None;
    }

    private static bool HasTransactionalBatch(ProduceRequest body)
    {
        foreach (ProduceRequest.Topic topic in body.Topics)
        {
            foreach (ProduceRequest.Partition part in topic.Partitions)
            {
                ReadOnlySpan<byte> batch = part.Records.GetValueOrDefault().FirstSpan;
                if (batch.Length >= RecordBatchHeader.Size && RecordBatchHeader.ReadMagic(batch) == RecordBatchHeader.CurrentMagic
                    && RecordBatchHeader.Read(batch).IsTransactional)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private Partition? Produce(
        PendingRequest request,
        ProduceRequest body,
        Topic? topic,
        int index,
        in ReadOnlySequence<byte> records,
        ProduceResponse.Partition result,
        ProduceResponse response,
        out long lastOffset)
    {
        lastOffset = -1;
        if (topic is null)
        {
            result.ErrorCode = request.Version >= FirstVersionWithTopicIds ? KafkaErrorCode.UnknownTopicId : KafkaErrorCode.UnknownTopicOrPart;
            return null;
        }

        if (!cluster.Authorization.Allows(request, Operation.Write, ResourceKind.Topic, topic.Name))
        {
            result.ErrorCode = KafkaErrorCode.TopicAuthorizationFailed;
            return null;
        }

        if (topic.Find(index) is not { } partition)
        {
            result.ErrorCode = KafkaErrorCode.UnknownTopicOrPart;
            return null;
        }

        // A frame lies in one piece, so its records do, too.
        ReadOnlyMemory<byte> batch = records.First;
        BatchVerdict shape = BatchCheck.Shape(batch.Span, request.Version);
        if (shape.Error != KafkaErrorCode.None)
        {
            Refuse(result, shape);
            return null;
        }

        if (partition.Leader != request.Broker.Id)
        {
            result.ErrorCode = KafkaErrorCode.NotLeaderForPartition;
            if (request.Version >= FirstVersionWithNewLeader)
            {
                NameLeader(partition, result, response);
            }

            return null;
        }

        KafkaErrorCode error = CheckTransaction(request, body, partition, RecordBatchHeader.Read(batch.Span));
        if (error == KafkaErrorCode.None && body.Acks == All && partition.InSyncCount < topic.Configuration.MinInSyncReplicas)
        {
            error = KafkaErrorCode.NotEnoughReplicas;
        }

        if (error != KafkaErrorCode.None)
        {
            result.ErrorCode = error;
            return null;
        }

        AppendResult appended = cluster.Appender.Append(
            partition, batch, startsAtZero: body.TransactionalId is not null && request.Version >= FirstVersionThatAddsPartitions);
        if (appended.Verdict.Error != KafkaErrorCode.None)
        {
            Refuse(result, appended.Verdict);
            return null;
        }

        result.BaseOffset = appended.BaseOffset;
        result.LogAppendTimeMs = appended.AppendTime;
        result.LogStartOffset = partition.Log.Start;
        lastOffset = appended.LastOffset;
        return partition;
    }

    /// <summary>A batch of a transaction is appended only where the coordinator knows that the transaction has this partition.</summary>
    private KafkaErrorCode CheckTransaction(PendingRequest request, ProduceRequest body, Partition partition, in RecordBatchHeader batch)
    {
        if (batch.ProducerId < 0 || !batch.IsTransactional)
        {
            return KafkaErrorCode.None;
        }

        if (partition.Transactions.IsOpen(batch.ProducerId) && partition.Producers.Find(batch.ProducerId)?.Epoch == batch.ProducerEpoch)
        {
            return KafkaErrorCode.None;
        }

        bool adds = request.Version >= FirstVersionThatAddsPartitions;
        KafkaErrorCode error = adds
            ? cluster.Transactions.AddPartitions(body.TransactionalId ?? "", batch.ProducerId, batch.ProducerEpoch, [partition])
            : cluster.Transactions.Verify(body.TransactionalId, batch.ProducerId, batch.ProducerEpoch, partition);
        return error switch
        {
            KafkaErrorCode.ProducerFenced => KafkaErrorCode.InvalidProducerEpoch,

            // Old clients do not expect it of Produce, but retry this.
            KafkaErrorCode.ConcurrentTransactions when !adds => KafkaErrorCode.NotEnoughReplicas,
            KafkaErrorCode.TransactionAbortable when request.Version < FirstVersionWithAbortable => KafkaErrorCode.InvalidTxnState,
            _ => error,
        };
    }

    private static void Refuse(ProduceResponse.Partition result, BatchVerdict verdict)
    {
        result.ErrorCode = verdict.Error;
        result.ErrorMessage = verdict.Message;
        foreach ((int index, string reason) in verdict.BadRecords ?? [])
        {
            result.RecordErrors.Add(new ProduceResponse.RecordError { BatchIndex = index, Message = reason });
        }
    }

    private void NameLeader(Partition partition, ProduceResponse.Partition result, ProduceResponse response)
    {
        result.CurrentLeader = new LeaderIdAndEpoch { LeaderId = partition.Leader ?? -1, LeaderEpoch = partition.LeaderEpoch };
        if (partition.Leader is { } leader && !response.NodeEndpoints.Exists(node => node.NodeId == leader))
        {
            BrokerNode node = cluster.Broker(leader);
            response.NodeEndpoints.Add(new NodeEndpoint { NodeId = leader, Host = node.Host, Port = node.Port, Rack = node.Rack });
        }
    }

    private void Throttle(PendingRequest request, ProduceResponse response, long bytes)
    {
        TimeSpan throttle = cluster.Quotas.Charge(produce: true, request.Header.ClientId, bytes, cluster.Now);
        if (throttle > TimeSpan.Zero)
        {
            response.ThrottleTimeMs = (int)throttle.TotalMilliseconds;
            request.Connection.MutedUntil = cluster.Now + throttle;
        }
    }
}
