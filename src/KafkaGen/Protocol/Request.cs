using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol;

/// <summary>The body of a request.</summary>
internal abstract class Request : ProtocolStructure
{
    /// <summary>What it asks for.</summary>
    public abstract Api Api { get; }
}
