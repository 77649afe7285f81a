using Confluent.Kafka;
using KafkaGen;
using KafkaGen.Testing;
using Payments;

// Payments.Aot [host:port]: requests payments, reads them with Confluent.Kafka, books them exactly once, and reads the bookings.
const int Count = 100;
using EmbeddedKafka? embedded = args is [] ? EmbeddedKafka.Start(brokers: 3) : null;
string bootstrapServers = embedded?.BootstrapServers ?? args[0];
string run = Guid.NewGuid().ToString("N");

await using KafkaGenClient client = KafkaGenClient.Create(bootstrapServers);
if (Library.Version < 0x02010000)
{
    Console.Error.WriteLine($"Confluent.Kafka's consumer needs librdkafka 2.1 or newer as Native AOT, and this one is {Library.VersionString}.");
    return 77;
}

PaymentRequested[] requests = [.. Enumerable.Range(1, Count).Select(number => new PaymentRequested(Guid.NewGuid(), number))];
HashSet<string> ids = [.. requests.Select(request => request.PaymentId.ToString())];
(await client.GetProducer<PaymentRequested>().ProduceManyAsync(requests)).ThrowIfFailed();

using var reader = new PaymentReader(bootstrapServers, "requests-" + run);
Console.WriteLine($"The admin client sees {reader.CountBrokers()} brokers.");
List<ConsumeResult<string, string>> read = reader.Read("payments.requested", Count, ids.Contains);
Console.WriteLine($"The consumer has read {read.Count} requests.");

List<TopicPartitionOffset> positions = reader.Positions();
IKafkaTransactions transactions = client.OpenTransactions("payments-" + run);
await using (KafkaTransaction transaction = await transactions.BeginAsync())
{
    foreach (PaymentRequested request in requests)
    {
        await transaction.EnqueueAsync(new PaymentBooked(request.PaymentId, request.Amount));
    }

    await transaction.SendOffsetsAsync(positions, reader.Group);
    await transaction.CommitAsync();
}

using var bookings = new PaymentReader(bootstrapServers, "bookings-" + run);
Console.WriteLine($"{bookings.Read("payments.booked", Count, ids.Contains).Count} payments are booked.");

List<TopicPartitionOffset> committed = reader.Committed(positions);
if (!committed.ToHashSet().SetEquals(positions))
{
    Console.Error.WriteLine($"Committed: {string.Join(", ", committed)}; expected: {string.Join(", ", positions)}.");
    return 1;
}

Console.WriteLine($"The transaction has committed the positions of {committed.Count} partitions.");
return 0;
