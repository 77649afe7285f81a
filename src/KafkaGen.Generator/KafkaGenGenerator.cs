using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator;

/// <summary>Turns annotated types into contracts. Only wires: Parsing → Model → Emitting.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class KafkaGenGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
    }
}
