using Microsoft.Extensions.Logging;

namespace KafkaGen.Transactions;

/// <summary>What transactions log. Event ids 1100-1119; an id never changes its meaning.</summary>
internal static partial class TransactionLog
{
    [LoggerMessage(EventId = 1100, EventName = "TransactionalProducerReplaced", Level = LogLevel.Warning,
        Message = "The transactional producer {TransactionalId} cannot go on and is made anew for the next transaction, {Code}: {Reason}")]
    internal static partial void Replaced(ILogger logger, string transactionalId, KafkaErrorCode code, string reason);

    [LoggerMessage(EventId = 1101, EventName = "CommitResumed", Level = LogLevel.Warning,
        Message = "The transaction of {TransactionalId} whose commit had not been answered in time is committed")]
    internal static partial void CommitResumed(ILogger logger, string transactionalId);

    [LoggerMessage(EventId = 1102, EventName = "TransactionOutcomeUnknown", Level = LogLevel.Error,
        Message = "The outcome of a transaction of {TransactionalId} is unknown: it is either wholly visible or not at all")]
    internal static partial void OutcomeUnknown(ILogger logger, string transactionalId, Exception error);
}
