using System.ComponentModel;

namespace KafkaGen.Contracts;

/// <summary>Announces an assembly's generated list of contracts to the generator runs of the assemblies that reference it.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class KafkaContractListAttribute : Attribute
{
    /// <summary>Written by generated code.</summary>
    /// <param name="list">The generated list.</param>
    public KafkaContractListAttribute(Type list) => List = list;

    /// <summary>The generated list.</summary>
    public Type List { get; }
}
