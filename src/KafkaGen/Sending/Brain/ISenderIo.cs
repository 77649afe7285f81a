using KafkaGen.Accumulating;
using KafkaGen.Protocol;

namespace KafkaGen.Sending.Brain;

/// <summary>What the brain has done by others. Nothing of it waits, and what comes of it is an event of a later turn.</summary>
internal interface ISenderIo
{
    /// <summary>Connects; <see cref="SenderBrain.Connected"/> or <see cref="SenderBrain.ConnectFailed"/> follows.</summary>
    void Connect(BrokerLink link, string host, int port);

    /// <summary>A partition has something new; <see cref="SenderBrain.HasWork"/> follows. Called by any thread.</summary>
    void Announce(PartitionSender partition);

    /// <summary>Something that the log or a metric may tell.</summary>
    void Note(BrainNote note);

    /// <summary>Compresses the records of a batch; <see cref="SenderBrain.Compressed"/> follows.</summary>
    void Compress(PartitionSender partition, ProducerBatch batch);
}

/// <summary>A connection to a broker, as the brain sees it.</summary>
internal abstract class SenderConnection
{
    /// <summary>Whose it is.</summary>
    internal required BrokerLink Link { get; init; }

    /// <summary>
    /// Sends a request. The memory of its batches is left alone until the request is answered or <see cref="SenderBrain.Closed"/> was told. Where no answer will come
    /// (<c>acks=0</c>), <see cref="SenderBrain.Written"/> follows.
    /// </summary>
    internal abstract void Send(Request request, short version, int correlationId);

    /// <summary>Cuts it; <see cref="SenderBrain.Closed"/> follows when nothing of it runs any more.</summary>
    internal abstract void Close();
}

/// <summary>What kind of thing happened.</summary>
internal enum BrainNoteKind
{
    ConnectFailed,

    /// <summary>Not by this client, and not while it was idle.</summary>
    Disconnected,

    RequestTimedOut,
    Unreadable,
    NewEpoch,
    TopicMissing,
    TopicReplaced,
    MetadataFailed,
    ProducerIdFailed,

    /// <summary>A codec threw; the batch is sent as it is.</summary>
    CompressionFailed,

    /// <summary>The loop threw, which is a fault of this library: everything fails with the cause.</summary>
    LoopFailed,
}

/// <summary>Something that happened.</summary>
/// <param name="Kind">What.</param>
/// <param name="Where">The broker's address, or topic and partition.</param>
/// <param name="Detail">The reason.</param>
internal sealed record BrainNote(BrainNoteKind Kind, string Where, string Detail);
