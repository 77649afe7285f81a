using System.Runtime.CompilerServices;

namespace KafkaGen.Configuration;

/// <summary>Kafka's rule for topic names (<c>org.apache.kafka.common.internals.Topic</c>).</summary>
internal static class TopicName
{
    private const int MaxLength = 249;

    /// <summary>Why a name is illegal, or <see langword="null"/>.</summary>
    internal static string? Problem(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        if (name is "." or "..")
        {
            return "'.' and '..' are reserved";
        }

        if (name.Length > MaxLength)
        {
            return $"it has {name.Length} characters, at most {MaxLength} are allowed";
        }

        int illegal = name.AsSpan().IndexOfAnyExcept(s_legal);
        return illegal < 0 ? null : $"'{name[illegal]}' is not one of a-z A-Z 0-9 . _ -";
    }

    /// <summary>Refuses an illegal name that a call gives.</summary>
    /// <exception cref="ArgumentException">Kafka allows no such name.</exception>
    internal static void ThrowIfIllegal(string topic, [CallerArgumentExpression(nameof(topic))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(topic, parameter);
        if (Problem(topic) is { } problem)
        {
            throw new ArgumentException($"'{topic}' is no topic name that Kafka allows: {problem}.", parameter);
        }
    }

    private static readonly System.Buffers.SearchValues<char> s_legal =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
}
