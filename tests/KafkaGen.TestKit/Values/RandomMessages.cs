using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CsCheck;

namespace KafkaGen.TestKit.Values;

/// <summary>Fills any message type with random values by reflection: constructor, then every member that can be set.</summary>
public sealed class RandomMessages
{
    private static readonly Dictionary<Type, Shape> s_shapes = [];

    private readonly Draws _draws = new();
    private readonly RandomScalars _scalars;
    private readonly Dictionary<Type, Func<object>> _makers;
    private readonly RandomCollections _collections;
    private readonly RandomObjects _objects;
    private int _depth;
    private bool _isSparse;

    public RandomMessages()
    {
        _scalars = new RandomScalars(_draws);
        _collections = new RandomCollections(this);
        _objects = new RandomObjects(this, _draws);
        _makers = new Dictionary<Type, Func<object>>
        {
            [typeof(bool)] = () => _scalars.Bool(),
            [typeof(byte)] = () => (byte)_scalars.UInt64(),
            [typeof(sbyte)] = () => (sbyte)_scalars.UInt64(),
            [typeof(short)] = () => (short)_scalars.UInt64(),
            [typeof(ushort)] = () => (ushort)_scalars.UInt64(),
            [typeof(int)] = () => (int)_scalars.Int64(),
            [typeof(uint)] = () => (uint)_scalars.UInt64(),
            [typeof(long)] = () => _scalars.Int64(),
            [typeof(ulong)] = () => _scalars.UInt64(),
            [typeof(Int128)] = () => _scalars.Int128(),
            [typeof(UInt128)] = () => _scalars.UInt128(),
            [typeof(Half)] = () => _scalars.Half(),
            [typeof(float)] = () => NotANumbers && _scalars.Bool() ? float.NaN : _scalars.Single(),
            [typeof(double)] = () => NotANumbers && _scalars.Bool() ? double.NegativeInfinity : _scalars.Double(),
            [typeof(decimal)] = () => _scalars.Decimal(),
            [typeof(char)] = () => _scalars.Char(),
            [typeof(string)] = () => _scalars.Text(),
            [typeof(Guid)] = () => _scalars.Guid(),
            [typeof(DateTime)] = () => _scalars.DateTime(),
            [typeof(DateTimeOffset)] = () => _scalars.DateTimeOffset(),
            [typeof(DateOnly)] = () => _scalars.DateOnly(),
            [typeof(TimeOnly)] = () => _scalars.TimeOnly(),
            [typeof(TimeSpan)] = () => _scalars.TimeSpan(),
            [typeof(Uri)] = () => _scalars.Uri(),
            [typeof(Version)] = () => _scalars.Version(),
            [typeof(byte[])] = () => _scalars.Bytes(),
            [typeof(Memory<byte>)] = () => new Memory<byte>(_scalars.Bytes()),
            [typeof(JsonElement)] = () => Document().RootElement,
            [typeof(JsonDocument)] = Document,
            [typeof(JsonNode)] = () => JsonNode.Parse(JsonText())!,
            [typeof(JsonObject)] = () => JsonNode.Parse($"{{{JsonSerializer.Serialize(_scalars.Text())}:{JsonText()}}}")!,
            [typeof(JsonArray)] = () => JsonNode.Parse($"[{JsonText()},{JsonText()}]")!,
            [typeof(JsonValue)] = () => JsonValue.Create(_scalars.Text())!,
            [typeof(object)] = () => _objects.Next(isDeep: _depth > MaxDepth),
            [typeof(ReadOnlyMemory<byte>)] = () => new ReadOnlyMemory<byte>(_scalars.Bytes()),
        };
    }

    /// <summary>Whether floating-point values are mixed with those that JSON does not have.</summary>
    public bool NotANumbers { get; init; }

    /// <summary>How deep values are nested before what may be missing is.</summary>
    public int MaxDepth { get; init; } = 5;

    /// <summary>Chooses the class to make for a type that is abstract, or has classes derived from it.</summary>
    public Func<Type, Type?>? Implementation { get; init; }

    /// <summary>What values are drawn from, for an <see cref="Implementation"/> that draws as well.</summary>
    public Draws Draws => _draws;

    /// <summary>A generator of messages.</summary>
    public Gen<T> Gen<T>() => Gen(() => (T)Make(typeof(T)));

