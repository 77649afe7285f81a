using System.Buffers;
using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Sending;

/// <summary>Memory of a header that calls a test when it is read: while its record is handed to the native producer.</summary>
internal sealed class HookedMemory(Action hook) : MemoryManager<byte>
{
    private readonly byte[] _bytes = [1];

    internal ReadOnlyMemory<byte> Whole => CreateMemory(_bytes.Length);

    /// <summary>Produces a record with such a header on a thread of its own, which the hook may block.</summary>
    internal Task<RecordMetadata> ProduceAsync(ITopicProducer<Number> producer) => Task.Factory.StartNew(
        () => producer.ProduceAsync(new Number("a", 1), new ProduceOptions { Headers = [new RecordHeader("h", Whole)] }, CancellationToken.None).AsTask(),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default).Unwrap();

    public override Span<byte> GetSpan()
    {
        hook();
        return _bytes;
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
