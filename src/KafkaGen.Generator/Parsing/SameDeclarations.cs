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

    public bool Equals(Compilation? x, Compilation? y) => ReferenceEquals(x, y) || (x is not null && y is not null && new Comparison().AreSame(x, y));

    public int GetHashCode(Compilation obj) => StringComparer.Ordinal.GetHashCode(obj.AssemblyName ?? string.Empty);

    /// <summary>Whether two compilations differ in their files alone.</summary>
    public static bool HaveSameSurroundings(Compilation x, Compilation y) => new Comparison().HaveSameSurroundings(x, y);

    /// <summary>Whether two files declare the same.</summary>
    public static bool AreSame(SyntaxTree x, SyntaxTree y) =>
        ReferenceEquals(x, y) || (x.Options.Equals(y.Options) && SyntaxFactory.AreEquivalent(x, y, topLevel: true));

    /// <summary>
    /// One comparison, with what it has found out already: projects of a solution reference each other in layers, and of the paths between the first
    /// and the last there are exponentially many.
    /// </summary>
    internal sealed class Comparison
    {
        private readonly Dictionary<(Compilation, Compilation), bool> _found = new();

        /// <summary>How often a pair of compilations was looked into: once each.</summary>
        public int Visits { get; private set; }

        public bool AreSame(Compilation x, Compilation y)
        {
            if (ReferenceEquals(x, y))
            {
                return true;
            }

            if (!_found.TryGetValue((x, y), out bool isSame))
            {
                Visits++;
                isSame = HaveSameSurroundings(x, y) && Same(x.SyntaxTrees, y.SyntaxTrees, SameDeclarations.AreSame);
                _found.Add((x, y), isSame);
            }

            return isSame;
        }

        public bool HaveSameSurroundings(Compilation x, Compilation y) =>
            x.AssemblyName == y.AssemblyName && x.Options.Equals(y.Options) && Same(x.References, y.References, AreSame);

        // In an editor a referenced project is a compilation, and a new one for each key that is pressed there.
        private bool AreSame(MetadataReference x, MetadataReference y) =>
            ReferenceEquals(x, y)
            || (x is CompilationReference one
                && y is CompilationReference other
                && one.Properties.Equals(other.Properties)
                && AreSame(one.Compilation, other.Compilation));

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
}
