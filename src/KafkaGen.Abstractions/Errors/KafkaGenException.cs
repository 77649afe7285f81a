namespace KafkaGen;

/// <summary>The base of all exceptions that KafkaGen defines.</summary>
public abstract class KafkaGenException : Exception
{
    private protected KafkaGenException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
