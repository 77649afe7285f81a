namespace KafkaGen.Testing.Broker.Topics;

/// <summary>A topic. One that is deleted and created again is another topic with another id.</summary>
internal sealed class Topic(string name, Guid id, TopicConfiguration configuration)
{
    public string Name { get; } = name;

    public Guid Id { get; } = id;

    public TopicConfiguration Configuration { get; } = configuration;

    public List<Partition> Partitions { get; } = [];

    /// <summary>What metadata answers for the topic instead of its partitions, when a test wants so.</summary>
    public KafkaErrorCode MetadataError { get; set; }

    public Partition? Find(int partition) => (uint)partition < (uint)Partitions.Count ? Partitions[partition] : null;
}
