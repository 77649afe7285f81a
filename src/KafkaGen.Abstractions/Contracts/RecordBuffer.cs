using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KafkaGen.Contracts;

/// <summary>
/// One record while it is encoded: its key, headers and value side by side in one reusable piece of memory. Not thread-safe.
/// </summary>
/// <remarks>Spans taken from it are valid until the next write.</remarks>
public sealed class RecordBuffer : IBufferWriter<byte>
{
    // System.Text.Json takes deeper data than 64 objects and arrays (JsonSerializerOptions.MaxDepth) for a cycle. It writes the 64th if what that
    // holds is nothing, null or some scalars; here it is refused either way.
    private const int MaxDepth = 63;
    private const int InitialCapacity = 1024;

    // Longer arrays are lent: one for each large record would be garbage of the large object heap, which only a full collection takes away.
    private const int LargestOwn = 64 * 1024;
    private const int NoKey = -1;
    private const int Open = -1;

    private byte[] _bytes;
    private byte[]? _own;
    private int _length;
    private int _keyLength = NoKey;
    private int _valueStart;
    private int _valueEnd = Open;
    private int _depth;
    private HeaderRange[] _headers = [];
    private int _headerCount;
    private bool _inHeader;
    private Utf8JsonWriter? _writer;
    private Utf8JsonWriter? _relaxedWriter;
    private List<(string Name, byte[] Value)>? _later;

    /// <summary>Makes an empty buffer.</summary>
    public RecordBuffer() => _bytes = new byte[InitialCapacity];

    /// <summary>The bytes of key, headers and value together.</summary>
    public int Length => _length;

    /// <summary>How many bytes fit without another allocation.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Whether the record has a key; an empty key is a key.</summary>
    public bool HasKey => _keyLength != NoKey;

    /// <summary>The key; empty when there is none.</summary>
    public ReadOnlySpan<byte> Key => _bytes.AsSpan(0, Math.Max(_keyLength, 0));

    /// <summary>The value.</summary>
    public ReadOnlySpan<byte> Value => _bytes.AsSpan(_valueStart, (_valueEnd == Open ? _length : _valueEnd) - _valueStart);

    /// <summary>Whether the record has no value: it deletes its key in a compacted topic. An empty value is not a tombstone.</summary>
    public bool IsTombstone { get; set; }

    /// <summary>How many headers the record has.</summary>
    public int HeaderCount => _headerCount;

    /// <summary>The record's timestamp in milliseconds since the Unix epoch, or <see langword="null"/>.</summary>
    public long? Timestamp { get; set; }

    /// <summary>The record's partition, or <see langword="null"/>.</summary>
    public int? Partition { get; set; }

    /// <summary>A header's name.</summary>
    /// <param name="index">The header, from zero.</param>
    public ReadOnlySpan<byte> HeaderName(int index)
    {
        HeaderRange header = _headers.AsSpan(0, _headerCount)[index];
        return _bytes.AsSpan(header.Start, header.NameLength);
    }

    /// <summary>A header's value.</summary>
    /// <param name="index">The header, from zero.</param>
    public ReadOnlySpan<byte> HeaderValue(int index)
    {
        HeaderRange header = _headers.AsSpan(0, _headerCount)[index];
        return _bytes.AsSpan(header.Start + header.NameLength, header.ValueLength);
    }

    /// <summary>Empties the buffer and keeps its memory.</summary>
    public void Clear()
    {
        _length = 0;
        _keyLength = NoKey;
        _valueStart = 0;
        _valueEnd = Open;
        _depth = 0;
        _headerCount = 0;
        _inHeader = false;
        _later?.Clear();
        IsTombstone = false;
        Timestamp = null;
        Partition = null;
    }

    /// <summary>Gives back memory above <paramref name="capacity"/>, which one large record may have taken. The buffer is emptied.</summary>
    /// <param name="capacity">The largest memory to keep, in bytes.</param>
    public void Trim(int capacity)
    {
        Clear();
        if (_bytes.Length > capacity)
        {
            byte[] own = _own is { } kept && kept.Length <= capacity ? kept : new byte[Math.Min(capacity, LargestOwn)];
            GiveBack();
            (_bytes, _own) = (own, null);
        }
    }

