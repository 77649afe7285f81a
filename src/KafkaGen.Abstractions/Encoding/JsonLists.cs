using System.ComponentModel;

namespace KafkaGen.Contracts;

/// <summary>Tells the lists that may be read by index. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonLists
{
    /// <summary>
    /// Whether the indexer yields what the enumerator yields: an array or a <see cref="List{T}"/> itself. A derived or another list may have an
    /// enumerator of its own, by which System.Text.Json writes it.
    /// </summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="list">The list.</param>
    public static bool IsIndexed<T>(IEnumerable<T> list) => list is T[] || list?.GetType() == typeof(List<T>);
}
