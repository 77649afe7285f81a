using System.Globalization;
using KafkaGen.Contracts;
using KafkaGen.Sending;
using KafkaGen.Transport;

namespace KafkaGen.Tests.Sending;

/// <summary>The small values around a record: its metadata, headers, timestamp and buffer.</summary>
public sealed class RecordValueTests : ClusterTest
{
    [Fact]
    public void Metadata_prints_the_same_in_every_culture()
    {
        RecordMetadata at = new()
        {
            Topic = "orders",
            Partition = 2,
            Offset = -1234567,
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_042).ToOffset(TimeSpan.FromHours(5)),
        };
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("")
            {
                DateTimeFormat = { DateSeparator = "~", TimeSeparator = "_" },
                NumberFormat = { NegativeSign = "minus" },
            };
            Assert.Equal(
                "RecordMetadata { Topic = orders, Partition = 2, Offset = -1234567, Timestamp = 2023-11-14T22:13:20.042Z, TimestampType = Unknown }", at.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Default_values_hold_no_null()
    {
        Assert.Equal("", default(RecordMetadata).Topic);
        Assert.Equal("", default(RecordHeader).Name);
        Assert.Equal(default, new RecordMetadata { Topic = "" });
        Assert.Contains("Topic = ,", default(RecordMetadata).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Header_without_a_value_has_no_bytes()
    {
        Assert.Equal(0, new RecordHeader("n", default).Value.Length);
        Assert.Equal(1, new RecordHeader("n", "x").Value.Length);
        Assert.Throws<ArgumentNullException>(() => new RecordHeader("n", (string)null!));
    }

    [Theory]
    [InlineData(0, false, "0 ms, from the [KafkaTimestamp] member of 'KafkaGen.Tests.Sending.Tick'")]
    [InlineData(-5, false, "-5 ms, from the [KafkaTimestamp] member of 'KafkaGen.Tests.Sending.Tick'")]
    [InlineData(1_700_000_000_000_000, false, "1700000000000000 ms, from the [KafkaTimestamp] member of 'KafkaGen.Tests.Sending.Tick'")]
    [InlineData(1_700_000_000_000, true, "-62135596800000 ms, from ProduceOptions.Timestamp")]
    public async Task Timestamp_out_of_range_is_refused_with_who_said_so_and_the_range(long at, bool isOfCall, string expected)
    {
        ITopicProducer<Tick> producer = Connect().GetProducer<Tick>();
        ProduceOptions options = isOfCall ? new ProduceOptions { Timestamp = DateTimeOffset.MinValue } : default;

        RecordEncodingException error = await Assert.ThrowsAsync<RecordEncodingException>(() => producer.ProduceAsync(new Tick(at), options, Cancelled).AsTask());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("after 1970-01-01T00:00:00Z and at most 9999-12-31T23:59:59.999Z", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flush_of_a_topic_says_that_the_client_is_disposed()
    {
        KafkaGenClient client = Connect();
        ITopicProducer<Tick> producer = client.GetProducer<Tick>();
        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => producer.FlushAsync(Cancelled).AsTask());
    }

    [Theory]
    [InlineData(140_000)]
    [InlineData(300_000)]
    public void Large_record_leaves_no_garbage(int size)
    {
        const int Rounds = 50;
        byte[] piece = new byte[4096];
        Encode();
        Encode();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
        {
            Encode();
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Rounds, 0, 1000);

        void Encode()
        {
            RecordBuffer buffer = RecordBuffers.Rent();
            for (int written = 0; written < size; written += piece.Length)
            {
                buffer.Write(piece);
            }

            RecordBuffers.Return(buffer);
        }
    }
}

[KafkaTopic("ticks")]
public sealed record Tick([KafkaTimestamp] long At);
