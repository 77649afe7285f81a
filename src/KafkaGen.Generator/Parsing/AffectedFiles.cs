using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Finds the files whose types may mean something else after an edit: those that were edited, and those that mention, directly or through types of
/// other files, a name that an edited file declares or did declare. Names alone are compared, which finds too many files rather than too few.
/// </summary>
internal static class AffectedFiles
{
    /// <summary>Compares the files of two compilations that differ in nothing else.</summary>
    /// <returns>
    /// For each file after the edit the place that it had before it, or -1 where it is affected; <see langword="null"/> where every file is.
    /// </returns>
    public static int[]? Find(SyntaxTree[] before, SyntaxTree[] after, CancellationToken cancellationToken)
    {
        int[] places = Match(before, after);
        var taken = new HashSet<int>(places);
        FileNames[] removed = [.. before.Where((_, place) => !taken.Contains(place)).Select(FileNames.Of)];
        FileNames[] added = [.. after.Where((_, i) => places[i] < 0).Select(FileNames.Of)];
        int[] kept = [.. Enumerable.Range(0, after.Length).Where(i => places[i] >= 0)];
        if (removed.Concat(added).Any(file => file.HasAssemblyAttributes || file.HasGlobalUsings)
            || !IsAscending(kept.Select(i => places[i]))
            || !KeepsNamespaces(removed, added, kept.Select(i => FileNames.Of(after[i]))))
        {
            return null;
        }

        var changed = new HashSet<string>(removed.Concat(added).SelectMany(file => file.Declared), StringComparer.Ordinal);
        for (bool isComplete = false; !isComplete;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            isComplete = true;
            foreach (int i in kept.Where(i => places[i] >= 0))
            {
                FileNames file = FileNames.Of(after[i]);
                if (!changed.Overlaps(file.Mentioned))
                {
                    continue;
                }

                if (file.HasAssemblyAttributes)
                {
                    return null;
                }

                places[i] = -1;
                changed.UnionWith(file.Declared);
                isComplete = false;
            }
        }

        return places;
    }

    private static int[] Match(SyntaxTree[] before, SyntaxTree[] after)
    {
        if (before.Length == after.Length)
        {
            return [.. after.Select((file, i) => SameDeclarations.AreSame(before[i], file) ? i : -1)];
        }

        var placeOf = new Dictionary<SyntaxTree, int>(before.Length);
        for (int i = 0; i < before.Length; i++)
        {
            placeOf[before[i]] = i;
        }

        return [.. after.Select(file => placeOf.TryGetValue(file, out int place) ? place : -1)];
    }

    // The sequence of files numbers the declarations on partial types.
    private static bool IsAscending(IEnumerable<int> places)
    {
        int last = -1;
        return places.All(place => last < (last = place));
    }

    // A namespace that comes or goes may change what any qualified name means.
    private static bool KeepsNamespaces(FileNames[] removed, FileNames[] added, IEnumerable<FileNames> kept)
    {
        var changed = new HashSet<string>(removed.SelectMany(file => file.Namespaces), StringComparer.Ordinal);
        changed.SymmetricExceptWith(added.SelectMany(file => file.Namespaces));
        foreach (FileNames file in changed.Count == 0 ? [] : kept)
        {
            changed.ExceptWith(file.Namespaces);
        }

        return changed.Count == 0;
    }
}
