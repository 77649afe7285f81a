namespace KafkaGen.Generator.Model;

/// <summary>What the generated list needs to know of the assembly.</summary>
/// <param name="Namespace">The namespace of everything that is generated into it.</param>
/// <param name="ReferencedLists">The generated lists of referenced assemblies.</param>
internal sealed record AssemblySpec(string Namespace, EquatableArray<string> ReferencedLists);

/// <summary>The generated list of one assembly.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="ReferencedLists">The lists that it registers first.</param>
/// <param name="Contracts">The generated contract classes.</param>
/// <param name="Producers">The generated implementations of interfaces.</param>
/// <param name="Rejections">The contracts that throw at registration.</param>
internal sealed record ContractListSpec(
    string Namespace,
    EquatableArray<string> ReferencedLists,
    EquatableArray<string> Contracts,
    EquatableArray<ProducerRegistrationSpec> Producers,
    EquatableArray<RejectionSpec> Rejections)
{
    public bool IsEmpty => ReferencedLists.Count + Contracts.Count + Producers.Count + Rejections.Count == 0;
}

/// <summary>A file with one contract.</summary>
internal sealed record ContractFile(string HintName, string Namespace, ContractSpec Contract);

/// <summary>A file with the encoder of one type and those of its collections.</summary>
/// <param name="HintName">Its name.</param>
/// <param name="Namespace">The namespace of its classes.</param>
/// <param name="Encoders">What is written into it.</param>
/// <param name="Used">Encoders of other files without a schema of their own: the schemas of this file write theirs out.</param>
internal sealed record EncoderFile(string HintName, string Namespace, EquatableArray<EncoderSpec> Encoders, EquatableArray<EncoderSpec> Used);

/// <summary>Everything that is generated into one assembly.</summary>
internal sealed record AssemblyOutput(
    EquatableArray<ContractFile> Contracts,
    EquatableArray<EncoderFile> Encoders,
    EquatableArray<ProducerFile> Producers,
    ContractListSpec List);
