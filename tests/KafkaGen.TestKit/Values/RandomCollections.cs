using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;

namespace KafkaGen.TestKit.Values;

/// <summary>Makes collections and dictionaries of any type that can be made from a list or a dictionary.</summary>
internal sealed class RandomCollections(RandomMessages messages)
{
    private static readonly MethodInfo s_list = Method(nameof(MakeList));
    private static readonly MethodInfo s_dictionary = Method(nameof(MakeDictionary));

    // What has no public constructor that takes its elements.
    private static readonly Dictionary<Type, MethodInfo> s_factories = new()
    {
        [typeof(ImmutableArray<>)] = Range(typeof(ImmutableArray)),
        [typeof(ImmutableList<>)] = Range(typeof(ImmutableList)),
        [typeof(ImmutableHashSet<>)] = Range(typeof(ImmutableHashSet)),
        [typeof(ImmutableDictionary<,>)] = Range(typeof(ImmutableDictionary)),
        [typeof(ImmutableSortedDictionary<,>)] = Range(typeof(ImmutableSortedDictionary)),
        [typeof(FrozenSet<>)] = Frozen(typeof(FrozenSet), nameof(FrozenSet.ToFrozenSet)),
        [typeof(FrozenDictionary<,>)] = Frozen(typeof(FrozenDictionary), nameof(FrozenDictionary.ToFrozenDictionary)),
    };

    /// <returns><see langword="null"/> when the type is not a collection.</returns>
    public object? TryMake(Type type)
    {
        if (type.IsArray)
        {
            return Invoke(s_list, [type.GetElementType()!], type);
        }

        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Memory<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>)))
        {
            return Invoke(s_list, type.GenericTypeArguments, type);
        }

        Type? enumerable = EnumerableOf(type);
        if (enumerable is null)
        {
            return null;
        }

        Type element = enumerable.GenericTypeArguments[0];
        bool isDictionary = element.IsGenericType && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            && !type.IsAssignableFrom(typeof(List<>).MakeGenericType(element));
        return isDictionary ? Invoke(s_dictionary, element.GenericTypeArguments, type) : Invoke(s_list, [element], type);
    }

    private object MakeList<T>(Type type)
    {
        var list = new List<T>();
        for (int count = messages.Count(); count > 0; count--)
        {
            list.Add((T)messages.MakeNullable(typeof(T))!);
        }

        object[] candidates = [list.ToArray(), list, new HashSet<T>(list)];
        return Convert(type, candidates);
    }

    private object MakeDictionary<TKey, T>(Type type)
        where TKey : notnull
    {
        var dictionary = new Dictionary<TKey, T>();
        for (int count = messages.Count(); count > 0; count--)
        {
            // Sorted dictionaries compare texts by the culture, for which "" and "\0" are equal.
            var key = (TKey)messages.Make(typeof(TKey));
            if (key is not IComparable comparable || dictionary.Keys.All(other => comparable.CompareTo(other) != 0))
            {
                dictionary[key] = (T)messages.MakeNullable(typeof(T))!;
            }
        }

        return Convert(type, dictionary);
    }

    private static object Convert(Type type, params object[] candidates)
    {
        foreach (object candidate in candidates)
        {
            if (type.IsInstanceOfType(candidate))
            {
                return candidate;
            }
        }

        if (type.IsGenericType && s_factories.TryGetValue(type.GetGenericTypeDefinition(), out MethodInfo? factory))
        {
            object?[] arguments = [candidates[0], .. Enumerable.Repeat<object?>(null, factory.GetParameters().Length - 1)];
            return factory.MakeGenericMethod(type.GenericTypeArguments).Invoke(null, arguments)!;
        }

        foreach (object candidate in candidates)
        {
            if (type.GetConstructor([candidate.GetType()]) is { } constructor)
            {
                return constructor.Invoke([candidate]);
            }
        }

        object made = Activator.CreateInstance(type)!;
        if (made is IDictionary map)
        {
            foreach (DictionaryEntry entry in (IDictionary)candidates[0])
            {
                map.Add(entry.Key, entry.Value);
            }

            return made;
        }

        foreach (object? item in (IEnumerable)candidates[0])
        {
            ((IList)made).Add(item);
        }

        return made;
    }

    private object Invoke(MethodInfo method, Type[] arguments, Type type) => method.MakeGenericMethod(arguments).Invoke(this, [type])!;

    private static Type? EnumerableOf(Type type) =>
        type.GetInterfaces().Prepend(type).FirstOrDefault(candidate =>
            candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>));

    private static MethodInfo Method(string name) =>
        typeof(RandomCollections).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Instance)!;

    private static MethodInfo Range(Type factory) =>
        factory.GetMethods().Single(method =>
            method.Name == "CreateRange" && method.GetParameters() is [{ ParameterType: { IsGenericType: true } type }]
            && type.GetGenericTypeDefinition() == typeof(IEnumerable<>));

    private static MethodInfo Frozen(Type factory, string name) =>
        factory.GetMethods().Single(method => method.Name == name && method.GetParameters().Length == 2);
}
