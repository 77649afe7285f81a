namespace KafkaGen;

/// <summary>A message holds a value that cannot be written. Nothing of the record was sent.</summary>
public sealed class RecordEncodingException : KafkaGenException
{
    /// <summary>Describes a value that cannot be written.</summary>
    /// <param name="message">The value's place, what is wrong with it, and what to do; a sentence.</param>
    /// <param name="innerException">The exception of the code that refused the value, when there is one.</param>
    public RecordEncodingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
