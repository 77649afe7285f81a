using System.ComponentModel;

namespace KafkaGen.Contracts;

/// <summary>
/// Carries the fingerprint of the shape that a contract was generated from. The analyzer, which also sees what other generators added to the
/// type, computes it again and reports a difference.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneratedContractAttribute : Attribute
{
    /// <summary>Written by generated code.</summary>
    /// <param name="fingerprint">A hash of the shape.</param>
    public GeneratedContractAttribute(string fingerprint) => Fingerprint = fingerprint;

    /// <summary>A hash of the shape.</summary>
    public string Fingerprint { get; }

    /// <summary>
    /// <see cref="KafkaContract.KeyShape"/>, for the analyzer in a project that composes contracts of several assemblies: of a reference it does not
    /// see members that are not public.
    /// </summary>
    public string? KeyShape { get; set; }
}
