using KafkaGen.JsonTests;

namespace KafkaGen.DifferentialTests.Comparing;

/// <summary>Random values of shapes: those of interfaces and abstract classes are made from the shape's own classes.</summary>
internal sealed class ShapeValues
{
    private readonly RandomMessages _messages;
    private readonly Dictionary<Type, Type[]> _implementations = [];
    private readonly Random _random;

    public ShapeValues(int seed, bool NotANumbers)
    {
        _random = new Random(seed);
        _messages = new RandomMessages(seed) { NotANumbers = NotANumbers, MaxDepth = 3, Implementation = ImplementationOf };
    }

    public T Next<T>() => _messages.Next<T>();

    private Type? ImplementationOf(Type type)
    {
        if (!_implementations.TryGetValue(type, out Type[]? found))
        {
            _implementations[type] = found = Find(type);
        }

        return found.Length == 0 ? null : found[_random.Next(found.Length)];
    }

    // A class that is not abstract stands for itself as well as for what derives from it.
    private static Type[] Find(Type type) =>
        type.IsValueType || type.IsArray || !type.Assembly.IsDefined(typeof(Contracts.KafkaContractListAttribute), inherit: false)
            ? []
            : [.. type.Assembly.GetTypes().Where(candidate =>
                candidate is { IsAbstract: false, IsGenericTypeDefinition: false }
                && candidate.Namespace == type.Namespace
                && type.IsAssignableFrom(candidate)
                && candidate.GetConstructors().Length > 0)];
}
