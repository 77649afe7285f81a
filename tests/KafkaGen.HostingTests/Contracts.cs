namespace KafkaGen.HostingTests;

// 25 records with two topics each: 50 contracts, half of them on the cluster "audit".

[KafkaTopic("placed"), KafkaTopic("placed.audit", Name = "PlacedAudit", Cluster = "audit")]
public sealed record Placed([PartitionKey] int Id);

[KafkaTopic("paid"), KafkaTopic("paid.audit", Name = "PaidAudit", Cluster = "audit")]
public sealed record Paid([PartitionKey] int Id);

[KafkaTopic("packed"), KafkaTopic("packed.audit", Name = "PackedAudit", Cluster = "audit")]
public sealed record Packed([PartitionKey] int Id);

[KafkaTopic("shipped"), KafkaTopic("shipped.audit", Name = "ShippedAudit", Cluster = "audit")]
public sealed record Shipped([PartitionKey] int Id);

[KafkaTopic("delivered"), KafkaTopic("delivered.audit", Name = "DeliveredAudit", Cluster = "audit")]
public sealed record Delivered([PartitionKey] int Id);

[KafkaTopic("returned"), KafkaTopic("returned.audit", Name = "ReturnedAudit", Cluster = "audit")]
public sealed record Returned([PartitionKey] int Id);

[KafkaTopic("refunded"), KafkaTopic("refunded.audit", Name = "RefundedAudit", Cluster = "audit")]
public sealed record Refunded([PartitionKey] int Id);

[KafkaTopic("cancelled"), KafkaTopic("cancelled.audit", Name = "CancelledAudit", Cluster = "audit")]
public sealed record Cancelled([PartitionKey] int Id);

[KafkaTopic("disputed"), KafkaTopic("disputed.audit", Name = "DisputedAudit", Cluster = "audit")]
public sealed record Disputed([PartitionKey] int Id);

[KafkaTopic("reviewed"), KafkaTopic("reviewed.audit", Name = "ReviewedAudit", Cluster = "audit")]
public sealed record Reviewed([PartitionKey] int Id);

[KafkaTopic("listed"), KafkaTopic("listed.audit", Name = "ListedAudit", Cluster = "audit")]
public sealed record Listed([PartitionKey] int Id);

[KafkaTopic("priced"), KafkaTopic("priced.audit", Name = "PricedAudit", Cluster = "audit")]
public sealed record Priced([PartitionKey] int Id);

[KafkaTopic("stocked"), KafkaTopic("stocked.audit", Name = "StockedAudit", Cluster = "audit")]
public sealed record Stocked([PartitionKey] int Id);

[KafkaTopic("reserved"), KafkaTopic("reserved.audit", Name = "ReservedAudit", Cluster = "audit")]
public sealed record Reserved([PartitionKey] int Id);

[KafkaTopic("released"), KafkaTopic("released.audit", Name = "ReleasedAudit", Cluster = "audit")]
public sealed record Released([PartitionKey] int Id);

[KafkaTopic("recalled"), KafkaTopic("recalled.audit", Name = "RecalledAudit", Cluster = "audit")]
public sealed record Recalled([PartitionKey] int Id);

[KafkaTopic("registered"), KafkaTopic("registered.audit", Name = "RegisteredAudit", Cluster = "audit")]
public sealed record Registered([PartitionKey] int Id);

[KafkaTopic("verified"), KafkaTopic("verified.audit", Name = "VerifiedAudit", Cluster = "audit")]
public sealed record Verified([PartitionKey] int Id);

[KafkaTopic("suspended"), KafkaTopic("suspended.audit", Name = "SuspendedAudit", Cluster = "audit")]
public sealed record Suspended([PartitionKey] int Id);

[KafkaTopic("restored"), KafkaTopic("restored.audit", Name = "RestoredAudit", Cluster = "audit")]
public sealed record Restored([PartitionKey] int Id);

[KafkaTopic("invited"), KafkaTopic("invited.audit", Name = "InvitedAudit", Cluster = "audit")]
public sealed record Invited([PartitionKey] int Id);

[KafkaTopic("joined"), KafkaTopic("joined.audit", Name = "JoinedAudit", Cluster = "audit")]
public sealed record Joined([PartitionKey] int Id);

[KafkaTopic("left"), KafkaTopic("left.audit", Name = "LeftAudit", Cluster = "audit")]
public sealed record Left([PartitionKey] int Id);

[KafkaTopic("rated"), KafkaTopic("rated.audit", Name = "RatedAudit", Cluster = "audit")]
public sealed record Rated([PartitionKey] int Id);

[KafkaTopic("blocked"), KafkaTopic("blocked.audit", Name = "BlockedAudit", Cluster = "audit")]
public sealed record Blocked([PartitionKey] int Id);

[KafkaProducer]
public interface IOrderEvents
{
    ValueTask<RecordMetadata> PlacedAsync(Placed placed, CancellationToken cancellationToken);

    ValueTask<RecordMetadata> MovedAsync(Moved moved, CancellationToken cancellationToken);
}

[KafkaTopic("moved", Cluster = "audit")]
public sealed record Moved([PartitionKey] int Id);
