using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol;

/// <summary>The body of an answer.</summary>
internal abstract class Response : ProtocolStructure
{
    /// <summary>What it answers.</summary>
    public abstract Api Api { get; }
}
