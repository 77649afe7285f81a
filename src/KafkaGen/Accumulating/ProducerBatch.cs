using System.Buffers;
using KafkaGen.Protocol.Records;

namespace KafkaGen.Accumulating;

/// <summary>
/// Records of one partition that are sent, acknowledged and retried together. While it is open it belongs to the lock of its queue; from then on to the sender's loop.
/// </summary>
internal sealed class ProducerBatch
{
    private Piece[] _pieces;
    private int _pieceCount = 1;
    private Piece _last;
    private RecordTimes _times;
    private RecordMarks _toNobody;
    private RecordMarks _dated;
    private int _creditLeft;
    private long _baseTimestamp;
    private long _maxTimestamp;

    /// <param name="queue">The queue of its partition.</param>
    /// <param name="first">Its first piece of memory, with room for the header and the first record.</param>
    /// <param name="now">The monotonic clock, in milliseconds.</param>
    internal ProducerBatch(PartitionQueue queue, Piece first, long now)
    {
        Queue = queue;
        OpenedAt = now;
        _pieces = [first];
        _last = first;
        first.Used = RecordBatchHeader.Size;
        Size = RecordBatchHeader.Size;
    }

    private ProducerBatch(ProducerBatch whole, Piece[] pieces, int from, int count, long maxTimestamp)
    {
        Queue = whole.Queue;
        OpenedAt = whole.OpenedAt;
        _pieces = pieces;
        _pieceCount = pieces.Length;
        _last = pieces[^1];
        _times = whole._times.From(from);
        _toNobody = whole._toNobody.From(from);
        _dated = whole._dated.From(from);
        _baseTimestamp = whole._baseTimestamp;
        _maxTimestamp = maxTimestamp;
        Count = count;
        Size = pieces.Sum(piece => piece.Used);
    }

    internal PartitionQueue Queue { get; }

    /// <summary>When its first record was appended, by the monotonic clock in milliseconds: linger and delivery timeout count from it.</summary>
    internal long OpenedAt { get; }

    internal int Count { get; private set; }

    /// <summary>Its bytes, the header's included, as they are now: before or after compression.</summary>
    internal int Size { get; private set; }

    /// <summary>What its records' callers await; <see langword="null"/> when none does.</summary>
    internal BatchAnswer? Answer { get; set; }

    internal RecordTimes Times => _times;

    /// <summary>Whether somebody has to hear of its failure who is no caller.</summary>
    internal bool HasRecordsToNobody => _toNobody.IsAny;

    /// <summary>How often it took room for records.</summary>
    internal int Credits { get; private set; }

    /// <summary>The codec that its bytes are in.</summary>
    internal CompressionCodec Codec { get; private set; }

    /// <summary>How the sender sees it. The loop's alone.</summary>
    internal BatchDelivery Delivery { get; } = new();