    /// <summary>Appends bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - _length)
        {
            Grow(bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    /// <param name="value">The byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (Math.Max(sizeHint, 1) > _bytes.Length - _length)
        {
            Grow(Math.Max(sizeHint, 1));
        }

        return _bytes.AsSpan(_length);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _length), nameof(count));
        _length += count;
    }

    /// <summary>Room for <paramref name="count"/> bytes at the end: <see cref="GetSpan"/> for encoders, which know how much they need.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<byte> Reserve(int count)
    {
        if (count > _bytes.Length - _length)
        {
            Grow(count);
        }

        return _bytes.AsSpan(_length);
    }

    /// <summary>Keeps bytes written into <see cref="Reserve"/>'s span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Commit(int count)
    {
        Debug.Assert((uint)count <= (uint)(_bytes.Length - _length), "More was written than reserved.");
        _length += count;
    }

    /// <summary>Ends the key: everything written so far is the key.</summary>
    public void EndKey() => _keyLength = _length;

    /// <summary>Begins the value: everything written from now on is the value.</summary>
    public void BeginValue() => _valueStart = _length;

    /// <summary>Ends the value, and appends the headers that a serializer added while it was written.</summary>
    internal void EndValue()
    {
        if (_later is not { Count: > 0 } later)
        {
            return;
        }

        _valueEnd = _length;
        foreach ((string name, byte[] value) in later)
        {
            BeginHeader(Encoding.UTF8.GetBytes(name));
            Write(value);
            EndHeader();
        }
    }

    /// <summary>Keeps a header until the value is complete: key and value are each one piece.</summary>
    internal void AddLater(string name, ReadOnlySpan<byte> value) => (_later ??= []).Add((name, value.ToArray()));

    /// <summary>Begins a header; its value is what is written until <see cref="EndHeader"/>.</summary>
    /// <param name="name">The header's name in UTF-8.</param>
    public void BeginHeader(ReadOnlySpan<byte> name)
    {
        if (_headerCount == _headers.Length)
        {
            Array.Resize(ref _headers, Math.Max(4, _headers.Length * 2));
        }

        _headers[_headerCount] = new HeaderRange(_length, name.Length, 0);
        _inHeader = true;
        Write(name);
    }

    /// <summary>Begins a header whose name is known only at run time.</summary>
    /// <param name="name">The header's name, not empty.</param>
    /// <exception cref="RecordEncodingException">The name is empty, or a zero character would cut it off.</exception>
    public void BeginHeader(string name)
    {
        if (string.IsNullOrEmpty(name) || name.Contains('\0'))
        {
            throw new RecordEncodingException("The name of a header is empty or holds a zero character. Give each header a name.");
        }

        BeginHeader([]);
        Utf8Text.Write(this, name);
        ref HeaderRange header = ref _headers[_headerCount];
        header = header with { NameLength = _length - header.Start };
    }

    /// <summary>Ends the header that <see cref="BeginHeader(ReadOnlySpan{byte})"/> began.</summary>
    public void EndHeader()
    {
        ref HeaderRange header = ref _headers[_headerCount++];
        header = header with { ValueLength = _length - header.Start - header.NameLength };
        _inHeader = false;
    }

    /// <summary>Adds a header to a record that is encoded already.</summary>
    /// <param name="name">The header's name, not empty.</param>
    /// <param name="value">Its value, sent as UTF-8.</param>
    /// <exception cref="RecordEncodingException">The name is empty, or a zero character would cut it off.</exception>
    public void AppendHeader(string name, string value)
    {
        _valueEnd = _valueEnd == Open ? _length : _valueEnd;
        BeginHeader(name);
        Utf8Text.Write(this, value);
        EndHeader();
    }

    /// <summary>The name of the header that was begun and not ended.</summary>
    internal string? OpenHeader =>
        _inHeader ? Encoding.UTF8.GetString(_bytes, _headers[_headerCount].Start, _headers[_headerCount].NameLength) : null;

    /// <summary>Enters a JSON object or array, and refuses data that is nested deeper than System.Text.Json writes.</summary>
    /// <exception cref="RecordEncodingException">The data is nested too deeply; most likely it refers to itself.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (++_depth > MaxDepth)
        {
            ThrowTooDeep();
        }
    }

    /// <summary>Leaves the JSON object or array that <see cref="Enter"/> entered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => _depth--;

    /// <summary>How many JSON objects and arrays are open.</summary>
    internal int Depth => _depth;

    /// <summary>The writer over this buffer, for values that only such a writer can write; made when it is needed first.</summary>
    internal Utf8JsonWriter WriterOf(JavaScriptEncoder? encoder, int maxDepth) => encoder is null
        ? _writer ??= new Utf8JsonWriter(this, new JsonWriterOptions { MaxDepth = maxDepth })
        : _relaxedWriter ??= new Utf8JsonWriter(this, new JsonWriterOptions { MaxDepth = maxDepth, Encoder = encoder });

    /// <summary>Takes out bytes that were written.</summary>
    internal void Remove(int start, int count)
    {
        _bytes.AsSpan(start + count, _length - start - count).CopyTo(_bytes.AsSpan(start));
        _length -= count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int needed)
    {
        long wanted = Math.Max((long)_length + needed, _bytes.Length * 2L);
        if ((long)_length + needed > Array.MaxLength)
        {
            throw new RecordEncodingException(
                $"A record of more than {Array.MaxLength} bytes cannot be encoded. Kafka's usual limit is 1 MB (max.message.bytes): " +
                "store the payload elsewhere and send a reference to it.");
        }

        int length = (int)Math.Min(wanted, Array.MaxLength);
        byte[] larger = length > LargestOwn ? ArrayPool<byte>.Shared.Rent(length) : new byte[length];
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length <= LargestOwn)
        {
            _own = larger.Length > LargestOwn ? _bytes : null;
        }

        GiveBack();
        _bytes = larger;
    }

    private void GiveBack()
    {
        if (_bytes.Length > LargestOwn)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }

    private static void ThrowTooDeep() =>
        throw new RecordEncodingException(
            $"The message is nested deeper than {MaxDepth} objects and arrays, as deep as System.Text.Json writes. Most likely an object refers to itself; " +
            "break the cycle with [JsonIgnore].",
            new JsonException($"The depth is larger than the {MaxDepth} that can be written."));

    private readonly record struct HeaderRange(int Start, int NameLength, int ValueLength);
}
