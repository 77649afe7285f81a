using System.Globalization;

namespace KafkaGen.Configuration;

/// <summary>
/// Properties of other clients that librdkafka does not have: of the Java client those that are KafkaGen's options, and of Confluent.Kafka's
/// managed layer those that say what KafkaGen does anyway.
/// </summary>
internal static class ForeignProperties
{
    /// <summary>Takes a property where it is one of these.</summary>
    /// <returns>Whether it is.</returns>
    /// <exception cref="KafkaConfigurationException">It asks for what does not exist here.</exception>
    internal static bool TryTake(string name, string value, KafkaGenOptions options)
    {
        switch (PropertyNames.Letters(name))
        {
            case "buffermemory":
                options.BufferMemory = Whole(name, value);
                return true;
            case "maxblockms":
                options.MaxBlock = TimeSpan.FromMilliseconds(Whole(name, value));
                return true;
            case "sslkeystoretype":
                Require(
                    PropertyNames.Letters(value) == "pkcs12",
                    name,
                    value,
                    "librdkafka reads PKCS#12 files by ssl.keystore.location, and PEM files by ssl.certificate.location and ssl.key.location; it does not read JKS. " +
                    "'keytool -importkeystore -deststoretype pkcs12' converts one");
                return true;
            case "enablebackgroundpoll" or "dotnetproducerenablebackgroundpoll":
                Require(IsTrue(value), name, value, "KafkaGen polls by itself, and nobody else could. Remove it");
                return true;
            case "enabledeliveryreports" or "dotnetproducerenabledeliveryreports":
                Require(IsTrue(value), name, value, "every accepted record is answered. Use EnqueueAsync where nobody waits for the answer, and remove it");
                return true;
            case "logqueue" or "deliveryreportfields" or "dotnetproducerdeliveryreportfields" or "cancellationdelaymaxms" or "dotnetcancellationdelaymaxms":
                return true;
            default:
                return false;
        }
    }

    private static void Require(bool isMet, string name, string value, string reason)
    {
        if (!isMet)
        {
            throw new KafkaConfigurationException(name, $"'{name}' cannot be '{value}': {reason}.");
        }
    }

    private static bool IsTrue(string value) => value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase);

    private static long Whole(string name, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= int.MaxValue * 1000L
            ? number
            : throw new KafkaConfigurationException(name, $"'{name}' cannot be '{value}': it is a whole number.");
}
