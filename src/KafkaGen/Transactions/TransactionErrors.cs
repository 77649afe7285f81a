using System.Globalization;
using KafkaGen.Configuration;
using KafkaGen.Native;

namespace KafkaGen.Transactions;

/// <summary>The exceptions of one transactional producer, with what to do about them.</summary>
internal sealed class TransactionErrors(string transactionalId, SenderSettings settings)
{
    /// <summary>What a native call says.</summary>
    internal KafkaTransactionException From(in NativeError error, TransactionOutcome outcome, Exception? inner = null) =>
        From(error.Code, error.Reason, outcome, inner);

    /// <summary>A record that was given to the transaction is not in it.</summary>
    internal KafkaTransactionException RecordFailed(Exception record) => record is ProduceException produce && IsFenced(produce.Code)
        ? From(produce.Code, produce.Reason, TransactionOutcome.Aborted, record)
        : new KafkaTransactionException(
            transactionalId,
            TransactionOutcome.Aborted,
            (record as ProduceException)?.Code ?? KafkaErrorCode.LocalInconsistent,
            $"it cannot be committed without a record that was given to it: {record.Message}",
            record)
        { IsRetriable = (record as ProduceException)?.IsRetriable ?? true };

    internal KafkaTransactionException NotFlushed(TimeSpan bound, int records, string? lastClientError) => new(
        transactionalId,
        TransactionOutcome.Aborted,
        KafkaErrorCode.LocalTimedOut,
        Text($"{records} of its records were not acknowledged within CommitTimeout ({bound.TotalMilliseconds:0} ms){Because(lastClientError)}."))
    {
        IsRetriable = true,
    };

    internal KafkaTransactionException NotAnswered(TimeSpan bound, string? lastClientError) => new(
        transactionalId,
        TransactionOutcome.Unknown,
        KafkaErrorCode.LocalTimedOut,
        Text($"its commit was not answered within {bound.TotalMilliseconds:0} ms and goes on{Because(lastClientError)}. Call CommitAsync again, or dispose the transaction, to wait for the answer."));

    internal KafkaTransactionException NotInitialised(in NativeError error, string? lastClientError) => error.Code == KafkaErrorCode.LocalTimedOut
        ? new KafkaTransactionException(
            transactionalId,
            TransactionOutcome.Aborted,
            error.Code,
            Text($"its coordinator did not answer within MaxBlock ({settings.MaxBlock.TotalMilliseconds:0} ms){Because(lastClientError)}. Check that the brokers of '{settings.BootstrapServers}' and their advertised listeners can be reached from here."))
        { IsRetriable = true }
        : From(in error, TransactionOutcome.Aborted);

    internal static KafkaTransactionException NoneFree(string transactionalId, int poolSize, TimeSpan maxBlock) => new(
        transactionalId,
        TransactionOutcome.Aborted,
        KafkaErrorCode.LocalTimedOut,
        Text($"each of its {poolSize} producers is in a transaction, and none has ended within MaxBlock ({maxBlock.TotalMilliseconds:0} ms). Dispose every transaction; raise PoolSize for more at the same time."))
    {
        IsRetriable = true,
    };

    /// <summary>Whether a code says that another producer has the transactional id now.</summary>
    internal static bool IsFenced(KafkaErrorCode code) =>
        code is KafkaErrorCode.LocalFenced or KafkaErrorCode.ProducerFenced or KafkaErrorCode.InvalidProducerEpoch;

    private KafkaTransactionException From(KafkaErrorCode code, string text, TransactionOutcome outcome, Exception? inner)
    {
        if (IsFenced(code))
        {
            string fenced = Text($"its producer was fenced: another producer with this transactional.id has started, or the transaction was open for longer than transaction.timeout.ms ({settings.TransactionTimeoutMs} ms) and the coordinator has ended it.");
            return new ProducerFencedException(transactionalId, outcome, code, fenced, inner);
        }

        string? rule = code switch
        {
            KafkaErrorCode.TransactionalIdAuthorizationFailed =>
                "this client's user may not use that id. Grant it WRITE and DESCRIBE on the transactional id (kafka-acls --transactional-id).",
            KafkaErrorCode.ClusterAuthorizationFailed =>
                "this client's user may not write with idempotence. Grant it IDEMPOTENT_WRITE on the cluster, or WRITE on the topics.",
            KafkaErrorCode.TopicAuthorizationFailed =>
                "this client's user may not write to one of its topics. Grant it WRITE on them (kafka-acls).",
            KafkaErrorCode.GroupAuthorizationFailed =>
                "this client's user may not commit offsets of the consumer's group. Grant it READ on the group (kafka-acls).",
            KafkaErrorCode.InvalidTransactionTimeout =>
                Text($"transaction.timeout.ms ({settings.TransactionTimeoutMs} ms) is more than the brokers allow (transaction.max.timeout.ms). Lower the one or raise the other."),
            KafkaErrorCode.LocalUnsupportedFeature => "the brokers do not support transactions; Kafka 0.11 and newer do.",
            _ => null,
        };
        string reason = code switch
        {
            _ when rule is not null => rule,
            KafkaErrorCode.IllegalGeneration or KafkaErrorCode.UnknownMemberId or KafkaErrorCode.FencedInstanceId =>
                $"the consumer's group has rebalanced, and the partitions may be another member's now ({text}). Go back to the committed offsets and consume on.",
            _ => $"{text}.",
        };
        return new KafkaTransactionException(transactionalId, outcome, code, reason, inner)
        {
            IsRetriable = outcome == TransactionOutcome.Aborted && rule is null,
        };
    }

    private static string Because(string? lastClientError) => lastClientError is null ? "" : $"; the client's last error: {lastClientError}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
