using System.Text;
using KafkaGen.Contracts;
using KafkaGen.TestKit;

namespace KafkaGen.Json.Tests.Primitives;

public class RecordBufferTests
{
    private readonly RecordBuffer _buffer = new();

    [Fact]
    public void A_new_buffer_is_empty()
    {
        Assert.Equal(0, _buffer.Length);
        Assert.False(_buffer.HasKey);
        Assert.True(_buffer.Key.IsEmpty);
        Assert.True(_buffer.Value.IsEmpty);
        Assert.Equal(0, _buffer.HeaderCount);
        Assert.Null(_buffer.Timestamp);
        Assert.Null(_buffer.Partition);
    }

    [Fact]
    public void Key_headers_and_value_lie_side_by_side()
    {
        _buffer.Write("key"u8);
        _buffer.EndKey();
        WriteHeader("first", "1");
        WriteHeader("second", "");
        WriteHeader("", "3");
        _buffer.BeginValue();
        _buffer.Write("value"u8);

        Assert.True(_buffer.Key.SequenceEqual("key"u8));
        Assert.Equal(["first=1", "second=", "=3"], Headers());
        Assert.True(_buffer.Value.SequenceEqual("value"u8));
        Assert.Equal("keyfirst1second3value".Length, _buffer.Length);
    }

    [Fact]
    public void An_empty_key_is_a_key()
    {
        _buffer.EndKey();
        _buffer.BeginValue();
        _buffer.Write("value"u8);

        Assert.True(_buffer.HasKey);
        Assert.True(_buffer.Key.IsEmpty);
        Assert.True(_buffer.Value.SequenceEqual("value"u8));
    }

    [Fact]
    [Trait("Draws", "Random")]
    public void Growth_keeps_every_part()
    {
        var random = new Random(Seed.Value);
        byte[] key = new byte[300];
        byte[] value = new byte[100_000];
        random.NextBytes(key);
        random.NextBytes(value);

        _buffer.Write(key);
        _buffer.EndKey();
        for (int i = 0; i < 100; i++)
        {
            WriteHeader($"name {i}", new string((char)('a' + (i % 26)), i));
        }

        _buffer.BeginValue();
        for (int done = 0, step = 1; done < value.Length; done += step, step = Math.Min(step * 2, value.Length - done))
        {
            _buffer.Write(value.AsSpan(done, step));
        }

        Assert.True(_buffer.Key.SequenceEqual(key), Seed.Hint);
        Assert.True(_buffer.Value.SequenceEqual(value), Seed.Hint);
        Assert.Equal(100, _buffer.HeaderCount);
        Assert.Equal("name 77=" + new string('z', 77), Headers()[77]);
    }

    [Fact]
    public void Single_bytes_grow_it_too()
    {
        for (int i = 0; i < 10_000; i++)
        {
            _buffer.Write((byte)i);
        }

        Assert.Equal(10_000, _buffer.Length);
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Equal((byte)i, _buffer.Value[i]);
        }
    }

    [Fact]
    public void Clearing_forgets_the_record_and_keeps_the_memory()
    {
        WriteRecord(100_000);
        int capacity = _buffer.Capacity;

        _buffer.Clear();

        A_new_buffer_is_empty();
        Assert.Equal(capacity, _buffer.Capacity);
    }

    [Fact]
    public void Trimming_gives_back_what_is_above_the_limit()
    {
        WriteRecord(1);
        int own = _buffer.Capacity;
        WriteRecord(100_000);
        _buffer.Trim(4096);
        A_new_buffer_is_empty();

        // The memory of before the large record, which is within the limit.
        Assert.InRange(own, 1, 4096);
        Assert.Equal(own, _buffer.Capacity);

        _buffer.Trim(8192);
        Assert.Equal(own, _buffer.Capacity);
    }

    [Fact]
    public void A_buffer_trimmed_to_nothing_still_grows()
    {
        _buffer.Trim(0);
        _buffer.Write((byte)'x');
        JsonText.Write(_buffer, "text");
        Assert.True(_buffer.Value.SequenceEqual("x\"text\""u8));
    }

    [Fact]
    public void Serializers_write_through_spans_and_memory()
    {
        Span<byte> span = _buffer.GetSpan(5000);
        Assert.True(span.Length >= 5000);
        "span"u8.CopyTo(span);
        _buffer.Advance(4);
        "memory"u8.CopyTo(_buffer.GetMemory(6).Span);
        _buffer.Advance(6);
        Assert.True(_buffer.GetSpan().Length > 0);
        Assert.True(_buffer.Value.SequenceEqual("spanmemory"u8));
    }

    [Fact]
    public void A_full_buffer_hands_out_room_without_being_asked_for_a_size()
    {
        _buffer.Write(new byte[_buffer.Capacity]);
        Assert.True(_buffer.GetSpan().Length > 0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Advancing_beyond_the_room_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _buffer.Advance(count));

    [Fact]
    public void Depth_of_63_is_allowed_and_64_refused()
    {
        for (int i = 0; i < 63; i++)
        {
            _buffer.Enter();
        }

        Assert.Contains("63", Assert.Throws<RecordEncodingException>(_buffer.Enter).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_is_given_back_on_leaving_and_clearing()
    {
        for (int i = 0; i < 1000; i++)
        {
            _buffer.Enter();
            _buffer.Leave();
        }

        for (int i = 0; i < 63; i++)
        {
            _buffer.Enter();
        }

        _buffer.Clear();
        _buffer.Enter();
    }

    private void WriteHeader(string name, string value)
    {
        _buffer.BeginHeader(Encoding.UTF8.GetBytes(name));
        Utf8Text.Write(_buffer, value);
        _buffer.EndHeader();
    }

    private List<string> Headers() =>
        [.. Enumerable.Range(0, _buffer.HeaderCount).Select(i =>
            $"{Encoding.UTF8.GetString(_buffer.HeaderName(i))}={Encoding.UTF8.GetString(_buffer.HeaderValue(i))}")];

    private void WriteRecord(int bytes)
    {
        _buffer.Write("key"u8);
        _buffer.EndKey();
        WriteHeader("name", "value");
        _buffer.Timestamp = 1;
        _buffer.Partition = 2;
        _buffer.BeginValue();
        _buffer.Write(new byte[bytes]);
    }
}
