using CsCheck;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Records;

namespace KafkaGen.ProtocolTests.Records;

/// <summary>Record batches, there and back.</summary>
[Trait("Draws", "Random")]
public sealed class RecordBatchTests
{
    private static readonly RecordBatchHeader s_template = new()
    {
        BaseOffset = 1_234_567_890_123,
        LeaderEpoch = 7,
        ProducerId = 4_000_000_000,
        ProducerEpoch = 12,
        BaseSequence = int.MaxValue - 1,
        Attributes = BatchAttributes.Transactional,
    };

    [Fact]
    public void Records_come_back_as_they_were() => PlainRecord.Batches.Check(
        count: 400,
        records =>
        {
            byte[] bytes = PlainRecord.Write(records, s_template);
            Assert.Equal(BatchDefect.None, RecordBatch.TryRead(bytes, out RecordBatch batch));
            Assert.Equal(records, PlainRecord.ReadAll(batch), PlainRecord.Comparer);
            Assert.Equal(records.Length, batch.Header.Count);
            Assert.Equal(records.Length - 1, batch.Header.LastOffsetDelta);
            Assert.Equal(records[0].Timestamp, batch.Header.BaseTimestamp);
            Assert.Equal(records.Max(record => record.Timestamp), batch.Header.MaxTimestamp);
            Assert.Equal(s_template.BaseOffset + records.Length - 1, batch.Header.LastOffset);
            Assert.Equal((int)(((long)int.MaxValue - 1 + records.Length - 1) & int.MaxValue), batch.Header.LastSequence);
            Assert.True(batch.Header.IsTransactional);
            Assert.False(batch.Header.IsControl);
        },
        print: PlainRecord.Print);

    [Fact]
    public void Batches_follow_each_other_and_the_last_may_be_cut_off() => Gen.Select(PlainRecord.Batches.Array[1, 4], Gen.Int[0, 100_000]).Check(
        count: 200,
        value =>
        {
            (PlainRecord[][] batches, int cut) = value;
            byte[][] written = [.. batches.Select(records => PlainRecord.Write(records, s_template))];
            byte[] all = [.. written.SelectMany(bytes => bytes)];
            cut %= all.Length + 1;
            int whole = 0;
            for (int end = written[0].Length; whole < written.Length && end <= cut; whole++)
            {
                end += whole + 1 < written.Length ? written[whole + 1].Length : 0;
            }

            var reader = new RecordBatches(all.AsMemory(0, cut));
            int read = 0;
            while (reader.MoveNext())
            {
                Assert.Equal(BatchDefect.None, reader.Defect);
                Assert.Equal(batches[read], PlainRecord.ReadAll(reader.Current), PlainRecord.Comparer);
                read++;
            }

            Assert.Equal(whole, read);
            Assert.Equal(cut > written.Take(whole).Sum(bytes => bytes.Length), reader.IsCutOff);
        });

    [Fact]
    public void Every_changed_bit_behind_the_magic_is_found()
    {
        byte[] bytes = PlainRecord.Write([new PlainRecord(1, [1, 2], [3], [])], s_template);
        for (int at = 17; at < bytes.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bytes[at] ^= (byte)(1 << bit);
                Assert.Equal(BatchDefect.Checksum, RecordBatch.TryRead(bytes, out _));
                bytes[at] ^= (byte)(1 << bit);
            }
        }

