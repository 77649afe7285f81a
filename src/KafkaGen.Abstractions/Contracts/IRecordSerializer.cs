using System.Buffers;

namespace KafkaGen;

/// <summary>
/// Writes values or keys in a format of your own: Avro, Protobuf, an encrypted envelope. Named by <see cref="KafkaTopicAttribute.Serializer"/> or
/// <see cref="KafkaTopicAttribute.KeySerializer"/>. One instance serves all threads of a client.
/// </summary>
/// <remarks>
/// <para>
/// It runs each time a record is produced: on the caller's thread while there is room in the buffer, else later on a thread of the pool, when the record's
/// turn has come. What it throws fails that record with <see cref="RecordEncodingException"/>;
/// nothing of the record is sent.
/// </para>
/// <para>
/// A serializer never waits. One that must do something asynchronous before it can write, such as to register a schema, will say so by a second
/// interface whose asynchronous step the sender awaits before it calls <see cref="Serialize"/>; this one stays as it is.
/// </para>
/// </remarks>
/// <typeparam name="T">What it writes: the message type, or the type of the key's member.</typeparam>
public interface IRecordSerializer<in T>
{
    /// <summary>Writes one value or key.</summary>
    /// <param name="value">What to write.</param>
    /// <param name="output">Where the bytes go. Writing none makes an empty value, not a missing one.</param>
    /// <param name="context">The record that it is part of.</param>
    void Serialize(T value, IBufferWriter<byte> output, in RecordContext context);
}
