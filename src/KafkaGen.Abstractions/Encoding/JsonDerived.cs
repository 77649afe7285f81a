using System.ComponentModel;

namespace KafkaGen.Contracts;

/// <summary>Refuses values of types that their polymorphic base does not list. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonDerived
{
    /// <summary>The refusal.</summary>
    /// <param name="type">The value's type.</param>
    /// <param name="declared">The polymorphic base.</param>
    public static RecordEncodingException Unknown(Type type, Type declared) => new(
        $"'{type}' is not listed by '{declared}'. Add [JsonDerivedType(typeof({type?.Name}))] there, or choose an UnknownDerivedTypeHandling.",
        new NotSupportedException($"Runtime type '{type}' is not supported by polymorphic type '{declared}'."));
}
