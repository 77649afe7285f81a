using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Parses the contracts that attributes on types declare, file by file. It remembers the last compilation's, and takes them again for the files
/// that an edit has not affected: binding a thousand contracts anew takes longer than anybody's pause between two keys.
/// </summary>
internal sealed class AnnotatedContracts
{
    private Parsed? _last;

    /// <summary>Parses the contracts, those of the first file first.</summary>
    public EquatableArray<ParsedContract> In(Compilation compilation, CancellationToken cancellationToken)
    {
        SyntaxTree[] files = [.. compilation.SyntaxTrees];
        ISet<string> attributeNames = AnnotatedTypes.AttributeNames(files, cancellationToken);

        // Several threads of an editor may ask at once: each answer is right by itself, and any of them may be the one that is remembered.
        Parsed? last = Volatile.Read(ref _last);
        int[]? places = last?.Places(compilation, files, attributeNames, cancellationToken);
        var contracts = new ParsedContract[files.Length][];
        var affected = new List<int>();
        for (int i = 0; i < files.Length; i++)
        {
            if (places is not null && places[i] >= 0)
            {
                contracts[i] = last!.Contracts[places[i]];
            }
            else
            {
                affected.Add(i);
            }
        }

        Run(affected, compilation, cancellationToken, i => contracts[i] = Parse(files[i], attributeNames, compilation, cancellationToken));
        Volatile.Write(ref _last, new Parsed(compilation.RemoveAllSyntaxTrees(), files, attributeNames, contracts));
        return contracts.SelectMany(file => file).ToEquatableArray();
    }

    private static ParsedContract[] Parse(
        SyntaxTree file, ISet<string> attributeNames, Compilation compilation, CancellationToken cancellationToken) =>
    [
        .. AnnotatedTypes.In(file, attributeNames, compilation, cancellationToken)
            .SelectMany(type => ContractParser.ParseAll(type, compilation, cancellationToken))
            .Select(result => result.Parsed),
    ];

    // The compiler's threads have nothing else to do while a generator runs.
    private static void Run(List<int> files, Compilation compilation, CancellationToken cancellationToken, Action<int> parse)
    {
        if (compilation.Options.ConcurrentBuild)
        {
            Parallel.ForEach(files, new ParallelOptions { CancellationToken = cancellationToken }, parse);
        }
        else
        {
            files.ForEach(parse);
        }
    }

    /// <param name="Surroundings">The compilation without its files, so that no more than those is kept alive.</param>
    /// <param name="Files">Its files.</param>
    /// <param name="AttributeNames">The names of the attribute in all of them.</param>
    /// <param name="Contracts">The contracts of each.</param>
    private sealed record Parsed(Compilation Surroundings, SyntaxTree[] Files, ISet<string> AttributeNames, ParsedContract[][] Contracts)
    {
        public int[]? Places(Compilation compilation, SyntaxTree[] files, ISet<string> attributeNames, CancellationToken cancellationToken) =>
            SameDeclarations.HaveSameSurroundings(Surroundings, compilation) && AttributeNames.SetEquals(attributeNames)
                ? AffectedFiles.Find(Files, files, cancellationToken)
                : null;
    }
}
