using KafkaGen;
using Shop.Orders;

namespace Shop.Billing;

[KafkaTopic("shop.invoices")]
[Compression(CompressionCodec.Lz4)]
internal sealed record InvoiceSent([PartitionKey] string Number, Address BillTo, decimal Total);
