namespace KafkaGen.Protocol;

/// <summary>
/// A message that its version cannot carry: a field that means something and that the version lacks, a null where it allows none, a text that is too
/// long. It is a mistake of the writer, found before anything is sent.
/// </summary>
internal sealed class MessageWriteException(string message, string field, string reason)
    : Exception($"{message} cannot be written: {field} {reason}.")
{
    /// <summary>The field that cannot be written.</summary>
    public string Field { get; } = field;
}
