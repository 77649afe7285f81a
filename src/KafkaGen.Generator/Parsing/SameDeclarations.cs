using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Whether two compilations declare the same: they differ at most inside bodies, in comments and in white space, which no contract depends on.
/// Parsing is skipped then, so that typing in a method costs the same in a project of a thousand contracts as in one of ten.
/// </summary>
internal sealed class SameDeclarations : IEqualityComparer<Compilation>
{
    public static SameDeclarations Instance { get; } = new();

    public bool Equals(Compilation? x, Compilation? y) =>
        ReferenceEquals(x, y)
        || (x is not null
            && y is not null
            && HaveSameSurroundings(x, y)
            && Same(x.SyntaxTrees, y.SyntaxTrees, AreSame));

    public int GetHashCode(Compilation obj) => StringComparer.Ordinal.GetHashCode(obj.AssemblyName ?? string.Empty);

    /// <summary>Whether two compilations differ in their files alone.</summary>
    public static bool HaveSameSurroundings(Compilation x, Compilation y) =>
        x.AssemblyName == y.AssemblyName && x.Options.Equals(y.Options) && Same(x.References, y.References, AreSame);

    /// <summary>Whether two files declare the same.</summary>
    public static bool AreSame(SyntaxTree x, SyntaxTree y) =>
        ReferenceEquals(x, y) || (x.Options.Equals(y.Options) && SyntaxFactory.AreEquivalent(x, y, topLevel: true));

    // In an editor a referenced project is a compilation, and a new one for each key that is pressed there.
    private static bool AreSame(MetadataReference x, MetadataReference y) =>
        ReferenceEquals(x, y)
        || (x is CompilationReference one
            && y is CompilationReference other
            && one.Properties.Equals(other.Properties)
            && Instance.Equals(one.Compilation, other.Compilation));

    private static bool Same<T>(IEnumerable<T> x, IEnumerable<T> y, Func<T, T, bool> isSame)
    {
        using IEnumerator<T> one = x.GetEnumerator();
        using IEnumerator<T> other = y.GetEnumerator();
        while (one.MoveNext())
        {
            if (!other.MoveNext() || !isSame(one.Current, other.Current))
            {
                return false;
            }
        }

        return !other.MoveNext();
    }
}