    /// <summary>The pieces of its memory.</summary>
    internal ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, _pieceCount);

    /// <summary>Whether another record of at most <paramref name="size"/> bytes may go in.</summary>
    internal bool Takes(int size, int limit) => Count < BatchAnswer.MaxRecords && Size + size <= limit;

    /// <summary>Whether the present piece holds <paramref name="size"/> more bytes.</summary>
    internal bool HasPieceFor(int size) => _last.Left >= size;

    /// <summary>Takes room for one more record, unless it has some.</summary>
    internal bool TryTakeCredit(Room room, out SendOutcome outcome)
    {
        outcome = SendOutcome.Done;
        if (_creditLeft > 0)
        {
            return true;
        }

        if (!room.TryTakeCredit(Queue.Share, out outcome))
        {
            return false;
        }

        AddCredit(room);
        return true;
    }

    /// <summary>Has room for more records, which was taken for it.</summary>
    internal void AddCredit(Room room)
    {
        Credits++;
        _creditLeft = room.Credit;
    }

    /// <summary>Lets the two halves of it have the room that it took for its records.</summary>
    internal void ShareCredits(ProducerBatch first, ProducerBatch second, Room room)
    {
        first.Credits = Math.Min(Credits, (first.Count + room.Credit - 1) / room.Credit);
        second.Credits = Credits - first.Credits;
        Credits = 0;
    }

    /// <summary>Whether no caller hears of the failure of a record.</summary>
    internal bool IsToNobody(int index) => _toNobody[index];

    /// <summary>Whether a record was given its time.</summary>
    internal bool IsDated(int index) => _dated[index];

    internal void AddPiece(Piece piece)
    {
        if (_pieceCount == _pieces.Length)
        {
            Array.Resize(ref _pieces, _pieceCount * 2);
        }

        _pieces[_pieceCount++] = piece;
        _last = piece;
    }

    /// <summary>Writes a record into the present piece, which holds it, and returns its index.</summary>
    /// <param name="record">The record.</param>
    /// <param name="timestamp">Its time.</param>
    /// <param name="isDated">Whether the record was given it.</param>
    /// <param name="isToNobody">Whether no caller hears of its failure.</param>
    internal int Append(in RecordShape record, long timestamp, bool isDated, bool isToNobody)
    {
        int index = Count;
        if (index == 0)
        {
            _baseTimestamp = timestamp;
            _maxTimestamp = timestamp;
        }
        else if (timestamp > _maxTimestamp)
        {
            _maxTimestamp = timestamp;
        }

        long delta = timestamp - _baseTimestamp;
        Piece piece = _last;
        int written = record.Write(piece.Bytes.AsSpan(piece.Used), record.BodySize(delta, index), delta, index);
        piece.Used += written;
        Size += written;
        if (!isToNobody || Answer is not null)
        {
            _times.Add(index, timestamp);
        }

        _toNobody.Add(index, isToNobody);
        _dated.Add(index, isDated);
        _creditLeft--;
        Count = index + 1;
        return index;
    }

    /// <summary>Its records without the header, as a sequence of pieces.</summary>
    internal ReadOnlySequence<byte> Records => Sequence().Slice(RecordBatchHeader.Size);

    /// <summary>Writes the header and the checksum, and returns the whole batch.</summary>
    internal ReadOnlySequence<byte> Seal(long producerId, short producerEpoch, int baseSequence)
    {
        RecordBatchHeader header = new()
        {
            Length = Size - RecordBatchHeader.LengthOverhead,
            LeaderEpoch = -1,
            Magic = RecordBatchHeader.CurrentMagic,
            Attributes = (BatchAttributes)Codec,
            LastOffsetDelta = Count - 1,
            BaseTimestamp = _baseTimestamp,
            MaxTimestamp = _maxTimestamp,
            ProducerId = producerId,
            ProducerEpoch = producerEpoch,
            BaseSequence = baseSequence,
            Count = Count,
        };
        Span<byte> first = _pieces[0].Bytes.AsSpan(0, _pieces[0].Used);
        header.WriteTo(first);
        uint checksum = Crc32C.Compute(first[RecordBatchHeader.ChecksumFrom..]);
        for (int i = 1; i < _pieceCount; i++)
        {
            checksum = Crc32C.Append(checksum, _pieces[i].Written.Span);
        }

        RecordBatchHeader.SetChecksum(first, checksum);
        return Sequence();
    }

    /// <summary>Goes on with compressed records in other memory.</summary>
    /// <returns>The memory that it had.</returns>
    internal Piece[] Replace(CompressionCodec codec, Piece[] compressed)
    {
        Piece[] before = Pieces.ToArray();
        _pieces = compressed;
        _pieceCount = compressed.Length;
        _last = compressed[^1];
        Size = compressed.Sum(piece => piece.Used);
        Codec = codec;
        return before;
    }

    /// <summary>Lets go of its memory.</summary>
    internal ReadOnlySpan<Piece> TakePieces()
    {
        ReadOnlySpan<Piece> pieces = Pieces;
        _pieces = [];
        _pieceCount = 0;
        return pieces;
    }

    /// <summary>Makes a batch of some of the records of this one, whose memory the caller has filled.</summary>
    /// <param name="pieces">The header's room, and the records with offsets that count from zero.</param>
    /// <param name="from">The first of the records here.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="maxTimestamp">The latest time among them.</param>
    internal ProducerBatch Part(Piece[] pieces, int from, int count, long maxTimestamp) => new(this, pieces, from, count, maxTimestamp);

    internal long BaseTimestamp => _baseTimestamp;

    private ReadOnlySequence<byte> Sequence()
    {
        if (_pieceCount == 1)
        {
            return new ReadOnlySequence<byte>(_pieces[0].Written);
        }

        Segment first = new(_pieces[0].Written, 0);
        Segment last = first;
        for (int i = 1; i < _pieceCount; i++)
        {
            last = last.Then(_pieces[i].Written);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        internal Segment(ReadOnlyMemory<byte> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        internal Segment Then(ReadOnlyMemory<byte> memory)
        {
            Segment next = new(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
