namespace KafkaGen;

/// <summary>An option is unknown, malformed or contradicts another. Nothing was connected.</summary>
public sealed class KafkaConfigurationException : KafkaGenException
{
    /// <summary>Describes an option that cannot be used.</summary>
    /// <param name="option">The option, as it was named in the configuration.</param>
    /// <param name="message">What is wrong with it and what to write instead.</param>
    public KafkaConfigurationException(string option, string message)
        : base(message) => Option = option;

    /// <summary>The option, as it was named in the configuration.</summary>
    public string Option { get; }
}
