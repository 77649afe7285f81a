using KafkaGen.Contracts;
using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Sending;

/// <summary>Allocations are counted for the whole process: nothing else may run meanwhile.</summary>
[Collection(nameof(AlonePerProcess))]
[Trait("Speed", "Slow")]
public sealed class AllocationTests : AllocationTest
{
    [Fact]
    public void A_record_and_its_answer_allocate_nothing_on_the_callers_thread() => Assert.Equal(0, AllocatedByCaller(Producer()));

    [Fact]
    public async Task An_awaited_record_allocates_next_to_nothing_over_all_threads()
    {
        Kafka.CreateTopic("points", partitions: 1);
        ITopicProducer<Point> producer = Connect(options => options.Properties["linger.ms"] = "0").GetProducer<Point>();
        await ProduceAsync(Warm);

        long before = TotalAllocated();
        await ProduceAsync(Records);
        long total = TotalAllocated() - before;

        Assert.True(total < Records * 8, $"{(double)total / Records:F1} bytes a record");

        async Task ProduceAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                await producer.ProduceAsync(new Point(i, i), CancellationToken.None);
            }
        }
    }

    [Fact]
    public async Task A_batch_allocates_its_result_and_nothing_per_record()
    {
        const int BatchSize = 500;
        Kafka.CreateTopic("points", partitions: 1);
        ITopicProducer<Point> producer = Connect().GetProducer<Point>();
        Point[] points = [.. Enumerable.Range(0, BatchSize).Select(i => new Point(i, i))];
        await ProduceAsync();

        long before = TotalAllocated();
        await ProduceAsync();
        double perRecord = (TotalAllocated() - before) / (double)Records;

        int result = System.Runtime.CompilerServices.Unsafe.SizeOf<ProduceResult>();
        Assert.True(perRecord < result + 8, $"{perRecord:F1} bytes a record, of which {result} are the result");

        async Task ProduceAsync()
        {
            for (int sent = 0; sent < Records; sent += BatchSize)
            {
                (await producer.ProduceManyAsync(points)).ThrowIfFailed();
            }
        }
    }

    [Fact]
    public void A_record_that_is_encoded_already_allocates_nothing_when_its_headers_are_copied()
    {
        KafkaContract<EncodedRecord> contract = ContractRegistry.Get<EncodedRecord>();
        EncodedRecord record = new() { Value = new byte[] { 1 }, Headers = [new RecordHeader("type", "tick"), new RecordHeader("käse", "x")] };
        RecordBuffer buffer = new();
        contract.Encode(in record, buffer);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            contract.Encode(in record, buffer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal("käse"u8, buffer.HeaderName(1));
    }

    [Fact]
    public async Task An_enqueued_record_allocates_nothing()
    {
        Kafka.CreateTopic("points", partitions: 1);

        long total = await AllocatedByEnqueuedAsync(Connect().GetProducer<Point>());

        // What is left is the flushes, a few hundred bytes each.
        Assert.True(total < Records * 8, $"{(double)total / Records:F1} bytes a record");
    }
}
