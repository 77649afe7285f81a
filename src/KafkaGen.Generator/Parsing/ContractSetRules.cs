using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>What must hold between the contracts of one application.</summary>
internal static class ContractSetRules
{
    /// <summary>What is wrong with one contract beside the others of its assembly.</summary>
    public static IEnumerable<(DiagnosticDescriptor Descriptor, string[] Arguments)> Check(ContractHead head, IEnumerable<ContractHead> all) => all
        .Where(other => other.FullName != head.FullName || other.Declaration != head.Declaration)
        .SelectMany(other => Between(head, other));

    /// <summary>What is wrong with one contract beside another one.</summary>
    public static IEnumerable<(DiagnosticDescriptor Descriptor, string[] Arguments)> Between(ContractHead head, ContractHead other)
    {
        if (string.Equals(other.Name, head.Name, StringComparison.OrdinalIgnoreCase))
        {
            yield return other.FullName == head.FullName
                ? (ContractDiagnostics.DuplicateTopicName, [head.FullName, head.Name])
                : (ContractDiagnostics.DuplicateName, [head.FullName, other.FullName, head.Name]);
        }

        if (other.Topic == head.Topic && (other.Codec != head.Codec || other.CompressionLevel != head.CompressionLevel))
        {
            yield return (ContractDiagnostics.CompressionConflict, [head.FullName, other.FullName, head.Topic]);
        }
    }
}
