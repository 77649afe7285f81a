namespace KafkaGen;

/// <summary>What holds for every contract of this assembly that does not say otherwise.</summary>
/// <example><code>[assembly: KafkaDefaults(TopicPrefix = "shop.", Codec = CompressionCodec.Zstd)]</code></example>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class KafkaDefaultsAttribute : Attribute
{
    /// <summary>What the name of every declared topic begins with. Default: nothing.</summary>
    public string? TopicPrefix { get; set; }

    /// <summary>The cluster of contracts that name none, as <see cref="KafkaTopicAttribute.Cluster"/>. Default: the one without a name.</summary>
    public string? Cluster { get; set; }

    /// <summary>The codec of topics without one of their own. Default: the cluster's.</summary>
    public CompressionCodec Codec { get; set; }

    /// <summary>The level of <see cref="Codec"/>, as <see cref="CompressionAttribute.Level"/>. Default: -1, the codec's own default.</summary>
    public int CompressionLevel { get; set; } = -1;

    /// <summary>The defaults of System.Text.Json that the value is written by. Default: <see cref="JsonProfile.Web"/>.</summary>
    public JsonProfile JsonDefaults { get; set; }

    /// <summary>The names of members in JSON. Default: those of <see cref="JsonDefaults"/>.</summary>
    public JsonNaming JsonNaming { get; set; }

    /// <summary>
    /// Whether text is written with System.Text.Json's <c>UnsafeRelaxedJsonEscaping</c>: characters that matter to HTML alone, and those outside of
    /// ASCII, stay as they are. Default: <see langword="false"/>.
    /// </summary>
    public bool UnsafeRelaxedJsonEscaping { get; set; }
}
