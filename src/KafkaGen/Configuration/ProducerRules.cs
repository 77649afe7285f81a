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
    /// <param name="errors">Takes what contradicts each other.</param>
    internal static void Check(IReadOnlyDictionary<string, string> properties, OptionErrors errors)
    {
        if (properties.GetValueOrDefault(Idempotence) == "true")
        {
            CheckIdempotence(properties, errors);
        }

        if (Number(properties, "linger.ms") is { } linger && Number(properties, "message.timeout.ms") is > 0 and var timeout && timeout <= linger)
        {
            Contradict(
                errors, properties, "message.timeout.ms", $"must be more than linger.ms, which is {properties["linger.ms"]}: records would time out before they are sent");
        }

        CheckAtLeast(errors, properties, "retry.backoff.max.ms", "retry.backoff.ms");
        CheckAtLeast(errors, properties, "reconnect.backoff.max.ms", "reconnect.backoff.ms");
    }

    private static void CheckIdempotence(IReadOnlyDictionary<string, string> properties, OptionErrors errors)
    {
        const string Way = "Leave it out, or turn idempotence off with enable.idempotence=false and live with duplicates and reordering.";
        if (properties.TryGetValue("acks", out string? acks) && acks.Trim() is not ("-1" or "all"))
        {
            Contradict(errors, properties, "acks", $"must be 'all' while {Idempotence} is true: what only a leader has confirmed may be lost with it. {Way}");
        }

        if (Number(properties, "max.in.flight.requests.per.connection") is > MaxInFlightOfIdempotence)
        {
            Contradict(
                errors,
                properties,
                "max.in.flight.requests.per.connection",
                $"must be at most {MaxInFlightOfIdempotence} while {Idempotence} is true: a broker remembers the last {MaxInFlightOfIdempotence} batches of a producer. {Way}");
        }

        if (Number(properties, "message.send.max.retries") is 0)
        {
            Contradict(
                errors,
                properties,
                "message.send.max.retries",
                $"must be at least 1 while {Idempotence} is true: without a retry a lost answer leaves a gap in the sequence. To give up earlier set " +
                $"message.timeout.ms. {Way}");
        }

        if (properties.TryGetValue("queuing.strategy", out string? strategy) && strategy.Trim() != "fifo")
        {
            Contradict(errors, properties, "queuing.strategy", $"must be 'fifo' while {Idempotence} is true: it keeps the sequence. {Way}");
        }
    }

    private static void CheckAtLeast(OptionErrors errors, IReadOnlyDictionary<string, string> properties, string larger, string smaller)
    {
        if (Number(properties, larger) is { } max && Number(properties, smaller) is { } min && max < min)
        {
            Contradict(errors, properties, larger, $"must be at least {smaller}, which is {properties[smaller]}");
        }
    }

    private static void Contradict(OptionErrors errors, IReadOnlyDictionary<string, string> properties, string property, string rule) =>
        errors.Add(property, value: null, $"is '{properties[property]}' but {rule.TrimEnd('.')}.");

    private static double? Number(IReadOnlyDictionary<string, string> properties, string property) =>
        properties.TryGetValue(property, out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : null;
}
