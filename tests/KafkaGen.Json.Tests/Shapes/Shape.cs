using KafkaGen.Json.Tests.Oracle;

namespace KafkaGen.Json.Tests.Shapes;

/// <summary>A message type with the types that it needs, in C#: the contract is the type named <c>Message</c>.</summary>
/// <param name="Name">A name of its own, an identifier.</param>
/// <param name="Source">The declarations.</param>
internal sealed record Shape(string Name, string Source)
{
    /// <summary>What its contract says about JSON.</summary>
    public JsonSettings Settings { get; init; } = JsonSettings.Web;

    /// <summary>The diagnostic that refuses it at compile time; <see langword="null"/> when it is covered.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether System.Text.Json refuses some of its values, or all of them where the generator refuses the shape.</summary>
    public bool Throws { get; init; }

    /// <summary>Whether System.Text.Json refuses to write what it could not read again, and KafkaGen, which never reads, writes it.</summary>
    public bool IsWriteOnly { get; init; }

    /// <summary>Whether its types need .NET 10, or it needs what only that runtime's reflection tells System.Text.Json.</summary>
    public bool NeedsNet10 { get; init; }

    /// <summary>Whether the running framework can compile and load it.</summary>
    public bool RunsHere => !NeedsNet10 || Environment.Version.Major >= 10;

    public override string ToString() => Name;
}
