namespace KafkaGen.Protocol;

/// <summary>
/// Bytes of a peer that are not what Kafka's protocol says: cut off, with an impossible length or count, with something behind the end.
/// Reading throws no other exception, whatever the bytes are.
/// </summary>
/// <remarks>Whoever reads a connection closes it: after such bytes nothing says where the next message begins.</remarks>
internal sealed class ProtocolException : Exception
{
    /// <param name="message">What was read, for example <c>ProduceRequest v9</c>.</param>
    /// <param name="field">The field in it, or an empty text where it has none.</param>
    /// <param name="offset">Where in the bytes of the message the field begins.</param>
    /// <param name="reason">What is wrong, as the rest of a sentence about the field.</param>
    /// <param name="cause">What a codec threw, if it was one.</param>
    public ProtocolException(string message, string field, int offset, string reason, Exception? cause = null)
        : base(field.Length == 0 ? $"{message}, byte {offset}: {reason}." : $"{message}, {field} at byte {offset}: {reason}.", cause)
    {
        Subject = message;
        Field = field;
        Offset = offset;
    }

    /// <summary>What was read, for example <c>ProduceRequest v9</c>.</summary>
    public string Subject { get; }

    /// <summary>The field in it; empty where it has none.</summary>
    public string Field { get; }

    /// <summary>Where in the bytes of the message the field begins.</summary>
    public int Offset { get; }
}