    /// <summary>A generator of what is made of messages.</summary>
    public Gen<T> Gen<T>(Func<T> make) => _draws.Gen(() =>
    {
        // Now and then almost everything is missing: a failure then shrinks to what it needs.
        _depth = 0;
        _isSparse = _draws.OneIn(4);
        return make();
    });

    /// <summary>How many elements a collection has.</summary>
    internal int Count() => _draws.Next(_isSparse ? 2 : 6);

    /// <summary>A value of the type, or <see langword="null"/> now and then where the type has it.</summary>
    public object? MakeNullable(Type type)
    {
        Type? value = Nullable.GetUnderlyingType(type);
        bool canBeNull = value is not null || !type.IsValueType;
        return canBeNull && (_depth > MaxDepth || (_isSparse ? !_draws.OneIn(8) : _draws.OneIn(4))) ? null : Make(value ?? type);
    }

    public object Make(Type type)
    {
        if (_makers.TryGetValue(type, out Func<object>? maker))
        {
            return maker();
        }

        if (type.IsEnum)
        {
            Array values = Enum.GetValues(type);
            return values.Length > 0 && _scalars.Bool() ? values.GetValue(_draws.Next(values.Length))! : Enum.ToObject(type, _makers[Enum.GetUnderlyingType(type)]());
        }

        _depth++;
        try
        {
            return _collections.TryMake(type) ?? Fill(Implementation?.Invoke(type) ?? type);
        }
        finally
        {
            _depth--;
        }
    }

    private JsonDocument Document() => JsonDocument.Parse(JsonText());

    private string JsonText() => _draws.Next(4) switch
    {
        0 => JsonSerializer.Serialize(_scalars.Text()),
        1 => JsonSerializer.Serialize(_scalars.Decimal()),
        2 => JsonSerializer.Serialize(new object?[] { _scalars.Text(), null, new Dictionary<string, long> { [_scalars.Text()] = _scalars.Int64() } }),
        _ => "{\"a\": [ ], \"A\": { }, \"\\u00e9\": 1.0E+2}",
    };

    private object Fill(Type type)
    {
        Type[] derived = [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(attribute => attribute.DerivedType)];
        if (derived.Length > 0 && (type.IsAbstract || _scalars.Bool()))
        {
            type = _draws.OneOf(derived);
        }

        Shape shape = ShapeOf(type);
        object message = shape.Constructor?.Invoke(Array.ConvertAll(shape.Parameters, MakeArgument)) ?? Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in shape.Properties)
        {
            property.SetValue(message, MakeNullable(property.PropertyType));
        }

        foreach (FieldInfo field in shape.Fields)
        {
            field.SetValue(message, MakeNullable(field.FieldType));
        }

        return message;
    }

    // Deep down even an argument is missing: a key with its value may hold itself.
    private object? MakeArgument(Parameter parameter) => parameter.IsMember || _depth > MaxDepth ? MakeNullable(parameter.Type) : Make(parameter.Type);

    private static Shape ShapeOf(Type type)
    {
        lock (s_shapes)
        {
            if (!s_shapes.TryGetValue(type, out Shape? shape))
            {
                s_shapes[type] = shape = Shape.Of(type);
            }

            return shape;
        }
    }

    /// <summary>A constructor's parameter: a positional record's takes anything that its property may hold, another one no null.</summary>
    private sealed record Parameter(Type Type, bool IsMember);

    private sealed record Shape(ConstructorInfo? Constructor, Parameter[] Parameters, PropertyInfo[] Properties, FieldInfo[] Fields)
    {
        public static Shape Of(Type type)
        {
            ConstructorInfo? constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length);
            Parameter[] parameters =
            [
                .. constructor?.GetParameters().Select(parameter =>
                    new Parameter(parameter.ParameterType, type.GetProperty(parameter.Name!) is not null)) ?? [],
            ];
            PropertyInfo[] properties =
            [
                .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(AsDeclared).Where(property =>
                    property.SetMethod is not null && property.GetIndexParameters().Length == 0),
            ];
            FieldInfo[] fields = [.. type.GetFields(BindingFlags.Public | BindingFlags.Instance).Where(field => !field.IsInitOnly)];
            return new Shape(constructor, parameters, properties, fields);
        }

        // Only the declaring type's own reflection knows of a private setter.
        private static PropertyInfo AsDeclared(PropertyInfo property) =>
            property.DeclaringType!
                .GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Single(declared => declared.MetadataToken == property.MetadataToken);
    }
}
