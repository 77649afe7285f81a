using System.Globalization;
using CsCheck;
using KafkaGen.Compressing;
using KafkaGen.Protocol.Records;
using KafkaGen.ProtocolTests.Records;

namespace KafkaGen.ProtocolTests.Java;

/// <summary>Record batches of every codec, against Kafka's own Java classes.</summary>
[Trait("Draws", "Random")]
public sealed class JavaBatchTests
{
    private const int Batches = 60;

    [Fact]
    public async Task Java_reads_our_batches_and_we_read_Javas()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Seed.Hint);
        List<Case> cases = [.. Cases()];
        string[] answers = await JavaTool.AskAsync("JavaBatches.java", [.. cases.Select(one => one.Line)]);
        foreach ((Case one, string answer) in cases.Zip(answers))
        {
            one.Compare(answer);
        }

        int[] compressed = [.. cases.GroupBy(one => one.Read().Header.Codec).OrderBy(group => group.Key).Select(group => group.Count())];
        Assert.Equal(5, compressed.Length);
        TestContext.Current.TestOutputHelper?.WriteLine($"{cases.Count} batches, by codec: {string.Join(", ", compressed)}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Java_writes_the_same_markers(bool isCommit)
    {
        byte[] ours = new EndTransactionMarker(isCommit, CoordinatorEpoch: 12)
            .ToBatch(producerId: 9_000_000_000, producerEpoch: 3, timestamp: 1_700_000_000_000, baseOffset: 77, leaderEpoch: 5);
        string answer = Assert.Single(await JavaTool.AskAsync("JavaBatches.java", [$"none {Convert.ToHexStringLower(ours)}"]));
        Assert.Equal(Convert.ToHexStringLower(ours), answer.Split('|')[0]);
    }

    private static IEnumerable<Case> Cases()
    {
        Gen<PlainRecord[]> likely = PlainRecord.Batches.Where(records => records.All(record => record.Timestamp >= 0));
        Gen<PlainRecord[]> compressible = Gen.Select(Gen.Int[1, 3_000], Gen.Byte[0, 3], Gen.Int[1, 400])
            .Select((count, spread, size) => Enumerable.Range(0, count)
                .Select(index => new PlainRecord(1_700_000_000_000 + index, [(byte)index], Filled(size, index, spread), []))
                .ToArray());
        foreach (CompressionCodec codec in Enum.GetValues<CompressionCodec>())
        {
            for (int index = 0; index < Batches; index++)
            {
                Gen<PlainRecord[]> gen = index % 3 == 0 ? compressible : likely;
                int? level = codec is CompressionCodec.None or CompressionCodec.Snappy || index % 2 == 0 ? null
                    : 1 + (index % (codec == CompressionCodec.Gzip ? 9 : 12));
                yield return new Case(codec, level, gen.Values(unchecked(Seed.Value + index)).First(), index % 4 == 1);
            }
        }
    }

    private static byte[] Filled(int size, int index, byte spread)
    {
        byte[] value = new byte[size];
        for (int at = 0; at < size; at++)
        {
            value[at] = (byte)(spread == 0 ? 'x' : ((at * index) >> spread) & 15);
        }

        return value;
    }

    private sealed class Case
    {
        private readonly CompressionCodec _codec;
        private readonly PlainRecord[] _records;
        private readonly byte[] _bytes;

        public Case(CompressionCodec codec, int? level, PlainRecord[] records, bool isTransactional)
        {
            _codec = codec;
            _records = records;
            using RecordBatchBuilder builder = PlainRecord.Build(records);
            _bytes = builder.ToArray(
                new RecordBatchHeader
                {
                    BaseOffset = 1_000_000_000_000,
                    LeaderEpoch = 4,
                    ProducerId = isTransactional ? 77 : -1,
                    ProducerEpoch = (short)(isTransactional ? 3 : -1),
                    BaseSequence = isTransactional ? int.MaxValue - 5 : -1,
                    Attributes = isTransactional ? BatchAttributes.Transactional : BatchAttributes.None,
                },
                codec,
                level);
        }

        public string Line => $"{(_codec == CompressionCodec.None ? "none" : _codec.ToString().ToLowerInvariant())} {Convert.ToHexStringLower(_bytes)}";

        public RecordBatch Read() => Read(_bytes);

        public void Compare(string answer)
        {
            string[] parts = answer.Split('|');
            RecordBatchHeader header = Read().Header;
            Assert.True(parts[0] != "error", answer);
            Assert.Equal(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{header.BaseOffset} {header.LastOffset} {header.LeaderEpoch} {header.ProducerId} {header.ProducerEpoch} {header.BaseSequence} " +
                    $"{header.LastSequence} {header.MaxTimestamp} {(int)header.Codec} {(header.IsTransactional ? "true" : "false")} false"),
                parts[1]);
            Assert.Equal(string.Concat(_records.Select(record => $"{record};")), parts[2]);

            byte[] javas = Convert.FromHexString(parts[0]);
            RecordBatch java = Read(javas);
            Assert.Equal(_codec, java.Header.Codec);
            using (var opened = new OpenedBatch(java))
            {
                Assert.Equal(_records, PlainRecord.ReadAll(java, opened.Records), PlainRecord.Comparer);
            }

            if (_codec == CompressionCodec.None)
            {
                Assert.Equal(Convert.ToHexStringLower(_bytes), parts[0]);
            }
        }

        private static RecordBatch Read(byte[] bytes)
        {
            Assert.Equal(BatchDefect.None, RecordBatch.TryRead(bytes, out RecordBatch batch));
            return batch;
        }
    }
}
