using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Diagnostics;

/// <summary>Every diagnostic there is.</summary>
internal static class AllDiagnostics
{
    /// <summary>Those about contracts, which the parser finds.</summary>
    public static ImmutableArray<DiagnosticDescriptor> OfContracts { get; } = ImmutableArray.Create(
        ContractDiagnostics.IllegalTopic,
        ContractDiagnostics.OpenGeneric,
        ContractDiagnostics.Inaccessible,
        ContractDiagnostics.WrongKind,
        ContractDiagnostics.LanguageVersion,
        ContractDiagnostics.DuplicateName,
        ContractDiagnostics.CompressionConflict,
        ContractDiagnostics.Compression,
        ContractDiagnostics.DerivedWithoutTopic,
        ContractDiagnostics.StaleContract,
        ContractDiagnostics.DuplicateTopicName,
        ContractDiagnostics.IllegalName,
        ContractDiagnostics.Serializer,
        ContractDiagnostics.JsonContext,
        ContractDiagnostics.JsonContextWithoutType,
        ContractDiagnostics.JsonContextOptions,
        ContractDiagnostics.SeveralValues,
        ContractDiagnostics.MemberPath,
        ContractDiagnostics.ProducerInterface,
        ContractDiagnostics.TopicCollision,
        ContractDiagnostics.KeyConflict,
        ContractDiagnostics.StaleProducer,
        RecordPartDiagnostics.KeyType,
        RecordPartDiagnostics.KeyComponent,
        RecordPartDiagnostics.Unreadable,
        RecordPartDiagnostics.HeaderName,
        RecordPartDiagnostics.HeaderShape,
        RecordPartDiagnostics.HeaderType,
        RecordPartDiagnostics.TimestampType,
        RecordPartDiagnostics.MoreThanOne,
        RecordPartDiagnostics.PartitionType,
        RecordPartDiagnostics.ValueType,
        RecordPartDiagnostics.KeyOrder,
        RecordPartDiagnostics.KeyEncoding,
        RecordPartDiagnostics.HeadersType,
        RecordPartDiagnostics.DuplicateHeader,
        JsonDiagnostics.UnsupportedType,
        JsonDiagnostics.UnsupportedFeature,
        JsonDiagnostics.NameConflict,
        JsonDiagnostics.NullConditionOnValue,
        JsonDiagnostics.InvalidName,
        JsonDiagnostics.Converter,
        JsonDiagnostics.EnumMemberName,
        JsonDiagnostics.HiddenMember,
        JsonDiagnostics.Polymorphism,
        JsonDiagnostics.NothingToWrite,
        JsonDiagnostics.NoMembers,
        JsonDiagnostics.ForeignAttribute);

    public static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } =
        OfContracts.Add(ContractDiagnostics.AttributeWithoutEffect).AddRange(UseDiagnostics.All);
}
