using System.Runtime.CompilerServices;
using KafkaGen.ContractModel;
using KafkaGen.Contracts;
using KafkaGen.KafkaTests.Kafka;
using KafkaGen.TestKit;
using KafkaGen.TestKit.Values;

namespace KafkaGen.KafkaTests.RoundTrips;

/// <summary>Random messages of every contract of the model, produced once for all readers.</summary>
public sealed class SentRecords
{
    private const int Partitions = 3;

    private readonly object _gate = new();
    private Task<IReadOnlyList<StoredRecord>>? _sent;

    /// <summary>Of the topics: no run finds those of another one that are being deleted.</summary>
    internal static string Prefix { get; } = $"round-trip.{Guid.NewGuid():N}.";

    /// <summary>The model's contracts.</summary>
    internal static IReadOnlyList<KafkaContract> Contracts { get; } = Find();

    internal Task<IReadOnlyList<StoredRecord>> GetAsync(KafkaCluster kafka)
    {
        lock (_gate)
        {
            return _sent ??= SendAsync(kafka);
        }
    }

    private static KafkaContract[] Find()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(OrderCreated).Module.ModuleHandle);
        return [.. ContractRegistry.Contracts.Where(contract => contract.MessageType.Assembly == typeof(OrderCreated).Assembly)];
    }

    private static async Task<IReadOnlyList<StoredRecord>> SendAsync(KafkaCluster kafka)
    {
        // The messages have timestamps of any year: a topic that forgets would forget them at once.
        string[] topics = [.. Contracts.Select(contract => Prefix + contract.Topic).Distinct()];
        await kafka.CreateNamedTopicsAsync(
            topics,
            Partitions,
            new Dictionary<string, string> { ["retention.ms"] = "-1" },
            replicas: 1);
        await using var client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = kafka.BootstrapServers;
            options.TopicPrefix = Prefix;
        });
        Production production = new(client);
        foreach (KafkaContract contract in Contracts)
        {
            contract.Accept(production);
        }

        return await Task.WhenAll(production.Answers);
    }

    private sealed class Production(KafkaGenClient client) : IContractVisitor
    {
        private const int Messages = 6;
        private const int Tries = 200;

        public List<Task<StoredRecord>> Answers { get; } = [];

        public void Visit<T>(KafkaContract<T> contract)
        {
            ITopicProducer<T> producer = contract.IsNamed ? client.GetProducer<T>(contract.Name) : client.GetProducer<T>();
            int made = 0;
            foreach (T random in new RandomMessages().Gen<T>().Values().Take(Tries).TakeWhile(_ => made < Messages))
            {
                T message = Presentable.From(random);
                RecordBuffer encoded = new();
                try
                {
                    contract.Encode(in message, encoded);
                }
                catch (RecordEncodingException)
                {
                    // Half a surrogate pair in a key or a header: other tests show what becomes of it.
                    continue;
                }

                made++;
                Answers.Add(ProduceAsync(producer, message, encoded));
            }

            Assert.True(made == Messages, $"{typeof(T)}: only {made} messages in {Tries} tries can be encoded. {Seed.Hint}");
        }

        private static async Task<StoredRecord> ProduceAsync<T>(ITopicProducer<T> producer, T message, RecordBuffer encoded) =>
            StoredRecord.Of(encoded, await producer.ProduceAsync(message, CancellationToken.None));
    }
}
