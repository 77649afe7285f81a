namespace KafkaGen.Generator.Model;

/// <summary>An interface of produce methods.</summary>
/// <param name="FullName">Its name as reflection writes it.</param>
/// <param name="TypeName">Its name as generated code writes it.</param>
/// <param name="Name">What the names of the generated types begin with.</param>
/// <param name="Methods">Its methods.</param>
internal sealed record ProducerSpec(string FullName, string TypeName, string Name, EquatableArray<ProducerMethodSpec> Methods)
{
    /// <summary>The class that implements it.</summary>
    public string ClassName => Name + "Producer";
}

/// <summary>One produce method.</summary>
/// <param name="Interface">The interface that declares it, which may be a base of the implemented one.</param>
/// <param name="Name">Its name, escaped.</param>
/// <param name="Result">What it returns.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="MessageType">The type of the record.</param>
/// <param name="IsReference">Whether the record can be <see langword="null"/>.</param>
/// <param name="Topic">The topic, where it is not the contract's.</param>
/// <param name="Key">The key that arguments make up; empty for the contract's.</param>
/// <param name="Headers">The headers that arguments add.</param>
/// <param name="HeaderSets">The arguments whose items are headers.</param>
internal sealed record ProducerMethodSpec(
    string Interface,
    string Name,
    ProducerResult Result,
    EquatableArray<ProducerParameterSpec> Parameters,
    string MessageType,
    bool IsReference,
    string? Topic,
    EquatableArray<KeyPartSpec> Key,
    EquatableArray<HeaderSpec> Headers,
    EquatableArray<HeaderSetSpec> HeaderSets)
{
    /// <summary>Whether arguments change the record, so that it has a contract of its own.</summary>
    public bool IsExtended => Key.Count + Headers.Count + HeaderSets.Count > 0;
}

/// <summary>One parameter of a produce method.</summary>
/// <param name="TypeName">Its type as generated code writes it.</param>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Role">What it is.</param>
internal sealed record ProducerParameterSpec(string TypeName, string Name, ProducerRole Role);

/// <summary>What a parameter of a produce method is.</summary>
internal enum ProducerRole
{
    Message,
    Options,
    CancellationToken,
    Part,
}

/// <summary>What a produce method returns.</summary>
internal enum ProducerResult
{
    MetadataValueTask,
    MetadataTask,
    ValueTask,
}

/// <summary>What became of one interface.</summary>
/// <param name="FullName">Its name as reflection writes it.</param>
/// <param name="Producer">What can be emitted.</param>
/// <param name="Rejections">Why it cannot.</param>
internal sealed record ParsedProducer(string FullName, ProducerSpec? Producer, EquatableArray<RejectionSpec> Rejections);

/// <summary>A file with one implementation.</summary>
internal sealed record ProducerFile(string HintName, string Namespace, ProducerSpec Producer);

/// <summary>An implementation in the generated list.</summary>
/// <param name="TypeName">The interface.</param>
/// <param name="ClassName">The class.</param>
internal sealed record ProducerRegistrationSpec(string TypeName, string ClassName);
