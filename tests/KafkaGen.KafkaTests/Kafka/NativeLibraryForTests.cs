using System.Runtime.CompilerServices;
using KafkaGen.Native;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>Confluent.Kafka's clients are used here before any of KafkaGen's, and must find the same librdkafka.</summary>
internal static class NativeLibraryForTests
{
    [ModuleInitializer]
    internal static void Find() => LibrdkafkaResolver.EnsureLoaded();
}
