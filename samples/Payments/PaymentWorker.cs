using System.Text.Json;
using Confluent.Kafka;
using KafkaGen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Payments;

/// <summary>Books each requested payment exactly once: what it produces and how far it has consumed are committed together.</summary>
internal sealed class PaymentWorker(IKafkaTransactions transactions, IConfiguration configuration) : BackgroundService
{
    private const int BatchSize = 20;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_rewind = TimeSpan.FromMinutes(2);

    // Before .NET 10 the host starts nothing else until this returns, and the consumer blocks while it waits for records.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => ConsumeAsync(stoppingToken), stoppingToken);

    private async Task ConsumeAsync(CancellationToken stoppingToken)
    {
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = configuration["Kafka:BootstrapServers"],
            GroupId = "payments",
            GroupInstanceId = configuration["Payments:Instance"] ?? "1",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
        }).Build();
        consumer.Subscribe("payments.requested");
        while (!stoppingToken.IsCancellationRequested)
        {
            List<ConsumeResult<byte[], byte[]>> batch = Consume(consumer);
            if (batch.Count == 0)
            {
                continue;
            }

            Console.WriteLine($"Booking {batch.Count} payments.");
            try
            {
                await BookAsync(batch, consumer.ConsumerGroupMetadata, stoppingToken);
                Console.WriteLine("Booked.");
            }
            catch (KafkaTransactionException error) when (error is not ProducerFencedException)
            {
                // It was aborted, or its outcome is unknown. The committed offsets tell which: consume on from there.
                Console.Error.WriteLine(error.Message);
                Rewind(consumer);
            }
        }
    }

    private async Task BookAsync(
        List<ConsumeResult<byte[], byte[]>> batch, IConsumerGroupMetadata groupMetadata, CancellationToken cancellationToken)
    {
        await using KafkaTransaction transaction = await transactions.BeginAsync(cancellationToken);
        foreach (ConsumeResult<byte[], byte[]> record in batch)
        {
            PaymentRequested payment = JsonSerializer.Deserialize(record.Message.Value, PaymentsJson.Default.PaymentRequested)!;
            var booked = new PaymentBooked(payment.PaymentId, payment.Account, payment.Amount, DateTimeOffset.UtcNow);
            await transaction.EnqueueAsync(booked, cancellationToken: cancellationToken);
            await transaction.EnqueueAsync(new AccountChanged(payment.Account, payment.PaymentId, -payment.Amount), cancellationToken: cancellationToken);
        }

        // For each partition the next offset to consume.
        IEnumerable<TopicPartitionOffset> offsets = batch
            .GroupBy(record => record.TopicPartition)
            .Select(partition => new TopicPartitionOffset(partition.Key, partition.Max(record => record.Offset.Value) + 1));
        await transaction.SendOffsetsAsync(offsets, groupMetadata, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static List<ConsumeResult<byte[], byte[]>> Consume(IConsumer<byte[], byte[]> consumer)
    {
        List<ConsumeResult<byte[], byte[]>> batch = [];
        while (batch.Count < BatchSize && consumer.Consume(s_poll) is { } record)
        {
            batch.Add(record);
        }

        return batch;
    }

    private static void Rewind(IConsumer<byte[], byte[]> consumer)
    {
        // Waits for a transaction that is still pending, which its coordinator ends after transaction.timeout.ms.
        foreach (TopicPartitionOffset committed in consumer.Committed(s_rewind))
        {
            consumer.Seek(committed.Offset == Offset.Unset ? new TopicPartitionOffset(committed.TopicPartition, Offset.Beginning) : committed);
        }
    }
}
