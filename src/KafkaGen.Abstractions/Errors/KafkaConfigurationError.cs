namespace KafkaGen;

/// <summary>One thing that is wrong with a configuration.</summary>
public sealed class KafkaConfigurationError
{
    /// <summary>Describes an option that cannot be used.</summary>
    /// <param name="option">The option: the key's full path, such as <c>Kafka:Topics:OrderCreated:Codec</c>, or its name when code has set it.</param>
    /// <param name="message">What is wrong with it and what to write instead.</param>
    public KafkaConfigurationError(string option, string message)
    {
        Option = option;
        Message = message;
    }

    /// <summary>The option: the key's full path, such as <c>Kafka:Topics:OrderCreated:Codec</c>, or its name when code has set it.</summary>
    public string Option { get; }

    /// <summary>What is wrong with it and what to write instead.</summary>
    public string Message { get; }
}
