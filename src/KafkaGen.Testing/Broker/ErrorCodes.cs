namespace KafkaGen.Testing.Broker;

/// <summary>Errors that brokers answer and clients never see by these names, or that are younger than <see cref="KafkaErrorCode"/>.</summary>
internal static class ErrorCodes
{
    public const KafkaErrorCode UnknownTopicId = (KafkaErrorCode)100;
    public const KafkaErrorCode TransactionAbortable = (KafkaErrorCode)120;
}
