namespace KafkaGen.Generator.Model;

/// <summary>How generated code reads a property or field.</summary>
/// <remarks>Stays immutable and structurally equal, as everything in this folder: the driver compares it to decide what to emit again.</remarks>
/// <param name="Name">The member's identifier, escaped.</param>
/// <param name="Through">The base type to read it through, when a derived type hides it; else <see langword="null"/>.</param>
internal sealed record MemberAccess(string Name, string? Through)
{
    public string On(string variable) => Through is null ? $"{variable}.{Name}" : $"(({Through}){variable}).{Name}";
}
