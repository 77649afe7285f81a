using System.Reflection;
using System.Text.Json.Serialization;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Shapes.Comparing;

/// <summary>
/// Random values of shapes: those of interfaces and abstract classes are made from the shape's own classes, and a shape whose values are special
/// makes them itself, in a method <c>Make(Random)</c>.
/// </summary>
internal sealed class ShapeValues
{
    private readonly RandomMessages _messages;
    private readonly Dictionary<Type, Type[]> _implementations = [];

    public ShapeValues(bool withNotANumbers) =>
        _messages = new RandomMessages { NotANumbers = withNotANumbers, MaxDepth = 4, Implementation = ImplementationOf };

    /// <summary>Two values of the same content: those that a shape makes itself may change while they are written.</summary>
    public Gen<(T First, T Second)> Pairs<T>()
    {
        if (MakerOf(typeof(T)) is not { } make)
        {
            return _messages.Gen(() => (T)_messages.Make(typeof(T)) is var value ? (value, value) : default);
        }

        var maker = make.CreateDelegate<Func<Random, T>>();
        return _messages.Gen(() =>
        {
            int seed = _messages.Draws.Next();
            return (maker(new Random(seed)), maker(new Random(seed)));
        });
    }

    /// <summary>Values of a type that is not known at compile time.</summary>
    public Gen<object> Of(Type type) =>
        _messages.Gen(() => MakerOf(type)?.Invoke(null, [new Random(_messages.Draws.Next())]) ?? _messages.Make(type));

    private static MethodInfo? MakerOf(Type type) => type.GetMethod("Make", BindingFlags.Public | BindingFlags.Static, [typeof(Random)]);

    private Type? ImplementationOf(Type type)
    {
        if (!_implementations.TryGetValue(type, out Type[]? found))
        {
            _implementations[type] = found = Find(type);
        }

        return found.Length == 0 ? null : _messages.Draws.OneOf(found);
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
