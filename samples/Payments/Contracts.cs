using System.Text.Json;
using System.Text.Json.Serialization;
using KafkaGen;

namespace Payments;

/// <summary>Somebody asks for a payment: what this program consumes.</summary>
[KafkaTopic("payments.requested")]
public sealed record PaymentRequested([PartitionKey] Guid PaymentId, string Account, decimal Amount);

/// <summary>A payment is booked, once for each request.</summary>
[KafkaTopic("payments.booked")]
[Compression(CompressionCodec.Zstd)]
public sealed record PaymentBooked([PartitionKey] Guid PaymentId, string Account, decimal Amount, DateTimeOffset At);

/// <summary>The same payment for those who keep the account.</summary>
[KafkaTopic("accounts.changed")]
[Compression(CompressionCodec.Lz4)]
public readonly record struct AccountChanged([PartitionKey] string Account, Guid PaymentId, decimal Change);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PaymentRequested))]
internal sealed partial class PaymentsJson : JsonSerializerContext;
