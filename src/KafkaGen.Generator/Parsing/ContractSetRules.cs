using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>What must hold between the contracts of one compilation.</summary>
internal static class ContractSetRules
{
    /// <summary>What is wrong with one contract beside the others.</summary>
    public static IEnumerable<(DiagnosticDescriptor Descriptor, string[] Arguments)> Check(ContractHead head, IEnumerable<ContractHead> all)
    {
        foreach (ContractHead other in all)
        {
            if (other.FullName == head.FullName && other.Declaration == head.Declaration)
            {
                continue;
            }

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
}
