using System.Reflection;
using System.Text.Json.Serialization;
using KafkaGen.Contracts;
using KafkaGen.JsonTests;

namespace KafkaGen.DifferentialTests.Comparing;

/// <summary>
/// Random values of shapes: those of interfaces and abstract classes are made from the shape's own classes, and a shape whose values are special
/// makes them itself, in a method <c>Make(Random)</c>.
/// </summary>
internal sealed class ShapeValues
{
    private readonly RandomMessages _messages;
    private readonly Dictionary<Type, Type[]> _implementations = [];
    private readonly Random _random;

    public ShapeValues(int seed, bool withNotANumbers)
    {
        _random = new Random(seed);
        _messages = new RandomMessages(seed) { NotANumbers = withNotANumbers, MaxDepth = 4, Implementation = ImplementationOf };
    }

    /// <summary>Two values of the same content: those that a shape makes itself may change while they are written.</summary>
    public Func<(T First, T Second)> Source<T>()
    {
        if (MakerOf(typeof(T)) is not { } make)
        {
            return () => _messages.Next<T>() is var value ? (value, value) : default;
        }

        var maker = make.CreateDelegate<Func<Random, T>>();
        return () =>
        {
            int seed = _random.Next();
            return (maker(new Random(seed)), maker(new Random(seed)));
        };
    }

    public object Make(Type type) => MakerOf(type)?.Invoke(null, [_random]) ?? _messages.Make(type);

    private static MethodInfo? MakerOf(Type type) => type.GetMethod("Make", BindingFlags.Public | BindingFlags.Static, [typeof(Random)]);

    private Type? ImplementationOf(Type type)
    {
        if (!_implementations.TryGetValue(type, out Type[]? found))
        {
            _implementations[type] = found = Find(type);
        }

        return found.Length == 0 ? null : found[_random.Next(found.Length)];
    }

    // A class that is not abstract stands for itself as well as for what derives from it.
    private static Type[] Find(Type type)
    {
        bool isOfShape = !type.IsValueType && type.Assembly.IsDefined(typeof(KafkaContractListAttribute), inherit: false);
        return !isOfShape || type.IsDefined(typeof(JsonDerivedTypeAttribute), inherit: false)
            ? []
            : [.. type.Assembly.GetTypes().Where(candidate =>
                candidate is { IsAbstract: false, IsGenericTypeDefinition: false }
                && candidate.Namespace == type.Namespace
                && type.IsAssignableFrom(candidate)
                && candidate.GetConstructors().Length > 0)];
    }
}
