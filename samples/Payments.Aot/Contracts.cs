using KafkaGen;

namespace Payments;

/// <summary>A payment that somebody asks for.</summary>
[KafkaTopic("payments.requested")]
public sealed record PaymentRequested([PartitionKey] Guid PaymentId, decimal Amount);

/// <summary>What comes of it: exactly one for each request.</summary>
[KafkaTopic("payments.booked")]
[KafkaHeader("type", "payment.booked")]
public sealed record PaymentBooked([PartitionKey] Guid PaymentId, decimal Amount);
