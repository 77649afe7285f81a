using System.Runtime.InteropServices;
using KafkaGen.Native;

namespace KafkaGen.Testing.Native;

/// <summary>A mock cluster, with the client instance that librdkafka keeps its books in.</summary>
internal sealed unsafe class MockClusterHandle : SafeHandle
{
    private nint _client;

    private MockClusterHandle()
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    public static MockClusterHandle Create(int brokers)
    {
        LibrdkafkaResolver.EnsureLoaded();
        LibrdkafkaResolver.Serve(typeof(MockClusterHandle).Assembly);
        var cluster = new MockClusterHandle();
        cluster._client = NewClient();
        cluster.SetHandle(LibrdkafkaMock.rd_kafka_mock_cluster_new(cluster._client, brokers));
        if (cluster.IsInvalid)
        {
            Librdkafka.rd_kafka_destroy(cluster._client);
            throw new InvalidOperationException($"librdkafka {LibrdkafkaResolver.VersionText()} did not start a mock cluster of {brokers} brokers.");
        }

        return cluster;
    }

    protected override bool ReleaseHandle()
    {
        LibrdkafkaMock.rd_kafka_mock_cluster_destroy(handle);
        Librdkafka.rd_kafka_destroy(_client);
        return true;
    }

    private static nint NewClient()
    {
        using var configuration = new NativeConfiguration();

        // The instance connects nowhere. It would say so on standard error.
        if (configuration.Set("log_level", "0") is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }

        byte* error = stackalloc byte[NativeText.ErrorCapacity];
        nint conf = configuration.Detach();
        nint client = Librdkafka.rd_kafka_new(Librdkafka.ProducerType, conf, error, NativeText.ErrorCapacity);
        if (client == 0)
        {
            Librdkafka.rd_kafka_conf_destroy(conf);
            throw new InvalidOperationException($"librdkafka did not start: {NativeText.FromZeroTerminated(error)}");
        }

        return client;
    }
}
