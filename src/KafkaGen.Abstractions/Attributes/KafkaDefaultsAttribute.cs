namespace KafkaGen;

/// <summary>What holds for every contract of this assembly that does not say otherwise.</summary>
/// <example><code>[assembly: KafkaDefaults(TopicPrefix = "shop.", Codec = CompressionCodec.Zstd)]</code></example>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class KafkaDefaultsAttribute : Attribute
{
    /// <summary>What the name of every declared topic begins with. Default: nothing.</summary>
    public string? TopicPrefix { get; set; }

    /// <summary>The codec of topics without one of their own. Default: the cluster's.</summary>
    public CompressionCodec Codec { get; set; }

    /// <summary>The level of <see cref="Codec"/>, as <see cref="CompressionAttribute.Level"/>. Default: -1, the codec's own default.</summary>
    public int CompressionLevel { get; set; } = -1;
}
