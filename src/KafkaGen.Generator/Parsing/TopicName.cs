namespace KafkaGen.Generator.Parsing;

/// <summary>Kafka's rule for topic names (org.apache.kafka.common.internals.Topic).</summary>
internal static class TopicName
{
    private const int MaxLength = 249;

    /// <summary>What is wrong with a name, or <see langword="null"/>.</summary>
    public static string? Fault(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        if (name is "." or "..")
        {
            return "it must be neither . nor ..";
        }

        if (name.Length > MaxLength)
        {
            return "it is longer than 249 characters";
        }

        foreach (char c in name)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_' or '-'))
            {
                return "only the characters a-z A-Z 0-9 . _ - are allowed";
            }
        }

        return null;
    }
}
