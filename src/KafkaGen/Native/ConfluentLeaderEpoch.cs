using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KafkaGen.Native;

/// <summary>
/// Lets Confluent.Kafka consume with a librdkafka below 2.1, Debian's 2.0.2 among them. Since its version 2.1 Confluent.Kafka asks for every
/// record's leader epoch without looking whether the library has that function, so that its first record ends in an
/// <see cref="EntryPointNotFoundException"/>.
/// </summary>
/// <remarks>
/// The library's answer for "not known" is put in the place of the missing functions. It is the true one: a library without them knows no
/// epochs.
/// </remarks>
internal static class ConfluentLeaderEpoch
{
    private const int NotKnown = -1;
    private const BindingFlags PrivateStatic = BindingFlags.NonPublic | BindingFlags.Static;

    // Set to false by the package's build targets for a trimmed program that does not use them.
    private static bool HasConfluentClients => !AppContext.TryGetSwitch("KafkaGen.ConfluentClients", out bool used) || used;

    /// <summary>
    /// Does nothing when the library has the functions, or where a delegate of a type that is known only at run time cannot be made: under Native AOT,
    /// where Confluent.Kafka's consumer needs 2.1 or newer.
    /// </summary>
    /// <param name="library">The library that Confluent.Kafka's calls go to.</param>
    internal static void SupplyWhereMissing(nint library)
    {
        if (!HasConfluentClients || !RuntimeFeature.IsDynamicCodeSupported || NativeLibrary.TryGetExport(library, "rd_kafka_message_leader_epoch", out _))
        {
            return;
        }

        // It binds its functions once; a substitute that came before would be overwritten.
        _ = Confluent.Kafka.Library.IsLoaded || Confluent.Kafka.Library.Load();
        Type? functions = Type.GetType("Confluent.Kafka.Impl.Librdkafka, Confluent.Kafka");
        Substitute(functions?.GetField("_message_leader_epoch", PrivateStatic), ((Func<nint, int>)Get).Method);
        Substitute(functions?.GetField("_topic_partition_get_leader_epoch", PrivateStatic), ((Func<nint, int>)Get).Method);
        Substitute(functions?.GetField("_topic_partition_set_leader_epoch", PrivateStatic), ((Action<nint, int>)Set).Method);
    }

    private static void Substitute(FieldInfo? function, MethodInfo method) =>
        function?.SetValue(null, Delegate.CreateDelegate(function.FieldType, method));

    private static int Get(nint messageOrPartition) => NotKnown;

    private static void Set(nint partition, int epoch)
    {
        // A library without epochs has nowhere to put one.
    }
}
