using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.ProtocolTests;

/// <summary>
/// Which properties of a structure a version carries, and which of them may be null. It is found out by writing: a property that changes the bytes is
/// carried, a null that is refused is not allowed.
/// </summary>
internal sealed class FieldsOfVersion
{
    private static readonly ConcurrentDictionary<(Type, short, bool), FieldsOfVersion> s_known = new();
    private static readonly NullabilityInfoContext s_nullability = new();

    private FieldsOfVersion(Type structure, short version, bool isFlexible)
    {
        foreach (PropertyInfo property in structure.GetProperties())
        {
            if (!property.CanWrite || property.Name == nameof(ProtocolStructure.UnknownTags))
            {
                continue;
            }

            object? @default = property.GetValue(Activator.CreateInstance(structure));
            byte[]? without = Write(structure, property, @default, version, isFlexible);
            byte[]? with = Write(structure, property, Other(property.PropertyType, @default), version, isFlexible);
            if (with is not null && !with.AsSpan().SequenceEqual(without))
            {
                Carried.Add((property, AllowsNull(property) && Write(structure, property, null, version, isFlexible) is not null));
            }
        }
    }

    public List<(PropertyInfo Property, bool AllowsNull)> Carried { get; } = [];

    public static FieldsOfVersion Of(Type structure, short version, bool isFlexible) =>
        s_known.GetOrAdd((structure, version, isFlexible), static key => new FieldsOfVersion(key.Item1, key.Item2, key.Item3));

    private static bool AllowsNull(PropertyInfo property)
    {
        lock (s_nullability)
        {
            return s_nullability.Create(property).WriteState == NullabilityState.Nullable;
        }
    }

    private static byte[]? Write(Type structure, PropertyInfo property, object? value, short version, bool isFlexible)
    {
        var message = (ProtocolStructure)Activator.CreateInstance(structure)!;
        property.SetValue(message, value);
        using var writer = new ProtocolWriter();
        try
        {
            var fields = new MessageFields(writer, structure.Name, version, isFlexible);
            fields.Structure(message);
            return writer.ToArray();
        }
        catch (MessageWriteException)
        {
            return null;
        }
    }

    private static object Other(Type type, object? @default)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(string))
        {
            return "other";
        }

        if (bare == typeof(Guid))
        {
            return new Guid("7a5d2cf5-9ed3-4d2c-8d4c-2f3a6f9b1c01");
        }

        if (bare == typeof(ReadOnlySequence<byte>))
        {
            return new ReadOnlySequence<byte>([1, 2, 3]);
        }

        if (bare.IsArray)
        {
            var array = Array.CreateInstance(bare.GetElementType()!, 1);
            if (bare == typeof(string[]))
            {
                array.SetValue("other", 0);
            }

            return array;
        }

        if (bare.IsEnum)
        {
            return Enum.ToObject(bare, 3);
        }

        object other = Activator.CreateInstance(bare)!;
        switch (other)
        {
            case IList list:
                list.Add(Activator.CreateInstance(bare.GetGenericArguments()[0]));
                return list;
            case bool:
                return !(bool)@default!;
            case ProtocolStructure:
                return other;
            default:
                return Convert.ChangeType(42, bare);
        }
    }
}
