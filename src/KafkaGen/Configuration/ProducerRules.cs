using System.Globalization;

namespace KafkaGen.Configuration;

/// <summary>
/// What must hold between the properties of a producer. librdkafka would refuse most of it as well, but later, without what to do about it, or in its log
/// alone.
/// </summary>
internal static class ProducerRules
{
    private const string Idempotence = "enable.idempotence";
    private const int MaxInFlightOfIdempotence = 5;

    /// <param name="properties">The properties by their canonical names.</param>
    /// <exception cref="KafkaConfigurationException">Two of them contradict each other.</exception>
    internal static void Check(IReadOnlyDictionary<string, string> properties)
    {
        if (IsTrue(properties.GetValueOrDefault(Idempotence, "false")))
        {
            CheckIdempotence(properties);
        }

        if (Number(properties, "linger.ms") is { } linger && Number(properties, "message.timeout.ms") is > 0 and var timeout && timeout <= linger)
        {
            throw Contradiction(
                properties, "message.timeout.ms", $"must be more than linger.ms, which is {properties["linger.ms"]}: records would time out before they are sent");
        }

        CheckAtLeast(properties, "retry.backoff.max.ms", "retry.backoff.ms");
        CheckAtLeast(properties, "reconnect.backoff.max.ms", "reconnect.backoff.ms");
    }

    private static void CheckIdempotence(IReadOnlyDictionary<string, string> properties)
    {
        const string Way = "Leave it out, or turn idempotence off with enable.idempotence=false and live with duplicates and reordering.";
        if (properties.TryGetValue("acks", out string? acks) && acks.Trim() is not ("-1" or "all"))
        {
            throw Contradiction(properties, "acks", $"must be 'all' while {Idempotence} is true: what only a leader has confirmed may be lost with it. {Way}");
        }

        if (Number(properties, "max.in.flight.requests.per.connection") is > MaxInFlightOfIdempotence)
        {
            throw Contradiction(
                properties,
                "max.in.flight.requests.per.connection",
                $"must be at most {MaxInFlightOfIdempotence} while {Idempotence} is true: a broker remembers the last {MaxInFlightOfIdempotence} batches of a producer. {Way}");
        }

        if (Number(properties, "message.send.max.retries") is 0)
        {
            throw Contradiction(
                properties,
                "message.send.max.retries",
                $"must be at least 1 while {Idempotence} is true: without a retry a lost answer leaves a gap in the sequence. To give up earlier set " +
                $"message.timeout.ms. {Way}");
        }

        if (properties.TryGetValue("queuing.strategy", out string? strategy) && strategy.Trim() != "fifo")
        {
            throw Contradiction(properties, "queuing.strategy", $"must be 'fifo' while {Idempotence} is true: it keeps the sequence. {Way}");
        }
    }

    private static void CheckAtLeast(IReadOnlyDictionary<string, string> properties, string larger, string smaller)
    {
        if (Number(properties, larger) is { } max && Number(properties, smaller) is { } min && max < min)
        {
            throw Contradiction(properties, larger, $"must be at least {smaller}, which is {properties[smaller]}");
        }
    }

    private static KafkaConfigurationException Contradiction(IReadOnlyDictionary<string, string> properties, string property, string rule) =>
        new(property, $"'{property}' is '{properties[property]}' but {rule.TrimEnd('.')}.");

    // What is no number librdkafka refuses with its range.
    private static double? Number(IReadOnlyDictionary<string, string> properties, string property) =>
        properties.TryGetValue(property, out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : null;

    // As librdkafka reads it.
    private static bool IsTrue(string value) => value.Trim().ToLowerInvariant() is "true" or "t" or "1";
}
