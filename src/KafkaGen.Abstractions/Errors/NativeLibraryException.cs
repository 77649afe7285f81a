namespace KafkaGen;

/// <summary>librdkafka, the native library that carries the records, was not found or is too old. The message says what to install.</summary>
public sealed class NativeLibraryException : KafkaGenException
{
    /// <summary>Describes a native library that cannot be used.</summary>
    /// <param name="message">What was looked for, what was found, and what to install.</param>
    /// <param name="innerException">The loader's exception, when there is one.</param>
    public NativeLibraryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
