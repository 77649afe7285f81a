namespace KafkaGen.Generator.Model;

/// <summary>How a record's value is written.</summary>
internal abstract record RecordValueSpec;

/// <summary>By an encoder that is generated too.</summary>
/// <param name="Value">How the message is written as JSON.</param>
internal sealed record EncodedValueSpec(ValueSpec Value) : RecordValueSpec;

/// <summary>As the bytes or the text of a member.</summary>
/// <param name="Member">The member's name, for messages.</param>
/// <param name="Access">How it is read.</param>
/// <param name="CanBeNull">Whether it can be <see langword="null"/>, which is refused.</param>
/// <param name="Form">How it becomes bytes.</param>
internal sealed record RawValueSpec(string Member, MemberAccess Access, bool CanBeNull, HeaderForm Form) : RecordValueSpec;

/// <summary>By System.Text.Json with a context of the user's.</summary>
/// <param name="Context">The context's type as generated code names it.</param>
internal sealed record ContextValueSpec(string Context) : RecordValueSpec;

/// <summary>By a class of the user's.</summary>
/// <param name="Serializer">The class.</param>
internal sealed record SerializedValueSpec(SerializerSpec Serializer) : RecordValueSpec;

/// <summary>A class that writes keys or values.</summary>
/// <param name="TypeName">The class as generated code names it.</param>
/// <param name="ValueTypeName">The type that it writes.</param>
/// <param name="CanBeMade">Whether generated code can call its constructor.</param>
internal sealed record SerializerSpec(string TypeName, string ValueTypeName, bool CanBeMade);
