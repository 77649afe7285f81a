namespace KafkaGen.Testing.Broker.Topics;

/// <summary>Kafka's rule for topic names.</summary>
internal static class TopicName
{
    private const int MaxLength = 249;

    public static bool IsLegal(string name) =>
        name.Length is > 0 and <= MaxLength && name is not ("." or "..") && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    /// <summary>The name as metrics see it: topics whose names differ only in dots and underscores collide.</summary>
    public static string Collision(string name) => name.Replace('.', '_');
}
