namespace KafkaGen;

/// <summary>Options are unknown, malformed or contradict each other. Nothing was connected.</summary>
public sealed class KafkaConfigurationException : KafkaGenException
{
    /// <summary>Describes an option that cannot be used.</summary>
    /// <param name="option">The option, as it was named in the configuration.</param>
    /// <param name="message">What is wrong with it and what to write instead.</param>
    public KafkaConfigurationException(string option, string message)
        : this([new KafkaConfigurationError(option, message)])
    {
    }

    /// <summary>Describes everything that is wrong with a configuration.</summary>
    /// <param name="errors">What is wrong; at least one error.</param>
    /// <exception cref="ArgumentException"><paramref name="errors"/> is empty.</exception>
    public KafkaConfigurationException(IReadOnlyList<KafkaConfigurationError> errors)
        : base(Describe(errors)) => Errors = errors;

    /// <summary>The first option that cannot be used, as it was named in the configuration.</summary>
    public string Option => Errors[0].Option;

    /// <summary>Everything that is wrong, in the order in which it was found.</summary>
    public IReadOnlyList<KafkaConfigurationError> Errors { get; }

    private static string Describe(IReadOnlyList<KafkaConfigurationError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return errors.Count switch
        {
            0 => throw new ArgumentException("There is no error to describe.", nameof(errors)),
            1 => errors[0].Message,
            _ => $"The configuration of KafkaGen has {errors.Count} errors:\n{string.Join("\n", errors.Select(error => "- " + error.Message))}",
        };
    }
}