        Assert.Equal(BatchDefect.None, RecordBatch.TryRead(bytes, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Other_formats_are_told_apart(byte magic)
    {
        byte[] bytes = PlainRecord.Write([new PlainRecord(1, [1, 2], [3], [])], s_template);
        bytes[16] = magic;
        Assert.Equal(BatchDefect.Magic, RecordBatch.TryRead(bytes, out _));
    }

    [Fact]
    public void Bad_records_under_a_right_checksum_are_refused() => Gen.Select(PlainRecord.Batches, Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 3]).Check(
        count: 3_000,
        value =>
        {
            (PlainRecord[] records, (int, byte)[] changes) = value;
            byte[] bytes = PlainRecord.Write(records, s_template);
            foreach ((int at, byte changed) in changes)
            {
                // From the count of records on.
                bytes[57 + (at % (bytes.Length - 57))] = changed;
            }

            RecordBatchHeader.SetChecksum(bytes);
            if (RecordBatch.TryRead(bytes, out RecordBatch batch) == BatchDefect.None)
            {
                try
                {
                    Assert.Equal(batch.Header.Count, PlainRecord.ReadAll(batch).Count);
                }
                catch (ProtocolException)
                {
                    // That is what it is for.
                }
            }
        });

    [Fact]
    public void Random_bytes_are_a_batch_or_a_defect() => Gen.Byte.Array[0, 100].Check(
        count: 5_000,
        bytes =>
        {
            if (bytes.Length > 16)
            {
                bytes[16] = RecordBatchHeader.CurrentMagic;
            }

            var reader = new RecordBatches(bytes);
            while (reader.MoveNext())
            {
                Assert.NotEqual(BatchDefect.None, reader.Defect);
            }
        },
        print: Convert.ToHexStringLower);

    [Fact]
    public void Count_that_does_not_fit_is_refused_before_the_records_are_read()
    {
        byte[] bytes = PlainRecord.Write([new PlainRecord(1, [1, 2], [3], [])], s_template);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(57), int.MaxValue);
        RecordBatchHeader.SetChecksum(bytes);
        Assert.Equal(BatchDefect.None, RecordBatch.TryRead(bytes, out RecordBatch batch));
        Assert.Contains("do not fit", Assert.Throws<ProtocolException>(() => PlainRecord.ReadAll(batch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leader_sets_place_and_time()
    {
        byte[] bytes = PlainRecord.Write([new PlainRecord(5, [1], [2], []), new PlainRecord(9, [1], [2], [])], s_template);
        RecordBatchHeader.SetPlace(bytes, baseOffset: 40, leaderEpoch: 3);
        Assert.Equal(BatchDefect.None, RecordBatch.TryRead(bytes, out RecordBatch batch));
        Assert.Equal((40L, 41L, 3), (batch.Header.BaseOffset, batch.Header.LastOffset, batch.Header.LeaderEpoch));
        Assert.Equal([5, 9], PlainRecord.ReadAll(batch).Select(record => record.Timestamp));

        RecordBatchHeader.SetLogAppendTime(bytes, 777);
        Assert.Equal(BatchDefect.None, RecordBatch.TryRead(bytes, out batch));
        Assert.True(batch.Header.HasLogAppendTime);
        Assert.Equal([777, 777], PlainRecord.ReadAll(batch).Select(record => record.Timestamp));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Marker_ends_a_transaction(bool isCommit)
    {
        byte[] bytes = new EndTransactionMarker(isCommit, CoordinatorEpoch: 5)
            .ToBatch(producerId: 9, producerEpoch: 2, timestamp: 1_000, baseOffset: 60, leaderEpoch: 1);
        Assert.Equal(BatchDefect.None, RecordBatch.TryRead(bytes, out RecordBatch batch));
        Assert.True(batch.Header.IsControl && batch.Header.IsTransactional);
        Assert.Equal((60L, 9L, (short)2, -1), (batch.Header.BaseOffset, batch.Header.ProducerId, batch.Header.ProducerEpoch, batch.Header.BaseSequence));
        RecordEnumerator records = batch.ReadRecords();
        Assert.True(records.MoveNext());
        Assert.Equal(new EndTransactionMarker(isCommit, 5), EndTransactionMarker.Read(records.Current));
        Assert.False(records.MoveNext());
    }

    [Fact]
    public void Writing_and_reading_records_allocates_nothing()
    {
        byte[] key = [1, 2, 3];
        byte[] value = new byte[100];
        HeaderBytes[] headers = [new HeaderBytes("type", new byte[] { 4, 5 })];
        using var builder = new RecordBatchBuilder(capacity: 1 << 20);
        Run(builder, 100);
        builder.Reset();
        long before = GC.GetAllocatedBytesForCurrentThread();
        long bytes = Run(builder, 1_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(1_000 * (3 + 100 + 4 + 2), bytes);
        Assert.Equal(0, allocated);

        long Run(RecordBatchBuilder batch, int count)
        {
            for (int index = 0; index < count; index++)
            {
                batch.Append(index, key, value, headers);
            }

            RecordBatch.TryRead(batch.Build(s_template), out RecordBatch read);
            long sum = 0;
            foreach (RecordView record in read.ReadRecords())
            {
                sum += record.Key.Span.Length + record.Value.Span.Length;
                foreach (RecordView.HeaderView header in record.Headers)
                {
                    sum += header.KeyBytes.Length + header.Value.Span.Length;
                }
            }

            return sum;
        }
    }
}
