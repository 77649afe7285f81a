using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KafkaGen.KafkaTests;

/// <summary>
/// Lets Confluent.Kafka consume with a librdkafka below 2.1, Debian's 2.0.2 among them. Since its version 2.1 Confluent.Kafka asks for every
/// record's leader epoch without looking whether the library has that function, so that its first record ends in an
/// <see cref="EntryPointNotFoundException"/>.
/// </summary>
/// <remarks>
/// The library's answer for "not known" is put in the place of the missing functions. That is true there: a library without them knows no
/// epochs.
/// </remarks>
internal static class ConfluentLeaderEpoch
{
    private const int Unknown = -1;

    /// <summary>Does nothing when the library has the functions.</summary>
    /// <param name="librdkafka">The library that Confluent.Kafka's calls go to.</param>
    public static void SupplyWhereMissing(IntPtr librdkafka)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported || NativeLibrary.TryGetExport(librdkafka, "rd_kafka_message_leader_epoch", out _))
        {
            return;
        }

        // It binds all its functions now, and not again later.
        _ = Confluent.Kafka.Library.IsLoaded || Confluent.Kafka.Library.Load();
        Type? functions = Type.GetType("Confluent.Kafka.Impl.Librdkafka, Confluent.Kafka");
        Replace(functions?.GetField("_message_leader_epoch", BindingFlags.NonPublic | BindingFlags.Static), nameof(Get));
        Replace(functions?.GetField("_topic_partition_get_leader_epoch", BindingFlags.NonPublic | BindingFlags.Static), nameof(Get));
        Replace(functions?.GetField("_topic_partition_set_leader_epoch", BindingFlags.NonPublic | BindingFlags.Static), nameof(Set));
    }

    private static void Replace(FieldInfo? function, string substitute)
    {
        MethodInfo method = typeof(ConfluentLeaderEpoch).GetMethod(substitute, BindingFlags.NonPublic | BindingFlags.Static)!;
        function?.SetValue(null, Delegate.CreateDelegate(function.FieldType, method));
    }

    private static int Get(IntPtr messageOrPartition) => Unknown;

    private static void Set(IntPtr partition, int epoch)
    {
        // A library without epochs has nowhere to put one.
    }
}

internal static class TemporaryNativeLibraryName
{
    [ModuleInitializer]
    internal static void Register()
    {
        NativeLibrary.SetDllImportResolver(typeof(Confluent.Kafka.Library).Assembly, Resolve);
        ConfluentLeaderEpoch.SupplyWhereMissing(NativeLibrary.Load("librdkafka.so.1"));
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "librdkafka" && NativeLibrary.TryLoad("librdkafka.so.1", out IntPtr library) ? library : IntPtr.Zero;
}
